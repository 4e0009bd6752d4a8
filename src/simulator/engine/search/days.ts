import { offsetOf } from '../time-zone.ts';

/** Calendar days of one time zone, in unix seconds. */
export interface Days {
  /** When the day that holds this second begins. */
  startOf(seconds: number): number;
  /** When the day after it begins: 23, 24 or 25 hours later. */
  startOfNext(seconds: number): number;
}

const day = 86_400;

/** The days of an IANA time zone. */
function createDays(timezone: string): Days {
  const offsetAt = offsetOf(timezone);
  const known = new Map<number, number>();
  /** The second at which a local day begins. Where clocks are put on at midnight, the day begins with that change. */
  const midnight = (localDay: number): number => {
    const cached = known.get(localDay);
    if (cached !== undefined) return cached;
    const local = localDay * day;
    const before = local - offsetAt(local - day);
    const after = local - offsetAt(local + day);
    const candidates = [before, after].sort((a, b) => a - b);
    const start = candidates.find((candidate) => candidate + offsetAt(candidate) === local) ?? before;
    known.set(localDay, start);
    return start;
  };
  const localDay = (seconds: number): number => Math.floor((seconds + offsetAt(seconds)) / day);

  return {
    startOf: (seconds) => midnight(localDay(seconds)),
    startOfNext: (seconds) => midnight(localDay(seconds) + 1),
  };
}

const zones = new Map<string, Days>();

/** The days of a time zone, made once. */
export function daysOf(timezone: string): Days {
  const days = zones.get(timezone) ?? createDays(timezone);
  zones.set(timezone, days);
  return days;
}
