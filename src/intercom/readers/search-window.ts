/** Which of the records that a search finds belong to the range that was asked for. Pure. */
import type { Range } from '../../core/ranges.ts';
import type { Entity } from './reader.ts';

/** A search by days finds what changed so many seconds beyond its bounds, at most: the days of bounds that are moved by one. */
export const dayReach = 3 * 86_400;

const secondReach = 1;

export function changedAt({ updated_at }: Entity): number | undefined {
  return typeof updated_at === 'number' ? updated_at : undefined;
}

/**
 * Whether a record is to be passed on: one that changed in the range, or whose time is one that the search would not have found
 * here, since no other range would give that one. What is left out belongs to a neighbour, whose search finds it too.
 */
export function isWithin(
  at: number | undefined,
  { from, to }: Range,
  { settledBefore, dayExact }: { settledBefore: number; dayExact: boolean },
): boolean {
  if (at === undefined || (at >= from && at < to) || at >= settledBefore) return true;
  const reach = dayExact ? dayReach : secondReach;
  return at < from - reach || at >= to + reach;
}
