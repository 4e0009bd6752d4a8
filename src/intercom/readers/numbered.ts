/**
 * Collections in numbered pages as the reference declares them, some asked for by POST: by the number alone, up to the page that is said to be
 * the last or an empty one. Lists of which it says less are read by `numbered-listing`.
 */
import type { Body } from '../http/response.ts';
import type { Priority } from '../limits/scheduler.ts';
import type { EntityRules } from './entity-filter.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createRefetchPolicy } from './page-refetch.ts';
import { hasPageAfter, type ItemsField, isShort, itemsOf, pageLength, totalCount, totalPages } from './paging.ts';
import type { Entity, ReadContext } from './reader.ts';
import type { Shortfall } from './shortfall.ts';

export interface Numbered extends Pick<EntityRules, 'key'> {
  path: string;
  query?: Record<string, string>;
  items: ItemsField;
  /** The largest page that the endpoint gives. */
  pageSize: number;
  /** An API version other than the run's, such as `Preview`. */
  version?: string;
  /** Default `listing`. */
  priority?: Priority;
  /** Of a list that is asked for by POST: the request's body, to which the page is added. */
  body?: Body;
  /** How often a page is tried. Default: as often as any request. */
  attempts?: number;
}

type Context = Pick<ReadContext, 'client' | 'log'>;

export const askPage = (
  { client }: Context,
  { path, query, pageSize, version, priority, body, attempts }: Numbered,
  page: number,
): Promise<Body> =>
  body
    ? client.post(path, { ...body, page, per_page: pageSize }, { query, version, priority, attempts })
    : client.get(path, {
        query: { ...query, page: String(page), per_page: String(pageSize) },
        version,
        priority,
        attempts,
      });

/** An account of a collection in numbered pages: where one gives nothing new, the number is ignored. */
export const numberedLedger = (
  { log }: Context,
  { path, key }: Numbered,
  timeOf?: (entity: Entity) => number | undefined,
): Ledger => createLedger({ path, log, key, timeOf, barrenPages: 1 });

/** Yields the pages' items, up to the page that is said to be the last, or an empty one. */
export async function* numberedPages(context: Context, collection: Numbered): AsyncGenerator<Entity[]> {
  const ledger = numberedLedger(context, collection);
  yield* ledger.readCompletely(() => readForwards(context, collection, ledger));
}

/** So often in one reading pages are read again because the total has fallen: one that falls again and again tells nothing. */
const mostStepsBack = 50;

/** One reading from the first page on. */
export async function* readForwards(
  context: Context,
  collection: Numbered,
  ledger: Ledger,
): AsyncGenerator<Entity[], Shortfall | undefined> {
  const { path, items, pageSize } = collection;
  const reading = ledger.begin();
  const shouldRefetch = createRefetchPolicy();
  let total: number | undefined;
  let stepsBack = 0;
  /** Up to this page all were read once. */
  let readTo = 0;
  for (let page = 1; ; page++) {
    let body: Body;
    let found: unknown[];
    let short: boolean;
    do {
      body = await askPage(context, collection, page);
      found = itemsOf(body, items, path);
      short = found.length > 0 && hasPageAfter(body, page) && isShort(body, found, pageSize);
    } while (shouldRefetch({ odd: false, short }));
    // Of a page that is read again only what is new counts: that nothing is new says nothing of the numbers.
    const fresh = page > readTo ? found : reading.look(found).filter((entity) => !reading.hasTaken(entity));
    const taken = page > readTo || fresh.length > 0 ? reading.take(fresh, totalCount(body)) : [];
    readTo = Math.max(readTo, page);
    const entities = taken.filter(reading.isWanted);
    const totalNow = totalCount(body) ?? total;
    const gone = (total ?? 0) - (totalNow ?? 0);
    total = totalNow;
    if (gone > 0 && page > 1 && ++stepsBack <= mostStepsBack) {
      yield entities;
      // As many may have come forward onto pages that were read.
      page = Math.max(0, page - 1 - Math.ceil(gone / pageLength(body, pageSize)));
      continue;
    }
    if (found.length === 0) {
      // An empty collection may count its one page.
      if ((totalPages(body) ?? 0) >= Math.max(page, 2)) reading.endEarly();
      break;
    }
    yield entities;
    const last = totalPages(body);
    if (last !== undefined && !hasPageAfter(body, page)) break;
  }
  return reading.shortfall();
}
