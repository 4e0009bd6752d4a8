/** Sets of half-open ranges: the arithmetic of what is read and what is left. A set is sorted, and its ranges neither touch nor overlap. */
import type { Range } from '../streams/stream.ts';

export type Ranges = readonly Range[];

/** All of time. */
export const always: Range = { from: 0, to: Number.POSITIVE_INFINITY };

/** The set with this range in it. */
export function add(set: Ranges, range: Range): Range[] {
  if (range.from >= range.to) return [...set];
  const before = set.filter((other) => other.to < range.from);
  const after = set.filter((other) => other.from > range.to);
  const touching = set.filter((other) => other.to >= range.from && other.from <= range.to);
  const joined = {
    from: Math.min(range.from, ...touching.map(({ from }) => from)),
    to: Math.max(range.to, ...touching.map(({ to }) => to)),
  };
  return [...before, joined, ...after];
}

/** What of the range is not in the set. */
export function gaps(set: Ranges, within: Range): Range[] {
  const found: Range[] = [];
  let { from } = within;
  for (const range of set) {
    if (range.from >= within.to) break;
    if (range.from > from) found.push({ from, to: range.from });
    from = Math.max(from, range.to);
  }
  if (from < within.to) found.push({ from, to: within.to });
  return found;
}

/** The set's part below a bound. */
export const below = (set: Ranges, bound: number): Range[] =>
  set.filter(({ from }) => from < bound).map(({ from, to }) => ({ from, to: Math.min(to, bound) }));

export const contains = (set: Ranges, value: number): boolean =>
  set.some(({ from, to }) => value >= from && value < to);
