/**
 * Collections in numbered pages that are read whole. Of some the reference shows the pages of the response and no parameter to ask for one:
 * what a response names as its next page is followed, and a page size that is refused gives way to a smaller one, at last to the
 * endpoint's own. Pages shift as records go: where the total falls, those before are read again. What changes must stay where it is:
 * where it moves to the front, `latest-first` reads the list.
 */
import { ConnectorError } from '../../core/errors.ts';
import { type Body, isOwnRefusal } from '../http/response.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Numbered } from './numbered.ts';
import { createRefetchPolicy } from './page-refetch.ts';
import { attemptsFor, smallerPage } from './page-size.ts';
import { createTrail, isShort, itemsOf, nextPage, pageLength, saysPages, totalCount, totalPages } from './paging.ts';
import type { Entity, ReadContext, Reader } from './reader.ts';
import type { Shortfall } from './shortfall.ts';

export interface NumberedListing extends Omit<Numbered, 'body' | 'attempts'> {
  /** The text that tells a record from all others. Default its id. */
  identify?(entity: Entity): string;
}

type Context = Pick<ReadContext, 'client' | 'log'>;

/** A listing that is read in pages of one size, if any: without one, the endpoint gives as many as it does. */
export type SizedListing = Omit<NumberedListing, 'pageSize'> & { size: number | undefined };

/** What asks for a page: its number, or what a response named. */
export type Place = Record<string, string>;

/** One reading of all pages. */
export type Pass = (
  context: Context,
  listing: SizedListing,
  ledger: Ledger,
) => AsyncGenerator<Entity[], Shortfall | undefined>;

/** Reads all pages, each page of the collection being one of the reader's. `pageSize` is the largest that is tried. */
export const numberedListing = (collection: NumberedListing): Reader['read'] => readByPasses(collection, readOnce);

/** Asked for after a larger page was refused. */
const allowedSize = 20;

/**
 * A page that gives nothing new: its number is ignored, or so many records moved to the front that it is the one that was read before. The list
 * is read again; so often it is no chance.
 */
const mostStuck = 3;

/** A reader that makes passes until one is complete, in smaller pages where large ones are not given. */
export const readByPasses = ({ pageSize, ...listing }: NumberedListing, pass: Pass): Reader['read'] =>
  async function* (context) {
    const { path, key, identify } = listing;
    const { log } = context;
    const ledger = createLedger({ path, log, key, identify, barrenPages: 1 });
    let size: number | undefined = pageSize;
    let stuck = 0;
    const pages = ledger.readCompletely(async function* () {
      for (;;) {
        try {
          return yield* pass(context, { ...listing, size }, ledger);
        } catch (error) {
          if (isStuck(error) && ++stuck < mostStuck) continue;
          const smaller = sizeAfter(error, size);
          if (smaller === undefined) throw error;
          log(
            'info',
            `${path} ${smaller.why}: asking for ${smaller.size ? `pages of ${smaller.size}` : 'its own pages'}.`,
          );
          size = smaller.size;
        }
      }
    });
    for await (const entities of pages) yield { entities };
  };

const isStuck = (error: unknown): boolean => error instanceof ConnectorError && error.code === 'paging_stuck';

/** The next size to try, and why; undefined where no other helps. */
function sizeAfter(error: unknown, size: number | undefined): { size: number | undefined; why: string } | undefined {
  if (size === undefined) return undefined;
  if (isOwnRefusal(error, ['request_refused']))
    return { size: size > allowedSize ? allowedSize : undefined, why: `refuses pages of ${size}` };
  const smaller = smallerPage(size, error);
  return smaller === undefined ? undefined : { size: smaller, why: 'does not answer' };
}

/** So often in one pass pages are read again because the total has fallen: one that falls again and again tells nothing. */
const mostStepsBack = 50;

/** One pass from the first page on, and back where the total has fallen. */
export async function* readOnce(
  context: Context,
  listing: SizedListing,
  ledger: Ledger,
): AsyncGenerator<Entity[], Shortfall | undefined> {
  const { path, size = Number.POSITIVE_INFINITY } = listing;
  const reading = ledger.begin();
  const trail = createTrail(path);
  const shouldRefetch = createRefetchPolicy();
  let place = firstPlace(listing);
  let total: number | undefined;
  let stepsBack = 0;
  let mayHavePassedOver = false;
  /** Up to this page all were read once. */
  let readTo = 0;
  for (let page = 1; ; page++) {
    let asked: AskedPage;
    let short: boolean;
    do {
      asked = await askAt(context, listing, { place, page });
      short = asked.found.length > 0 && asked.next !== undefined && isShort(asked.body, asked.found, size);
    } while (shouldRefetch({ odd: false, short }));
    const { body, found, next } = asked;
    // Of a page that is read again only what is new counts: that nothing is new says nothing of the numbers.
    const isNew = page > readTo;
    const fresh = isNew ? found : reading.look(found).filter((entity) => !reading.hasTaken(entity));
    const taken = isNew || fresh.length > 0 ? reading.take(fresh, totalCount(body)) : [];
    readTo = Math.max(readTo, page);
    if (found.length > 0) yield taken.filter(reading.isWanted);
    const gone = (total ?? 0) - (totalCount(body) ?? total ?? 0);
    total = totalCount(body) ?? total;
    if (gone > 0 && page > 1) {
      // As many may have come forward onto pages that were read.
      if (isNumber(place) && ++stepsBack <= mostStepsBack) {
        page = Math.max(0, page - 1 - Math.ceil(gone / pageLength(body, size)));
        place = { ...place, page: String(page + 1) };
        continue;
      }
      mayHavePassedOver = true;
    }
    // An empty collection may count its one page.
    if (found.length === 0 && (next !== undefined || (totalPages(body) ?? 0) >= Math.max(page, 2))) reading.endEarly();
    if (found.length === 0 || next === undefined) break;
    place = next;
    if (!isNumber(place)) trail(JSON.stringify(place));
  }
  // Also where a record that went accounts for the one that is missing, the page that it left may have passed over another one.
  return reading.shortfall() ?? (mayHavePassedOver ? reading.possibleShortfall(0) : undefined);
}

const isNumber = (place: Place): boolean => place.page !== undefined;

export const firstPlace = ({ size }: SizedListing): Place =>
  size === undefined ? {} : { page: '1', per_page: String(size) };

interface AskedPage {
  body: Body;
  found: unknown[];
  /** Undefined of the last page. */
  next: Place | undefined;
}

/** Asks for a page; `page`: which one it is, counted from 1. */
export async function askAt(
  { client }: Context,
  { path, query, items, version, priority, size }: SizedListing,
  { place, page }: { place: Place; page: number },
): Promise<AskedPage> {
  const attempts = size === undefined ? undefined : attemptsFor(size);
  const body = await client.get(path, { query: { ...query, ...place }, version, priority, attempts });
  const found = itemsOf(body, items, path);
  const named = nextPage(body, page) ?? pageAfterFull(body, { page, size, length: found.length });
  const { page: _, ...kept } = place;
  return { body, found, next: named && { ...kept, ...named } };
}

/** The next number behind a page that is as full as it was to be, where the response does not say how many pages there are. */
function pageAfterFull(
  body: Body,
  { page, size, length }: { page: number; size: number | undefined; length: number },
): Place | undefined {
  if (size === undefined || length < size || saysPages(body)) return undefined;
  return (totalCount(body) ?? Number.POSITIVE_INFINITY) > page * size ? { page: String(page + 1) } : undefined;
}
