/** The pages of one search, in spite of cursors that become invalid, pages too large to be answered, and orders that are not kept. */
import type { Columns } from '../../columns.ts';
import { ConnectorError } from '../../errors.ts';
import { layoutOf } from '../../json/layout.ts';
import type { Entity, Page, Range, ReadContext } from '../../streams/stream.ts';
import type { Body } from '../answer.ts';
import { assertAdvances, itemsOf, nextCursor } from '../paging.ts';
import { changedWithin, comparesDays, type SearchPage, searchBody } from '../search.ts';
import { attemptsFor, smallerPage } from './page-size.ts';

const largestPage = 150;
const mostRestarts = 10;

export interface SearchEndpoint {
  path: string;
  /** The field of the answer that holds the list. */
  items: string;
  /** What its records are to fit. */
  columns: Columns;
  query?: Record<string, string>;
  /** True where the search compares calendar days before version 2.17 (contacts). */
  byDay?: boolean;
  /** True where sorting is documented (contacts). Elsewhere it is believed only when it has been seen to work. */
  sorts?: boolean;
}

export interface SearchPages {
  count(context: ReadContext, range: Range): Promise<number>;
  /** Yields the range's records; the position of a page only where the order can be relied on. */
  read(context: ReadContext, range: Range): AsyncGenerator<Page>;
  /** Yields the range's records one by one from its older or newer end, up to the first that can't be read; returns whether there was one. */
  readOneByOne(context: ReadContext, range: Range, order: SearchPage['order']): AsyncGenerator<Entity, boolean>;
  /** Whether a search failed because of one broken record among its results: it answers 404. */
  isBrokenRecord(error: unknown): boolean;
}

export function createSearchPages(endpoint: SearchEndpoint): SearchPages {
  const { path, items, query, byDay = false, sorts = false } = endpoint;
  const list = { field: items, layout: layoutOf(endpoint.columns) };

  const ask = ({ client, filters }: ReadContext, range: Range, page: SearchPage, attempts?: number): Promise<Body> => {
    const changed = changedWithin(range, byDay && comparesDays(client.version));
    return client.post(path, searchBody([...changed, ...filters], page), { query, attempts, list });
  };

  /** Asked for the opposite order, does the search begin with a newer record? Then it keeps the order asked for. */
  async function keepsOrder(context: ReadContext, range: Range, oldest: number | undefined): Promise<boolean> {
    const body = await ask(context, range, { size: 1, order: 'descending' });
    const [newest] = itemsOf(body, items, path).map(changedAt);
    return oldest !== undefined && newest !== undefined && newest > oldest;
  }

  const isBrokenRecord = (error: unknown) => error instanceof ConnectorError && error.code === 'not_found';

  return {
    isBrokenRecord,

    async count(context, range) {
      return Number((await ask(context, range, { size: 1 })).total_count ?? 0);
    },

    async *readOneByOne(context, range, order) {
      let startingAfter: string | undefined;
      do {
        let body: Body;
        try {
          body = await ask(context, range, { size: 1, order, startingAfter });
        } catch (error) {
          if (isBrokenRecord(error)) return true;
          throw error;
        }
        for (const entity of itemsOf(body, items, path)) if (isWithin(changedAt(entity), range)) yield entity;
        const next = nextCursor(body);
        assertAdvances(startingAfter, next, path);
        startingAfter = next;
      } while (startingAfter !== undefined);
      return false;
    },

    async *read(context, range) {
      let { from } = range;
      let startingAfter: string | undefined;
      let size = largestPage;
      let restarts = 0;
      let newest: number | undefined;
      let oldest: number | undefined;
      /** Undefined until a second page makes it worth asking. */
      let ordered: boolean | undefined = sorts || undefined;
      for (;;) {
        let body: Body;
        try {
          body = await ask(context, { from, to: range.to }, { size, startingAfter }, attemptsFor(size));
        } catch (error) {
          const smaller = smallerPage(size, error);
          if (error instanceof ConnectorError && error.code === 'cursor_invalid' && ++restarts <= mostRestarts) {
            // The place is lost, not the work: the search begins again behind what is out.
            from = ordered && newest !== undefined ? Math.max(from, newest) : from;
            startingAfter = undefined;
            newest = undefined;
          } else if (smaller !== undefined) {
            size = smaller;
            context.log('info', `${path} does not answer: asking for pages of ${size}.`);
          } else {
            throw error;
          }
          continue;
        }
        const found = itemsOf(body, items, path);
        const next = nextCursor(body);
        assertAdvances(startingAfter, next, path);
        const times = found.map(changedAt);
        for (const at of times) {
          if (at === undefined) continue;
          oldest ??= at;
          if (newest !== undefined && at < newest) ordered = false;
          newest = newest === undefined ? at : Math.max(newest, at);
        }
        // Of records of one second nothing tells their order: a newer one that is met now may as well have come just now.
        const rises = oldest !== undefined && newest !== undefined && newest > oldest;
        if (next !== undefined && rises) ordered ??= await keepsOrder(context, { from, to: range.to }, oldest);
        const entities = found.filter((_, i) => isWithin(times[i], range));
        found.length = 0; // the answer is held until the next one comes: its records, most of what is in memory, need not be
        yield ordered && newest !== undefined ? { entities, position: newest } : { entities };
        if (next === undefined) return;
        startingAfter = next;
      }
    },
  };
}

function changedAt({ updated_at }: Entity): number | undefined {
  return typeof updated_at === 'number' ? updated_at : undefined;
}

const isWithin = (at: number | undefined, { from, to }: Range): boolean => at === undefined || (at >= from && at < to);
