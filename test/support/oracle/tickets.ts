import type { Row } from '../../../src/core/events.ts';
import { asListed, type Oracle, within } from './oracle.ts';

export const tickets: Record<string, Oracle> = {
  tickets: {
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
  ticket_types: { rows: asListed('ticket_types') },
  ticket_type_attributes: {
    rows: (workspace) =>
      workspace.truth('ticket_types').flatMap((type) =>
        within(type, 'ticket_type_attributes', 'data').map((attribute) => ({
          ...attribute,
          ticket_type_id: String(type.id),
          ticket_type_updated_at: type.updated_at,
        })),
      ),
  },
  ticket_states: { rows: asListed('ticket_states') },
};
