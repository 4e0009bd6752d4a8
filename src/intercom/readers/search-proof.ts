/** What a search in ascending order does not show by itself, and takes a request to prove. */
import type { Range } from '../../core/ranges.ts';
import { itemsOf } from './paging.ts';
import type { Reading } from './reading.ts';
import { provedPosition, type SearchOrder } from './search-order.ts';
import type { OpenSearch } from './search-request.ts';
import { changedAt } from './search-window.ts';

/** What was read since the search began, or began again behind what had been read. */
export interface SearchSpan {
  from: number;
  reading: Pick<Reading, 'has' | 'look' | 'quietSecond'>;
  pages: number;
  /** Of the records of its first page. */
  firstTimes: readonly (number | undefined)[];
}

/**
 * Whether the search keeps the order asked for: asked for the opposite one, it begins with a newer record, which has not come
 * yet. What changed just now is left out: it would be the newest wherever it stands.
 */
export async function keepsOrder(open: OpenSearch, span: SearchSpan, order: SearchOrder): Promise<boolean> {
  const { search, context, range } = open;
  const window: Range = { from: span.from, to: Math.min(range.to, context.settledBefore) };
  const body = await search.ask(context, window, { size: 1, order: 'descending' });
  const [newest] = span.reading.look(itemsOf(body, search.items, search.path));
  return newest !== undefined && (changedAt(newest) ?? 0) > (order.oldest ?? 0) && !span.reading.has(newest.id);
}

/**
 * A position later than `known` before which as many records are counted as have come: in order, a page may still have left one
 * out. A second at which nothing changed is chosen, so that it does not matter whether the count includes its bound.
 */
export async function countedPosition(
  { search, context, dayExact }: OpenSearch,
  span: SearchSpan,
  order: SearchOrder,
  known: number | undefined,
): Promise<number | undefined> {
  const position = provedPosition(order);
  const quiet = position === undefined || dayExact ? undefined : span.reading.quietSecond(position);
  if (!quiet || quiet.second <= Math.max(span.from, known ?? 0)) return undefined;
  const counted = await search.count(context, { from: span.from, to: quiet.second });
  return counted <= quiet.earlier ? quiet.second : undefined;
}

/** Where a search whose cursor was lost begins again: behind what has come for certain. */
export async function restartAt(
  { search, context, dayExact }: OpenSearch,
  { from, pages, firstTimes }: SearchSpan,
  order: SearchOrder,
): Promise<number> {
  const position = provedPosition(order);
  if (position !== undefined && position > from) return position;
  // No second page proved the order of the first. The count does, where the first holds as many as lie before its last.
  const last = order.newest;
  if (!order.isOrdered || last === undefined || last <= from || pages !== 1 || dayExact) return from;
  const before = firstTimes.filter((at) => at !== undefined && at >= from && at < last).length;
  return (await search.count(context, { from, to: last })) <= before ? last : from;
}
