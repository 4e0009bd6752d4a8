/**
 * Which windows of time hold another number of records at Intercom than in a table. Pure, but for the counting that is passed in. A window
 * that differs is halved until its records fit on a page, so that a sound copy costs a request a window.
 */
import type { Range } from '../core/ranges.ts';

/** When each stored record last changed, unix seconds, ascending. */
export type Times = ArrayLike<number>;

export interface WindowOptions {
  times: Times;
  /** What is compared. */
  range: Range;
  /**
   * Seconds around a bound within which it is not certain whether the search counts a record: a bound lies where none is stored. 1 where
   * it compares seconds, with or without equality.
   */
  reach: number;
  /** Records in a window, about. */
  size: number;
  /** A window of so few records, stored and counted, is not halved any more. */
  page: number;
  count(range: Range): Promise<number>;
}

export interface CountedWindows {
  /** How many were counted. */
  counted: number;
  /** Those that differ, and are to be read. */
  differing: Range[];
}

export async function differingWindows(options: WindowOptions): Promise<CountedWindows> {
  const { times, range, size, page, reach, count } = options;
  const result: CountedWindows = { counted: 0, differing: [] };
  const look = async (window: Range): Promise<void> => {
    const [from, to] = [indexOf(times, window.from), indexOf(times, window.to)];
    result.counted++;
    const expected = await count(window);
    if (expected === to - from) return;
    const middle =
      Math.max(expected, to - from) > page ? quietBound(times, window, (from + to) >> 1, reach) : undefined;
    if (middle === undefined) {
      result.differing.push(window);
      return;
    }
    await look({ from: window.from, to: middle });
    await look({ from: middle, to: window.to });
  };
  await Promise.all(windowsOf({ times, range, reach, size }).map(look));
  result.differing.sort((a, b) => a.from - b.from);
  return result;
}

/** The range in windows of about so many stored records. */
export function windowsOf({ times, range, reach, size }: Omit<WindowOptions, 'count' | 'page'>): Range[] {
  const windows: Range[] = [];
  let { from } = range;
  const last = indexOf(times, range.to);
  for (let at = indexOf(times, from) + size; at < last; at = Math.max(at, indexOf(times, from)) + size) {
    const bound = quietBound(times, { from, to: range.to }, at, reach);
    if (bound === undefined) break;
    windows.push({ from, to: bound });
    from = bound;
  }
  return from < range.to ? [...windows, { from, to: range.to }] : windows;
}

/** The bound nearest to a record, by its index, within the window, around which no record is stored; undefined where there is none. */
export function quietBound(times: Times, window: Range, near: number, reach: number): number | undefined {
  const [first, end] = [indexOf(times, window.from), indexOf(times, window.to)];
  for (let away = 0; near - away > first || near + away < end; away++) {
    for (const index of [near - away, near + away]) {
      if (index <= first || index >= end) continue;
      const [before, after] = [times[index - 1]!, times[index]!];
      const bound = Math.ceil((before + after) / 2);
      if (before < bound - reach && after >= bound + reach) return bound;
    }
  }
  return undefined;
}

/** The index of the first time that is not below a bound. */
export function indexOf(times: Times, bound: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
