import type { Row } from '../../../src/core/events.ts';
import { inside, notDocumented, ticketTypeAttributeExceptions, ticketTypeExceptions } from './contract.ts';
import { asListed, type Oracle, within } from './oracle.ts';

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
        ...ticketTypeAttributeExceptions,
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
