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
const day = 86_400;
const span = 28 * day;

/** The same as it is at noon (UTC) of the day: wrong for some hours of the days on which clocks change. It is seldom asked for. */
export function dailyOffsetOf(timezone: string): Offset {
  const cached = known.get(timezone);
  if (cached !== undefined) return cached;
  const exact = remembered(offsetOf(timezone));
  const offset: Offset = (seconds) => {
    const from = Math.floor(seconds / span) * span;
    const begun = exact(from);
    // Clocks that show the same at both ends of four weeks were not changed within them.
    return begun === exact(from + span) ? begun : exact((Math.floor(seconds / day) + 0.5) * day);
  };
  known.set(timezone, offset);
  return offset;
}

function remembered(offset: Offset): Offset {
  const byTime = new Map<number, number>();
  return (seconds) => {
    const found = byTime.get(seconds) ?? offset(seconds);
    byTime.set(seconds, found);
    return found;
  };
}
