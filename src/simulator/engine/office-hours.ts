/** Weekly hours of work, in unix seconds. */
import { dailyOffsetOf } from './time-zone.ts';

export interface OfficeHours {
  /** The moment itself where it lies in the hours, else when they begin again. */
  next(seconds: number): number;
  /** The moment at which so many seconds of work are done. */
  after(seconds: number, work: number): number;
  /** Seconds of work between two moments. */
  between(from: number, to: number): number;
}

/** Of a workspace that has not said when it is open. */
export const allHours: OfficeHours = {
  next: (seconds) => seconds,
  after: (seconds, work) => seconds + work,
  between: (from, to) => to - from,
};

const week = 7 * 86_400;
/** The first Monday of unix time. */
const monday = 4 * 86_400;

/** Spans of the local week, in minutes since Monday began; in order, and none overlaps another. */
export function createOfficeHours(
  timezone: string,
  spans: readonly { start_minute: number; end_minute: number }[],
): OfficeHours {
  const offset = dailyOffsetOf(timezone);
  const inSeconds = spans.map(({ start_minute, end_minute }) => [start_minute * 60, end_minute * 60] as const);
  const perWeek = inSeconds.reduce((sum, [from, to]) => sum + to - from, 0);
  if (perWeek === 0) return allHours;

  const localOf = (seconds: number): number => seconds + offset(seconds) - monday;
  const utcOf = (local: number, near: number): number => {
    const seconds = local + monday - offset(near);
    return local + monday - offset(seconds);
  };
  /** The work of all time before a local moment. */
  const workBefore = (local: number): number => {
    const weeks = Math.floor(local / week);
    const at = local - weeks * week;
    return inSeconds.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(at, to) - from), weeks * perWeek);
  };
  /** The first local moment before which all that work lies. */
  const localAfter = (work: number): number => {
    const weeks = Math.floor(work / perWeek);
    let left = work - weeks * perWeek;
    for (const [from, to] of inSeconds) {
      if (left < to - from) return weeks * week + from + left;
      left -= to - from;
    }
    throw new Error('There is less work in a week than in its spans.');
  };

  return {
    next: (seconds) => {
      const local = localOf(seconds);
      const open = localAfter(workBefore(local));
      return open <= local ? seconds : utcOf(open, seconds);
    },
    after: (seconds, work) => utcOf(localAfter(workBefore(localOf(seconds)) + work), seconds),
    between: (from, to) => workBefore(localOf(to)) - workBefore(localOf(from)),
  };
}
