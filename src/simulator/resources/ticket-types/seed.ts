import type { JsonObject } from '../../engine/json.ts';
import { createOne } from '../../engine/listing.ts';
import { between, day, type Seeding } from '../../engine/seeding.ts';
import { type TicketState, type TicketType, ticketStates, ticketTypes } from './ticket-types.ts';

const namedStates: Omit<TicketState, 'id'>[] = [
  { category: 'submitted', internal_label: 'Submitted', external_label: 'Submitted', archived: false },
  { category: 'in_progress', internal_label: 'With the engineers', external_label: 'In progress', archived: false },
  { category: 'waiting_on_customer', internal_label: 'Waiting', external_label: 'Waiting on you', archived: false },
  { category: 'resolved', internal_label: 'Resolved', external_label: 'Resolved', archived: false },
  { category: 'resolved', internal_label: "Won't fix", external_label: 'Closed', archived: true },
];
const namedTypes: { name: string; category: TicketType['category']; icon: string; archived: boolean }[] = [
  { name: 'Bug', category: 'Customer', icon: '🐞', archived: false },
  { name: 'Wish', category: 'Back-office', icon: '✨', archived: false },
  { name: 'Outage', category: 'Tracker', icon: '🚨', archived: true },
];
const namedFields: { name: string; data_type: string; input_options: JsonObject | null }[] = [
  { name: '_default_title_', data_type: 'string', input_options: { multiline: false } },
  { name: '_default_description_', data_type: 'string', input_options: { multiline: true } },
  {
    name: 'Severity',
    data_type: 'list',
    input_options: {
      list_options: [
        { label: 'low', id: '1' },
        { label: 'high', id: '2' },
      ],
    },
  },
  { name: 'Hours', data_type: 'decimal', input_options: null },
  { name: 'Reproduced', data_type: 'boolean', input_options: null },
];

/** The states tickets can be in, and the kinds of tickets. */
export function seedTicketTypes(seeding: Seeding): void {
  const { store, end } = seeding;
  for (const state of namedStates) createOne(store, ticketStates, state);
  for (const type of namedTypes) {
    const id = store.ids.number(ticketTypes.ids!);
    const created_at = between(seeding, end - 700 * day, end - 600 * day);
    const updated_at = between(seeding, created_at, end - day);
    const attributes = namedFields.map((field, order) => ({
      id: String(Number(id) * 100 + order),
      description: `The ${field.name} of it`,
      order,
      required_to_create: order === 0,
      required_to_create_for_contacts: order === 0,
      visible_on_create: true,
      visible_to_contacts: order < 2,
      default: order < 2,
      archived: false,
      created_at,
      updated_at,
      ...field,
    }));
    const description = `For every ${type.name.toLowerCase()}`;
    createOne(store, ticketTypes, { id, description, created_at, updated_at, attributes, ...type });
  }
}
