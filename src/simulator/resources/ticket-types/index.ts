/** Kinds of tickets and the states tickets can be in. */
import { listRoute, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';
import { ticketStates, ticketTypes } from './ticket-types.ts';

export { seedTicketTypes as seed } from './seed.ts';

export const resources = { ticketTypes, ticketStates };

const scope = 'read_tickets';

export const routes: Route[] = [
  listRoute(ticketTypes, { path: '/ticket_types', scope }),
  oneRoute(ticketTypes, { path: '/ticket_types/:id', scope }),
  listRoute(ticketStates, { path: '/ticket_states', scope, since: '2.12' }),
];
