/** Collections that one response holds whole; should they begin to have pages, those are followed. */
import type { Priority } from '../limits/scheduler.ts';
import type { EntityRules } from './entity-filter.ts';
import { createLedger } from './ledger.ts';
import { createTrail, hasPageAfter, type ItemsField, itemsOf, nextCursor, totalCount } from './paging.ts';
import type { Reader } from './reader.ts';

export interface Listing extends Pick<EntityRules, 'key'> {
  path: string;
  query?: Record<string, string>;
  items: ItemsField;
  /** An API version other than the run's, such as `Preview`. */
  version?: string;
  /** Default `listing`. */
  priority?: Priority;
}

/** Reads a collection that comes in one response, or in pages by cursor or by number where the response names some. */
export const listing = ({ path, query, items, key, version, priority }: Listing): Reader['read'] =>
  async function* ({ client, log }) {
    const ledger = createLedger({ path, log, key, barrenPages: 1 });
    yield* ledger.readCompletely(async function* () {
      const reading = ledger.begin();
      const trail = createTrail(path);
      let place: Record<string, string> = {};
      for (let page = 1; ; page++) {
        const body = await client.get(path, { query: { ...query, ...place }, version, priority });
        const found = itemsOf(body, items, path);
        const entities = reading.take(found, totalCount(body)).filter(reading.isWanted);
        if (page === 1 || entities.length > 0) yield { entities };
        const cursor = nextCursor(body);
        trail(cursor);
        const goesOn = cursor !== undefined || hasPageAfter(body, page);
        if (found.length === 0 && goesOn) reading.endEarly();
        if (found.length === 0 || !goesOn) return reading.shortfall();
        place = cursor === undefined ? { page: String(page + 1) } : { starting_after: cursor };
      }
    });
  };
