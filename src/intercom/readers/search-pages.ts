/** One search: its requests, and the pages read by them. */
import type { Columns } from '../../core/columns/columns.ts';
import type { Range } from '../../core/ranges.ts';
import { layoutOf } from '../../json/layout.ts';
import { type Body, isOwnRefusal } from '../http/response.ts';
import { createLedger } from './ledger.ts';
import { createTrail, itemsOf, nextCursor, totalCount } from './paging.ts';
import type { Entity, Page, ReadContext } from './reader.ts';
import { type Progress, searchOnce } from './search-once.ts';
import { changedWithin, comparesDays, type SearchPage, searchBody } from './search-query.ts';
import type { Search } from './search-request.ts';
import { changedAt, isWithin } from './search-window.ts';

export interface SearchEndpoint {
  path: string;
  /** The field of the response that holds the list. */
  items: string;
  /** What its records are to fit. */
  columns: Columns;
  query?: Record<string, string>;
  /** True where the search compares calendar days before version 2.17 (contacts). */
  byDay?: boolean;
  /** True where sorting is documented (contacts). Elsewhere it is believed only when it has been seen to work. */
  sorts?: boolean;
  /**
   * So many pages are read before their position is proved by a count: each proof is a request, and a run that breaks off reads
   * again what came after the last one. Default 30: in slices of 60 pages one request more.
   */
  pagesPerProof?: number;
}

export interface SearchPages {
  /** Whether the search compares calendar days, so that it can't be asked for a second. */
  isDayExact(context: ReadContext): boolean;
  count(context: ReadContext, range: Range): Promise<number>;
  /**
   * Yields the range's records; the position of a page only where the order is proved. Reads again where Intercom counts
   * more than it gives, and throws `records_missing` where that remains.
   */
  read(context: ReadContext, range: Range, progress?: Progress): AsyncGenerator<Page>;
  /**
   * Yields the range's records one by one from its older or newer end, up to the first that can't be read, each with the
   * number that the search counts.
   */
  readOneByOne(
    context: ReadContext,
    range: Range,
    order: SearchPage['order'],
  ): AsyncGenerator<{ entity: Entity; total: number | undefined }>;
  /** Whether a search failed because of one broken record among its results: the response is a 404. */
  isBrokenRecord(error: unknown): boolean;
}

export function createSearchPages(endpoint: SearchEndpoint): SearchPages {
  const { path, items, query, byDay = false, sorts = false, pagesPerProof = 30 } = endpoint;
  const list = { field: items, layout: layoutOf(endpoint.columns) };
  const isDayExact = ({ client }: ReadContext) => byDay && comparesDays(client.version);

  const ask: Search['ask'] = (context, range, page, attempts) => {
    const changed = changedWithin(range, isDayExact(context));
    return context.client.post(path, searchBody([...changed, ...context.filters], page), { query, attempts, list });
  };

  const search: Search = {
    path,
    items,
    sorts,
    ask,
    count: async (context, range) => Number((await ask(context, range, { size: 1 })).total_count ?? 0),
  };

  const isBrokenRecord = (error: unknown) => isOwnRefusal(error, ['not_found']);

  return {
    isDayExact,
    isBrokenRecord,
    count: search.count,

    async *readOneByOne(context, range, order) {
      const ledger = createLedger({ path, log: context.log });
      const reading = ledger.begin();
      const trail = createTrail(path);
      let startingAfter: string | undefined;
      do {
        let body: Body;
        try {
          body = await ask(context, range, { size: 1, order, startingAfter });
        } catch (error) {
          if (isBrokenRecord(error)) break;
          throw error;
        }
        const total = totalCount(body);
        const bounds = { settledBefore: context.settledBefore, dayExact: isDayExact(context) };
        for (const entity of reading.take(itemsOf(body, items, path), total))
          if (isWithin(changedAt(entity), range, bounds)) yield { entity, total };
        startingAfter = nextCursor(body);
        trail(startingAfter);
      } while (startingAfter !== undefined);
      ledger.reportUnusable();
    },

    async *read(context, range, progress = { ordered: true }) {
      const ledger = createLedger({ path, log: context.log, range });
      const one = { search, context, range, dayExact: isDayExact(context), ledger, progress, pagesPerProof };
      // Where something was missing, no position is certain any more.
      const withoutProofs = { ...one, pagesPerProof: Number.POSITIVE_INFINITY };
      yield* ledger.readCompletely((again) => searchOnce(again ? withoutProofs : one));
    },
  };
}
