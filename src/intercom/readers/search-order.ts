/**
 * The proof that a search in ascending order keeps that order, and how far it is. Pure. A page alone proves nothing: the time of
 * its last record may be ahead of where the record stands. Records before the first of the next page have come.
 */
import type { Range } from '../../core/ranges.ts';

/** What the pages of a search show of its order. Times are unix seconds. */
export interface SearchOrder {
  /** Times from `from` to `end` count: others may be in another unit or of a wrong clock, and newer ones may stand where they were. */
  readonly from: number;
  readonly end: number;
  /** Whether the search keeps the order that it is asked for; undefined as long as that is not known. */
  readonly isOrdered: boolean | undefined;
  /** Whether all times ascended, those that do not count included: then what changed meanwhile came at the end. */
  readonly hasAscended: boolean;
  readonly oldest: number | undefined;
  /** Since the search began, or began again. */
  readonly newest: number | undefined;
  readonly latest: number | undefined;
  /** Every record of the range before it has come, if the search is ordered. */
  readonly proved: number | undefined;
}

/** A search that is about to begin. `known`: true where the order is documented. */
export const beginOrder = (range: Range, settledBefore: number, known: true | undefined): SearchOrder => ({
  from: range.from,
  end: Math.min(range.to, settledBefore),
  isOrdered: known,
  hasAscended: true,
  oldest: undefined,
  newest: undefined,
  latest: undefined,
  proved: undefined,
});

/** Takes the times of a page's records, in their order. */
export function takeTimes(order: SearchOrder, times: readonly (number | undefined)[]): SearchOrder {
  let { isOrdered, hasAscended, oldest, newest, latest, proved } = order;
  let smallest: number | undefined;
  for (const at of times) {
    if (at === undefined) continue;
    if (latest !== undefined && at < latest) hasAscended = false;
    latest = at;
    if (at < order.from || at >= order.end) continue;
    if (newest !== undefined && at < newest) isOrdered = false;
    oldest ??= at;
    newest = newest === undefined ? at : Math.max(newest, at);
    smallest = smallest === undefined ? at : Math.min(smallest, at);
  }
  if (order.newest !== undefined && smallest !== undefined) {
    proved = Math.max(proved ?? order.from, Math.min(order.newest, smallest));
  }
  return { ...order, isOrdered, hasAscended, oldest, newest, latest, proved };
}

/** Every record of the range before it has come. Undefined where nothing is proved, and where the order was broken. */
export const provedPosition = ({ isOrdered, proved }: SearchOrder): number | undefined =>
  isOrdered ? proved : undefined;

/** Whether the times differ, so that they show an order, and it is not known yet whether it is the one asked for. */
export const isUndecided = ({ isOrdered, oldest, newest }: SearchOrder): boolean =>
  isOrdered === undefined && oldest !== undefined && newest !== undefined && newest > oldest;

export const decideOrder = (order: SearchOrder, isOrdered: boolean): SearchOrder => ({ ...order, isOrdered });

/** The search begins again, at its position or at its beginning. */
export const restartOrder = (order: SearchOrder): SearchOrder => ({ ...order, latest: undefined, newest: undefined });

/** Whether what changed during the search came at its end. */
export const showsChangesAtEnd = ({ isOrdered, hasAscended }: SearchOrder): boolean =>
  isOrdered === true && hasAscended;
