/** Tickets and their parts. */
import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { latestVersion } from '../../engine/version.ts';
import { ticketJson } from './json.ts';
import { tickets } from './tables.ts';

export { ticketChanges as changes } from './changes.ts';
export { routes } from './routes.ts';
export { seedTickets as seed } from './seed.ts';

export const resources = { tickets };

export const truths = {
  tickets: (store: Store): JsonObject[] =>
    [...store.get(tickets).all.values()].map((ticket) => ticketJson(store, ticket, latestVersion)),
};
