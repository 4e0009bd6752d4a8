/** Collections whose pages name the cursor of the next one. */
import { ConnectorError } from '../../core/errors.ts';
import type { Body } from '../http/response.ts';
import type { Priority } from '../limits/scheduler.ts';
import type { EntityRules } from './entity-filter.ts';
import { createLedger } from './ledger.ts';
import { createRefetchPolicy } from './page-refetch.ts';
import { attemptsFor, smallerPage } from './page-size.ts';
import { createTrail, type ItemsField, isShort, itemsOf, nextCursor, totalCount } from './paging.ts';
import type { Entity, ReadContext } from './reader.ts';

export interface Cursored extends Pick<EntityRules, 'isKey'> {
  path: string;
  query?: Record<string, string>;
  items: ItemsField;
  pageSize: number;
  /** An API version other than the run's, such as `Preview`. */
  version?: string;
  /** Default `listing`. */
  priority?: Priority;
  /** Begins behind this cursor. */
  after?: string;
}

const mostRestarts = 10;

const isLost = (error: unknown): boolean => error instanceof ConnectorError && error.code === 'cursor_invalid';

/** Whether a page is empty that the one before it named. */
const isEmptyBehind = (found: readonly unknown[], cursor: string | undefined, after: string | undefined): boolean =>
  found.length === 0 && cursor !== after;

/** Yields the pages' items, up to the page that names no next one, or an empty one. */
export async function* cursoredPages(
  { client, log }: Pick<ReadContext, 'client' | 'log'>,
  { path, query, items, pageSize, version, priority, after, isKey }: Cursored,
): AsyncGenerator<Entity[]> {
  const ledger = createLedger({ path, log, isKey });
  let size = pageSize;
  let restarts = 0;
  const begin = () => {
    const trail = createTrail(path);
    trail(after);
    return { reading: ledger.begin(), trail };
  };
  yield* ledger.readCompletely(async function* () {
    let { reading, trail } = begin();
    let cursor = after;
    const shouldRefetch = createRefetchPolicy();
    /** So many items make a page full. */
    let full = size;
    for (;;) {
      let body: Body;
      try {
        const asked = { ...query, per_page: String(size), starting_after: cursor };
        body = await client.get(path, { query: asked, version, priority, attempts: attemptsFor(size) });
      } catch (error) {
        // The list begins again: what was read is not passed on a second time.
        if (cursor !== after && isLost(error) && ++restarts <= mostRestarts) {
          ({ reading, trail } = begin());
          cursor = after;
          continue;
        }
        const smaller = smallerPage(size, error);
        if (smaller === undefined) throw error;
        size = smaller;
        full = Math.min(full, size);
        log('info', `${path} does not answer: asking for pages of ${size}.`);
        continue;
      }
      const found = itemsOf(body, items, path);
      // An item without a key is left out for good once the cursor has passed it: the page may be whole the next time.
      const odd = isKey !== undefined && !found.every((item) => isKey((item as Partial<Entity> | null)?.id));
      const next = nextCursor(body);
      // An empty page is an end. Where nothing counts the items, one that is as full as those before it, or empty behind a cursor, is not believed to be the last at once.
      const uncounted = totalCount(body) === undefined && body.has_more !== true;
      const early = next === undefined && uncounted && (found.length >= full || isEmptyBehind(found, cursor, after));
      const short = next !== undefined && found.length > 0 && isShort(body, found, size);
      if (shouldRefetch({ odd, short: short || early })) continue;
      full = Math.min(full, found.length);
      // Of what the collection has in all, a reading that begins in the middle gives a part.
      const entities = reading.take(found, after === undefined ? totalCount(body) : undefined);
      if (found.length === 0) break;
      cursor = next;
      trail(cursor);
      yield entities.filter(reading.isWanted);
      if (cursor !== undefined) continue;
      if (body.has_more === true) reading.endEarly();
      break;
    }
    return reading.shortfall();
  });
}
