import { notFound } from '../http/api-error.ts';
import type { Ticket } from '../model/ticket.ts';
import { ticketJson, ticketStateDetailJson, ticketTypeJson } from '../represent/ticket.ts';
import { daysOf } from '../search/days.ts';
import { ticketFields } from '../search/fields.ts';
import { ALL_ORDERS, type SearchEndpoint, search } from '../search/search.ts';
import type { Call, Route } from './route.ts';

const SCOPE = 'read_tickets';

/** Tickets, their kinds and their states. */
export const ticketRoutes: Route[] = [
  {
    method: 'POST',
    path: '/tickets/search',
    scope: SCOPE,
    answer: (call) => {
      const { items, ...rest } = search(endpoint(call), call.body);
      return { type: 'ticket.list', tickets: items.map((one) => ticketJson(call.store, one, call.version)), ...rest };
    },
  },
  {
    method: 'GET',
    path: '/tickets/:id',
    scope: SCOPE,
    answer: (call) => {
      const ticket = call.store.tickets.all.get(call.param('id'));
      if (!ticket) throw notFound('Resource Not Found', 'ticket_not_found');
      return ticketJson(call.store, ticket, call.version);
    },
  },
  {
    method: 'GET',
    path: '/ticket_types',
    scope: SCOPE,
    answer: ({ store }) => ({
      type: 'list',
      data: [...store.ticketTypes.values()].map((type) => ticketTypeJson(store, type)),
    }),
  },
  {
    method: 'GET',
    path: '/ticket_states',
    scope: SCOPE,
    since: '2.12',
    answer: ({ store }) => ({
      type: 'list',
      data: [...store.ticketStates.values()].map((state) => ticketStateDetailJson(store, state)),
    }),
  },
];

/**
 * Ticket search compares exact seconds; `>=` and `<=` are documented for `created_at` alone.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets/searchtickets
 */
function endpoint({ store, settings }: Call): SearchEndpoint<Ticket> {
  return {
    collection: store.tickets,
    fields: ticketFields,
    comparison: {
      timestampDays: undefined,
      dateDays: daysOf('UTC'),
      inclusive: settings.inclusiveBounds,
      allowsOnTimestamp: (operator, field) => field === 'created_at' || (operator !== '>=' && operator !== '<='),
    },
    defaultSort: { field: 'updated_at', direction: 'descending' },
    defaultPerPage: 20,
    orders: ALL_ORDERS,
    shuffled: settings.shuffledSearch,
  };
}
