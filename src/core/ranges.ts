/** Sets of half-open ranges: the arithmetic of what is read and what is left. A set is sorted, and its ranges neither touch nor overlap. */

/** Half-open range of cursor values [from, to): unix seconds; `to` may be Infinity. */
export interface Range {
  from: number;
  to: number;
}

export type Ranges = readonly Range[];

/** All of time. */
export const always: Range = { from: 0, to: Number.POSITIVE_INFINITY };

/** The set with this range in it. */
export function add(set: Ranges, range: Range): Range[] {
  if (range.from >= range.to) return [...set];
  const first = countBelow(set, ({ to }) => to < range.from);
  const last = countBelow(set, ({ from }) => from <= range.to);
  const touching = first < last;
  const joined = {
    from: touching ? Math.min(range.from, set[first]!.from) : range.from,
    to: touching ? Math.max(range.to, set[last - 1]!.to) : range.to,
  };
  return [...set.slice(0, first), joined, ...set.slice(last)];
}

/** The set of these ranges, as adding one by one makes it, but in one pass: a state may hold tens of thousands. */
export function setOf(ranges: readonly Range[]): Range[] {
  const set: Range[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    if (from >= to) continue;
    const last = set.at(-1);
    if (last && from <= last.to) set[set.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else set.push({ from, to });
  }
  return set;
}

/** How many ranges, from the first on, the condition holds for; it must not hold again once it does not. */
function countBelow(set: Ranges, holds: (range: Range) => boolean): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(set[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
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

export function contains(set: Ranges, value: number): boolean {
  // Asked of every record: most sets are small, or all of it lies below.
  const first = set[0];
  if (first === undefined || value < first.from) return false;
  if (value < first.to) return true;
  const last = set[countBelow(set, ({ from }) => from <= value) - 1];
  return last !== undefined && value < last.to;
}
