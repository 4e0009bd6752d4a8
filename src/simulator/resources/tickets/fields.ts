import { customAttribute, type Fields, fields, plain } from '../../engine/search/fields.ts';
import type { Ticket } from './model.ts';

/** What tickets can be searched by. */
export const ticketFields: Fields<Ticket> = fields(
  {
    ...plain<Ticket>('string', 'id ticket_id ticket_type_id ticket_state_id'),
    ...plain<Ticket>('timestamp', 'created_at updated_at snoozed_until'),
    ...plain<Ticket>('boolean', 'open'),
    state: { type: 'string', value: (ticket) => ticket.ticket_state_id },
    title: { type: 'string', value: (ticket) => ticket.ticket_attributes._default_title_ },
    description: { type: 'string', value: (ticket) => ticket.ticket_attributes._default_description_ },
    admin_assignee_id: { type: 'string', value: (ticket) => String(ticket.admin_assignee_id) },
    team_assignee_id: { type: 'string', value: (ticket) => String(ticket.team_assignee_id) },
    contact_ids: { type: 'ids', value: (ticket) => ticket.contact_ids },
    teammate_ids: {
      type: 'ids',
      value: ({ parts }) => parts.filter((part) => part.author.type === 'admin').map((part) => part.author.id),
    },
  },
  (name) => customAttribute(name, 'ticket_attribute.', (ticket) => ticket.ticket_attributes),
);
