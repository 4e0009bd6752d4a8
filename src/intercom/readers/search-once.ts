/** One reading of a search, in spite of cursors that become invalid and orders that are not kept. */
import { ConnectorError } from '../../core/errors.ts';
import type { Ledger } from './ledger.ts';
import { createTrail } from './paging.ts';
import type { Entity, Page } from './reader.ts';
import type { Reading } from './reading.ts';
import { createPageFetcher, type FetchedPage, type PageFetcher } from './search-fetch.ts';
import {
  beginOrder,
  decideOrder,
  isUndecided,
  restartOrder,
  type SearchOrder,
  showsChangesAtEnd,
  takeTimes,
} from './search-order.ts';
import { countedPosition, keepsOrder, restartAt, type SearchSpan } from './search-proof.ts';
import type { OpenSearch } from './search-request.ts';
import { missingRecords } from './search-shortfall.ts';
import { changedAt, isWithin } from './search-window.ts';
import type { Shortfall } from './shortfall.ts';

const mostRestarts = 10;

/** What is known of a search while it is read, for whoever goes on where it fails. */
export interface Progress {
  /** Every record of the range before it is out. */
  position?: number;
  /** Whether what changed meanwhile came at the end. */
  ordered: boolean;
}

export interface OneReading extends OpenSearch {
  ledger: Ledger;
  progress: Progress;
  /** So many pages are read before their position is proved by a count. */
  pagesPerProof: number;
}

/** What was read since the search began, or began again. */
interface Span extends SearchSpan {
  reading: Reading;
  checkCursor: ReturnType<typeof createTrail>;
  startingAfter?: string;
}

interface SearchState {
  readonly fetchPage: PageFetcher;
  span: Span;
  order: SearchOrder;
  restarts: number;
  /** Of all spans. */
  pages: number;
  /** How many the search counts from the range's beginning on. */
  total: number | undefined;
}

/** Yields the range's records, each page with its position where there is one; returns what is missing of those counted. */
export async function* searchOnce(one: OneReading): AsyncGenerator<Page, Shortfall | undefined> {
  const { search, context, range, ledger, progress } = one;
  const begunAt = Math.floor(context.client.serverNow() / 1000);
  const state: SearchState = {
    fetchPage: createPageFetcher(one),
    span: beginSpan(one, range.from),
    order: beginOrder(range, context.settledBefore, search.sorts || undefined),
    restarts: 0,
    pages: 0,
    total: undefined,
  };
  for (;;) {
    const { entities, isLast } = await takePage(one, state);
    if (isLast || state.span.pages % one.pagesPerProof !== 0) {
      yield { entities };
    } else {
      const position = await countedPosition(one, state.span, state.order, progress.position);
      progress.position = position ?? progress.position;
      yield position === undefined ? { entities } : { entities, position };
    }
    if (isLast) break;
  }
  const { span, order, pages, total = 0 } = state;
  if (pages > 1 && !showsChangesAtEnd(order)) progress.ordered = false;
  return missingRecords({
    open: one,
    begunAt,
    reading: span.reading,
    from: span.from,
    received: ledger.received() ?? 0,
    total,
    // Within one response nothing moves.
    hasChanges: pages === 1 || showsChangesAtEnd(order),
  });
}

const beginSpan = ({ search, ledger }: OneReading, from: number): Span => ({
  from,
  reading: ledger.begin(),
  checkCursor: createTrail(search.path),
  pages: 0,
  firstTimes: [],
});

/**
 * The next page's records that are to be passed on. The rest of the page ends with this call: while its records are on their
 * way, the response need not be in memory.
 */
async function takePage(one: OneReading, state: SearchState): Promise<{ entities: Entity[]; isLast: boolean }> {
  const { context, range, dayExact } = one;
  const { items, next, total, totalPages = 0 } = await fetchNext(one, state);
  const { span } = state;
  const isLast = next === undefined;
  span.checkCursor(next);
  span.startingAfter = next;
  const records = span.reading.take(items, total);
  if (span.from === range.from) state.total = span.reading.smallest();
  const times = records.map(changedAt);
  if (++span.pages === 1) span.firstTimes = times;
  state.pages++;
  state.order = takeTimes(state.order, times);
  if (!isLast && isUndecided(state.order)) {
    state.order = decideOrder(state.order, await keepsOrder(one, span, state.order));
  }
  if (isLast && span.reading.smallest() === undefined && totalPages > span.pages) span.reading.endEarly();
  const bounds = { settledBefore: context.settledBefore, dayExact };
  const entities = records.filter((record, i) => span.reading.isWanted(record) && isWithin(times[i], range, bounds));
  return { entities, isLast };
}

/** The next page. Where the cursor is lost, the search begins again: what was read is not lost. */
async function fetchNext(one: OneReading, state: SearchState): Promise<FetchedPage> {
  for (;;) {
    const { from, startingAfter } = state.span;
    try {
      return await state.fetchPage({ from, to: one.range.to }, startingAfter);
    } catch (error) {
      const isCursorLost = error instanceof ConnectorError && error.code === 'cursor_invalid';
      if (!isCursorLost || ++state.restarts > mostRestarts) throw error;
      state.span = beginSpan(one, await restartAt(one, state.span, state.order));
      state.order = restartOrder(state.order);
    }
  }
}
