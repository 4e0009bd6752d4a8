/** Cutting a range of time into slices of about equal size, by asking how much there is. */
import type { Range } from '../core/ranges.ts';

/** Shorter than this (seconds) a range is read as it is: counting would cost more than it saves. */
const worthCounting = 3 * 3600;

/** Each count is a request. Enough for the largest workspaces; what is not cut by then is read in larger slices. */
const mostCounts = 4_000;

/**
 * Cuts a range into slices of at most `size` entities, ascending and without gaps. An open-ended range ends with an open-ended
 * slice that begins at `now`: what moves while the others are read is met there. A slice is not cut below `shortest` seconds.
 * Counts are hints: whatever they say, the slices tile the range.
 */
export async function cut(
  range: Range,
  options: { now: number; size: number; shortest: number; count(range: Range): Promise<number> },
): Promise<{ slices: Range[]; total?: number }> {
  const { now, size, shortest, count } = options;
  const end = Math.min(range.to, now);
  if (end - range.from <= worthCounting) return { slices: [range] };
  const total = await count(range);
  if (!Number.isFinite(total)) return { slices: [range] };
  if (total <= size) return { slices: [range], total };

  let countsLeft = mostCounts;
  const halve = async (part: Range, amount: number): Promise<{ part: Range; amount: number }[]> => {
    if (amount <= size || part.to - part.from < 2 * shortest || countsLeft === 0) return [{ part, amount }];
    countsLeft -= 1;
    const middle = Math.floor((part.from + part.to) / 2);
    const older = { from: part.from, to: middle };
    const counted = await count(older);
    const inOlder = Number.isFinite(counted) ? Math.min(Math.max(0, counted), amount) : amount / 2;
    const halves = await Promise.all([halve(older, inOlder), halve({ from: middle, to: part.to }, amount - inOlder)]);
    return halves.flat();
  };
  const parts = await halve({ from: range.from, to: end }, total);
  const slices = joinSmall(parts, size);
  return { slices: range.to > end ? [...slices, { from: end, to: range.to }] : slices, total };
}

/** Joins neighbours that fit into one slice, the empty ones among them. */
function joinSmall(parts: readonly { part: Range; amount: number }[], size: number): Range[] {
  const joined: { part: Range; amount: number }[] = [];
  for (const { part, amount } of parts) {
    const last = joined.at(-1);
    if (last && last.amount + amount <= size) {
      joined[joined.length - 1] = { part: { from: last.part.from, to: part.to }, amount: last.amount + amount };
    } else {
      joined.push({ part, amount });
    }
  }
  return joined.map(({ part }) => part);
}
