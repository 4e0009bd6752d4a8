/**
 * Collections in numbered pages that are read whole. Pages shift as records come and go, so that a record may be passed over: where the count
 * says so, all of it is read again. Of some the reference shows the pages of the response and no parameter to ask for one: what a
 * response names as its next page is followed, and a page size that is refused gives way to a smaller one, at last to the endpoint's own.
 */
import { type Body, isOwnRefusal } from '../http/response.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Numbered } from './numbered.ts';
import { createRefetchPolicy } from './page-refetch.ts';
import { attemptsFor, smallerPage } from './page-size.ts';
import { createTrail, isShort, itemsOf, nextPage, saysPages, totalCount } from './paging.ts';
import type { Entity, ReadContext, Reader } from './reader.ts';
import type { Shortfall } from './shortfall.ts';

export interface NumberedListing extends Numbered {
  /** The text that tells a record from all others. Default its id. */
  identify?(entity: Entity): string;
}

type Context = Pick<ReadContext, 'client' | 'log'>;

/** Asked for after a larger page was refused. */
const allowedSize = 20;

/** Reads all pages, each page of the collection being one of the reader's. */
export const numberedListing = (collection: NumberedListing): Reader['read'] =>
  async function* (context) {
    const { path, key, identify, pageSize } = collection;
    const { log } = context;
    const ledger = createLedger({ path, log, key, identify, barrenPages: 1 });
    let size: number | undefined = pageSize;
    const pages = ledger.readCompletely(async function* () {
      for (;;) {
        try {
          return yield* readOnce(context, collection, ledger, size);
        } catch (error) {
          if (size === undefined) throw error;
          if (isOwnRefusal(error, ['request_refused'])) {
            const next: number | undefined = size > allowedSize ? allowedSize : undefined;
            log('info', `${path} refuses pages of ${size}: asking for ${next ?? 'pages of its own size'}.`);
            size = next;
            continue;
          }
          const smaller = smallerPage(size, error);
          if (smaller === undefined) throw error;
          log('info', `${path} does not answer: asking for pages of ${smaller}.`);
          size = smaller;
        }
      }
    });
    for await (const entities of pages) yield { entities };
  };

/** One reading from the first page on. */
async function* readOnce(
  { client }: Context,
  { path, query, items, version, priority }: NumberedListing,
  ledger: Ledger,
  size: number | undefined,
): AsyncGenerator<Entity[], Shortfall | undefined> {
  const reading = ledger.begin();
  const trail = createTrail(path);
  const shouldRefetch = createRefetchPolicy();
  let asked: Record<string, string> = size === undefined ? {} : { page: '1', per_page: String(size) };
  for (let page = 1; ; page++) {
    let body: Body;
    let found: unknown[];
    let next: Record<string, string> | undefined;
    let short: boolean;
    do {
      body = await client.get(path, {
        query: { ...query, ...asked },
        version,
        priority,
        attempts: size === undefined ? undefined : attemptsFor(size),
      });
      found = itemsOf(body, items, path);
      next = nextPage(body, page) ?? pageAfterFull(body, { page, size, length: found.length });
      short = next !== undefined && found.length > 0 && isShort(body, found, size ?? Number.POSITIVE_INFINITY);
    } while (shouldRefetch({ odd: false, short }));
    const entities = reading.take(found, totalCount(body)).filter(reading.isWanted);
    if (found.length > 0) yield entities;
    else if (next !== undefined) reading.endEarly();
    // Also where a record that went accounts for the one that is missing, the page that it left may have passed over another one.
    if (found.length === 0 || next === undefined) return reading.shortfall() ?? reading.possibleShortfall(0);
    const { page: _, ...kept } = asked;
    asked = { ...kept, ...next };
    trail(JSON.stringify(asked));
  }
}

/** The next number behind a page that is as full as it was to be, where the response does not say how many pages there are. */
function pageAfterFull(
  body: Body,
  { page, size, length }: { page: number; size: number | undefined; length: number },
): Record<string, string> | undefined {
  if (size === undefined || length < size || saysPages(body)) return undefined;
  return (totalCount(body) ?? Number.POSITIVE_INFINITY) > page * size ? { page: String(page + 1) } : undefined;
}
