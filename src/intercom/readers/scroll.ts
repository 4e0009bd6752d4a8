/** Companies: a scroll, of which an app can have one at a time, which expires when idle, and which can't be resumed. */
import { ConnectorError } from '../../core/errors.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { itemsOf, totalCount } from './paging.ts';
import type { Entity, ReadContext, Reader } from './reader.ts';
import type { Shortfall } from './shortfall.ts';
import { spooled } from './spool.ts';

const mostRestarts = 20;
/** A scroll that its reader left open expires after a minute without a request. */
const busyWaitMs = 20_000;
const mostBusyWaits = 30;

export interface Scroll {
  path: string;
  /** The field of the response that holds the list. */
  items: string;
}

/**
 * Reads a collection by scroll, from the start to its empty last page, without waiting for whoever takes the pages:
 * they are kept, on disk where many, since an idle scroll expires. A scroll that breaks is begun again, so that entities may
 * come twice, but none is missed. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies/scrolloverallcompanies
 */
export const scroll = ({ path, items }: Scroll): Reader['read'] =>
  async function* (context) {
    for await (const entities of spooled(pages(context, path, items))) yield { entities };
  };

/** What it counts need not be what it gives: whether companies without people are in it, the documents do not say. */
async function* pages(context: ReadContext, path: string, items: string): AsyncGenerator<Entity[]> {
  const ledger = createLedger({ path, log: context.log, countIsUnreliable: true });
  yield* ledger.readCompletely(() => readOnce(context, { path, items }, ledger));
}

async function* readOnce(
  context: ReadContext,
  { path, items }: Scroll,
  ledger: Ledger,
): AsyncGenerator<Entity[], Shortfall | undefined> {
  let restarts = 0;
  let busyWaits = 0;
  let place: string | undefined;
  let reading = ledger.begin();
  for (;;) {
    try {
      // One attempt: a request whose response got lost may have moved the scroll on, and a repeat would skip a page.
      const body = await context.client.get(path, { query: { scroll_param: place }, attempts: 1, atOnce: true });
      const found = itemsOf(body, items, path);
      const entities = reading.take(found, totalCount(body));
      if (found.length === 0) return reading.shortfall();
      place = typeof body.scroll_param === 'string' ? body.scroll_param : place;
      yield entities.filter(reading.isWanted);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.details.apiCode === 'scroll_exists' && ++busyWaits <= mostBusyWaits) {
        context.log('info', 'Another company scroll of this app is open: waiting for it to end or expire.');
        await context.clock.sleep(busyWaitMs, context.signal);
      } else if (isBroken(error, place) && ++restarts <= mostRestarts) {
        context.log('info', `The company scroll broke off (${error.message}) and begins again.`);
        await context.clock.sleep(Math.min(30_000, 500 * 2 ** restarts), context.signal);
      } else {
        throw error;
      }
      place = undefined;
      reading = ledger.begin();
    }
  }
}

/** Expired (404 with a scroll open), or without a response: not the end of the companies. */
const isBroken = (error: ConnectorError, place: string | undefined): boolean =>
  error.code === 'api_unavailable' || (error.code === 'not_found' && place !== undefined);
