import type { Json, JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { contactReference, linkedObjectsJson, recentParts } from '../conversations/json.ts';
import { ticketStateJson, ticketStates, ticketTypes } from '../ticket-types/ticket-types.ts';
import type { Ticket, TicketPart } from './model.ts';

/**
 * A ticket as the API shows it. Its state is a word up to 2.11 and an object from 2.12; its assignees are strings up
 * to 2.15 and numbers from 2.16.
 */
export function ticketJson(store: Store, ticket: Ticket, version: number): JsonObject {
  const { ticket_type_id, ticket_state_id, contact_ids, parts, ...plain } = ticket;
  const type = store.get(ticketTypes).get(ticket_type_id);
  const state = store.get(ticketStates).get(ticket_state_id);
  const assignee = (id: number): Json => (version >= 216 ? id : String(id));
  return {
    type: 'ticket',
    ...plain,
    category: type?.category,
    admin_assignee_id: assignee(ticket.admin_assignee_id),
    team_assignee_id: assignee(ticket.team_assignee_id),
    ticket_state: version >= 212 ? (state ? ticketStateJson(state) : null) : state?.category,
    ticket_type: type ? ticketTypes.json(store, type, version) : null,
    contacts: { type: 'contact.list', contacts: contact_ids.map((id) => contactReference(store, id)) },
    linked_objects: linkedObjectsJson(ticket.linked_objects),
    ticket_parts: {
      type: 'ticket_part.list',
      ticket_parts: recentParts(ticket).map(ticketPartJson),
      total_count: parts.length,
    },
  };
}

function ticketPartJson(part: TicketPart): JsonObject {
  return { type: 'ticket_part', ...part };
}
