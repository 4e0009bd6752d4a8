import type { Json, JsonObject } from '../json.ts';
import type { Ticket, TicketPart, TicketState, TicketType } from '../model/ticket.ts';
import type { Store } from '../workspace/store.ts';
import { contactReference, linkedObjectsJson } from './conversation.ts';

/**
 * A ticket as the API shows it. Its state is a word up to 2.11 and an object from 2.12; its assignees are strings up
 * to 2.15 and numbers from 2.16.
 */
export function ticketJson(store: Store, ticket: Ticket, version: number): JsonObject {
  const { ticket_type_id, ticket_state_id, contact_ids, parts, ...plain } = ticket;
  const type = store.ticketTypes.get(ticket_type_id);
  const state = store.ticketStates.get(ticket_state_id);
  const assignee = (id: number): Json => (version >= 216 ? id : String(id));
  return {
    type: 'ticket',
    ...plain,
    category: type?.category,
    admin_assignee_id: assignee(ticket.admin_assignee_id),
    team_assignee_id: assignee(ticket.team_assignee_id),
    ticket_state: version >= 212 ? (state ? ticketStateJson(state) : null) : state?.category,
    ticket_type: type ? ticketTypeJson(store, type) : null,
    contacts: { type: 'contact.list', contacts: contact_ids.map((id) => contactReference(store, id)) },
    linked_objects: linkedObjectsJson(ticket.linked_objects),
    ticket_parts: {
      type: 'ticket_part.list',
      ticket_parts: parts.map(ticketPartJson),
      total_count: parts.length,
    },
  };
}

/** A kind of ticket with its attributes and states. */
export function ticketTypeJson(store: Store, type: TicketType): JsonObject {
  const { attributes, state_ids, ...plain } = type;
  const { workspaceId: workspace_id } = store.settings;
  return {
    type: 'ticket_type',
    workspace_id,
    ...plain,
    // The schema calls this list `ticket_type_attributes`; the wire says `data`.
    ticket_type_attributes: {
      type: 'list',
      data: attributes.map((attribute) => ({
        type: 'ticket_type_attribute',
        workspace_id,
        ticket_type_id: Number(type.id),
        ...attribute,
      })),
    },
    ticket_states: { type: 'list', data: state_ids.flatMap((id) => stateById(store, id)) },
  };
}

/** A state by itself, with the kinds of tickets that know it. */
export function ticketStateDetailJson(store: Store, state: TicketState): JsonObject {
  const types = [...store.ticketTypes.values()].filter((type) => type.state_ids.includes(state.id));
  return {
    ...ticketStateJson(state),
    archived: state.archived,
    ticket_types: { type: 'list', data: types.map((type) => ticketTypeJson(store, type)) },
  };
}

function stateById(store: Store, id: string): JsonObject[] {
  const state = store.ticketStates.get(id);
  return state ? [ticketStateJson(state)] : [];
}

function ticketStateJson({ archived, ...plain }: TicketState): JsonObject {
  return { type: 'ticket_state', ...plain };
}

function ticketPartJson(part: TicketPart): JsonObject {
  return { type: 'ticket_part', ...part };
}
