import type { NumberIds } from '../../engine/ids.ts';
import type { Store } from '../../engine/store.ts';
import { firstOf, need } from '../../engine/table.ts';
import { contacts } from '../contacts/tables.ts';
import { partIds } from '../conversations/changes.ts';
import { firstAdmin } from '../people/admins.ts';
import { type TicketStateCategory, ticketStates, ticketTypes } from '../ticket-types/ticket-types.ts';
import type { Ticket, TicketPart } from './model.ts';
import { tickets } from './tables.ts';

const ticketIds: NumberIds = { from: 215470000000000n, step: 900 };
const ticketNumbers: NumberIds = { from: 1000n, step: 1 };

/** A new ticket: parts may be given in part. */
export type NewTicket = Partial<Omit<Ticket, 'parts'>> & { parts?: Partial<TicketPart>[] };

/** Changes of tickets. What a partial names is taken as it is; the rest is stamped from the clock. */
export function ticketChanges(store: Store) {
  const all = store.get(tickets);
  const get = (id: string): Ticket => need(all.all, id, 'ticket');
  const categoryOf = (ticket: Ticket): TicketStateCategory =>
    store.get(ticketStates).get(ticket.ticket_state_id)?.category ?? 'submitted';
  const complete = (part: Partial<TicketPart>, ticket: Ticket): TicketPart => {
    const created_at = part.created_at ?? store.seconds();
    const admin = firstAdmin(store);
    return {
      id: store.ids.number(partIds),
      part_type: 'comment',
      body: '<p>…</p>',
      previous_ticket_state: categoryOf(ticket),
      ticket_state: categoryOf(ticket),
      created_at,
      updated_at: created_at,
      assigned_to: null,
      author: { type: 'admin', id: admin?.id ?? '0', name: admin?.name ?? null, email: admin?.email ?? '' },
      attachments: [],
      external_id: null,
      redacted: false,
      app_package_code: undefined,
      updated_attribute_data: undefined,
      ...part,
    };
  };

  return {
    createTicket({ parts = [], ...partial }: NewTicket = {}): Ticket {
      const created = partial.created_at ?? partial.updated_at ?? store.seconds();
      const types = store.get(ticketTypes);
      const type = types.get(partial.ticket_type_id ?? '') ?? types.values().next().value;
      const ticket: Ticket = {
        id: store.ids.number(ticketIds),
        ticket_id: store.ids.number(ticketNumbers),
        ticket_type_id: type?.id ?? '0',
        ticket_state_id: type?.state_ids[0] ?? '0',
        previous_ticket_state_id: null,
        ticket_attributes: { _default_title_: null, _default_description_: null },
        contact_ids: firstOf(store.get(contacts).all),
        admin_assignee_id: 0,
        team_assignee_id: 0,
        created_at: created,
        updated_at: created,
        open: true,
        snoozed_until: null,
        linked_objects: [],
        is_shared: false,
        ...partial,
        parts: [],
      };
      ticket.parts = parts.map((part) => complete({ created_at: created, ...part }, ticket));
      return all.put(ticket);
    },

    updateTicket(id: string, partial: Partial<Ticket>): Ticket {
      const ticket = get(id);
      const moved = partial.ticket_state_id !== undefined && partial.ticket_state_id !== ticket.ticket_state_id;
      const previous = moved ? { previous_ticket_state_id: ticket.ticket_state_id } : {};
      return all.put({ ...ticket, updated_at: store.seconds(), ...previous, ...partial, id });
    },

    /** Adds a part, of now or of its own `created_at`, and touches the ticket at that second. */
    addTicketPart(ticketId: string, part: Partial<TicketPart> = {}): TicketPart {
      const ticket = get(ticketId);
      const added = complete(part, ticket);
      all.put({ ...ticket, parts: [...ticket.parts, added], updated_at: added.created_at });
      return added;
    },

    /** Changes a part, which touches it and the ticket. */
    updateTicketPart(ticketId: string, partId: string, partial: Partial<TicketPart>): TicketPart {
      const ticket = get(ticketId);
      const part = ticket.parts.find(({ id }) => id === partId);
      if (part === undefined) throw new Error(`The simulator has no part with id ${partId} in it.`);
      const changed = { ...part, updated_at: store.seconds(), ...partial, id: partId };
      const parts = ticket.parts.map((one) => (one === part ? changed : one));
      all.put({ ...ticket, parts, updated_at: store.seconds() });
      return changed;
    },

    deleteTicket(id: string): void {
      get(id);
      all.remove(id);
    },
  };
}
