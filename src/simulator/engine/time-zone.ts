/** How far the clocks of time zones are ahead of UTC. */

/** Seconds ahead of UTC at a second. */
export type Offset = (seconds: number) => number;

/** Of an IANA time zone, exactly. */
export function offsetOf(timezone: string): Offset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (seconds) => {
    const part = Object.fromEntries(
      format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
    );
    const shown = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
    return shown / 1000 - seconds;
  };
}

const known = new Map<string, Offset>();

/** The same as it is at noon (UTC) of the day, which it is asked for once: wrong for some hours of the days on which clocks change. */
export function dailyOffsetOf(timezone: string): Offset {
  const cached = known.get(timezone);
  if (cached !== undefined) return cached;
  const exact = offsetOf(timezone);
  const byDay = new Map<number, number>();
  const offset: Offset = (seconds) => {
    const day = Math.floor(seconds / 86_400);
    const found = byDay.get(day) ?? exact((day + 0.5) * 86_400);
    byDay.set(day, found);
    return found;
  };
  known.set(timezone, offset);
  return offset;
}
