import { notFound } from '../../engine/api-error.ts';
import type { Call, Route } from '../../engine/route.ts';
import { daysOf } from '../../engine/search/days.ts';
import { searchRoute } from '../../engine/search/routes.ts';
import { allOrders, type SearchEndpoint } from '../../engine/search/search.ts';
import { ticketFields } from './fields.ts';
import { ticketJson } from './json.ts';
import type { Ticket } from './model.ts';
import { tickets } from './tables.ts';

const scope = 'read_tickets';

/** Tickets: searched, and one by its id. */
export const routes: Route[] = [
  searchRoute({
    path: '/tickets',
    scope,
    endpoint,
    json: ({ store, version }, { items, ...rest }) => ({
      type: 'ticket.list',
      tickets: items.map((one) => ticketJson(store, one, version)),
      ...rest,
    }),
  }),
  {
    method: 'GET',
    path: '/tickets/:id',
    scope,
    respond: (call) => {
      const ticket = call.store.get(tickets).all.get(call.param('id'));
      if (!ticket) throw notFound('Resource Not Found', 'ticket_not_found');
      return ticketJson(call.store, ticket, call.version);
    },
  },
];

/**
 * Ticket search compares exact seconds; `>=` and `<=` are documented for `created_at` alone.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets/searchtickets
 */
function endpoint({ store, settings }: Call): SearchEndpoint<Ticket> {
  return {
    collection: store.get(tickets),
    fields: ticketFields,
    comparison: {
      timestampDays: undefined,
      dateDays: daysOf('UTC'),
      inclusive: settings.inclusiveBounds,
      allowsOnTimestamp: (operator, field) => field === 'created_at' || (operator !== '>=' && operator !== '<='),
    },
    defaultSort: { field: 'updated_at', direction: 'descending' },
    defaultPerPage: 20,
    orders: allOrders,
    shuffled: settings.shuffledSearch,
  };
}
