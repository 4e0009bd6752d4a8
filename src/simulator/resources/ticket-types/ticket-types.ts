/** Kinds of tickets and the states tickets can be in. Each names the other, so that they are in one file. */
import type { JsonObject } from '../../engine/json.ts';
import { type Listing, listing } from '../../engine/listing.ts';

export type TicketStateCategory = 'submitted' | 'in_progress' | 'waiting_on_customer' | 'resolved';

/** A state tickets can be in. */
export interface TicketState {
  id: string;
  category: TicketStateCategory;
  internal_label: string;
  external_label: string;
  archived: boolean;
}

/** A kind of ticket, with its attributes and the states it can be in. */
export interface TicketType {
  id: string;
  category: 'Customer' | 'Back-office' | 'Tracker';
  name: string;
  description: string;
  icon: string;
  archived: boolean;
  created_at: number;
  updated_at: number;
  state_ids: string[];
  attributes: TicketTypeAttribute[];
}

/** One field of a kind of ticket. */
export interface TicketTypeAttribute {
  id: string;
  name: string;
  description: string;
  data_type: string;
  input_options: JsonObject | null;
  order: number;
  required_to_create: boolean;
  required_to_create_for_contacts: boolean;
  visible_on_create: boolean;
  visible_to_contacts: boolean;
  default: boolean;
  archived: boolean;
  created_at: number;
  updated_at: number;
}

export const ticketTypes: Listing<'ticket_types', 'TicketType', TicketType> = listing({
  name: 'ticket_types',
  one: 'TicketType',
  ids: { from: 2000n, step: 9 },
  blank: ({ id, now, store }): TicketType => ({
    id,
    category: 'Customer',
    name: `Kind ${id}`,
    description: '',
    icon: '🎟',
    archived: false,
    created_at: now,
    updated_at: now,
    state_ids: [...store.get(ticketStates).keys()],
    attributes: [],
  }),
  json(store, { attributes, state_ids, ...plain }) {
    const { workspaceId: workspace_id } = store.settings;
    const states = state_ids.flatMap((id) => store.get(ticketStates).get(id) ?? []);
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
          ticket_type_id: Number(plain.id),
          ...attribute,
        })),
      },
      ticket_states: { type: 'list', data: states.map(ticketStateJson) },
    };
  },
});

export const ticketStates: Listing<'ticket_states', 'TicketState', TicketState> = listing({
  name: 'ticket_states',
  one: 'TicketState',
  ids: { from: 8200n, step: 9 },
  blank: ({ id }): TicketState => ({
    id,
    category: 'submitted',
    internal_label: `State ${id}`,
    external_label: `State ${id}`,
    archived: false,
  }),
  /** With the kinds of tickets that know it. */
  json(store, state, version) {
    const types = [...store.get(ticketTypes).values()].filter((type) => type.state_ids.includes(state.id));
    const data = types.map((type) => ticketTypes.json(store, type, version));
    return { ...ticketStateJson(state), archived: state.archived, ticket_types: { type: 'list', data } };
  },
});

/** A state as tickets and their kinds show it. */
export function ticketStateJson({ archived, ...plain }: TicketState): JsonObject {
  return { type: 'ticket_state', ...plain };
}
