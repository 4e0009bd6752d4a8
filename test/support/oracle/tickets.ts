import type { Row } from '../../../src/core/events.ts';
import { inside, notDocumented, parent, ticketTypeExceptions } from './contract.ts';
import { asListed, type Oracle, within } from './oracle.ts';

/** The rows of each ticket. */
const ofEach =
  (rowsOf: (ticket: Row) => Row[]): Oracle['rows'] =>
  (workspace) =>
    workspace
      .truth('tickets')
      .flatMap((ticket) =>
        rowsOf(ticket).map((row) => ({ ...row, ticket_id: ticket.id, ticket_updated_at: ticket.updated_at })),
      );

const ofTickets: Pick<Oracle, 'asks' | 'chosenBy' | 'unmentioned'> = {
  asks: ['POST /tickets/search'],
  chosenBy: 'ticket_updated_at',
  unmentioned: 'nothing lists deleted tickets',
};

export const tickets: Record<string, Oracle> = {
  tickets: {
    contract: { schema: 'ticket', exceptions: inside('ticket_type', ticketTypeExceptions) },
    asks: ['POST /tickets/search'],
    asksById: '/tickets/:id',
    rows: asListed('tickets'),
    chosenBy: 'updated_at',
    untouched: {
      why: 'a ticket does not change with the deletion of its people, nor with its kind or state',
      strip: ({ contacts, category, ticket_type, ticket_state, ...row }) => ({
        ...row,
        ticket_type: (ticket_type as Row | null)?.id,
        ticket_state: (ticket_state as Row | null)?.id,
        contacts: within({ contacts }, 'contacts', 'contacts').map(({ id }) => id),
      }),
    },
    unmentioned: 'nothing lists deleted tickets',
  },
  ticket_parts: {
    contract: {
      schema: 'ticket_part',
      exceptions: { ...parent('ticket'), ...notDocumented('ticket_total_parts _parts_truncated', 'we add it') },
    },
    ...ofTickets,
    rows: ofEach((ticket) => {
      const inAll = (ticket.ticket_parts as Row).total_count as number;
      const shared = { ticket_total_parts: inAll, _parts_truncated: inAll > 500 };
      return within(ticket, 'ticket_parts', 'ticket_parts').map((part) => ({ ...part, ...shared }));
    }),
  },
  ticket_contacts: {
    contract: { schema: 'contact_reference', exceptions: parent('ticket') },
    ...ofTickets,
    rows: ofEach((ticket) => within(ticket, 'contacts', 'contacts')),
    untouched: { why: 'a ticket does not change with its people', strip: ({ external_id, ...row }) => row },
  },
  ticket_links: {
    contract: {
      schema: 'linked_object',
      exceptions: { ...parent('ticket'), ...notDocumented('_links_truncated', 'we add it') },
    },
    ...ofTickets,
    rows: ofEach((ticket) =>
      within(ticket, 'linked_objects', 'data').map((link) => ({ ...link, _links_truncated: false })),
    ),
    neverFilled: { category: 'the simulator links tickets to conversations only' },
  },
  ticket_types: {
    contract: { schema: 'ticket_type', exceptions: ticketTypeExceptions },
    asks: ['GET /ticket_types'],
    asksById: '/ticket_types/:id',
    rows: asListed('ticket_types'),
  },
  ticket_type_attributes: {
    contract: {
      schema: 'ticket_type_attribute',
      exceptions: {
        ...notDocumented('ticket_type_updated_at', "we add the parent's"),
        'ticket_type_id: text, documented as int': "a parent's id is text, as the parent has it",
      },
    },
    asks: ['GET /ticket_types'],
    rows: (workspace) =>
      workspace.truth('ticket_types').flatMap((type) =>
        within(type, 'ticket_type_attributes', 'data').map((attribute) => ({
          ...attribute,
          ticket_type_id: String(type.id),
          ticket_type_updated_at: type.updated_at,
        })),
      ),
  },
  ticket_states: {
    contract: { schema: 'ticket_state_detailed', exceptions: inside('ticket_types.data[]', ticketTypeExceptions) },
    asks: ['GET /ticket_states'],
    rows: asListed('ticket_states'),
  },
};
