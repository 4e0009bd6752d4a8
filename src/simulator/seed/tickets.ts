import type { Json, JsonObject } from '../json.ts';
import type { Author } from '../model/conversation.ts';
import type { TicketCategory, TicketPart, TicketState, TicketType } from '../model/ticket.ts';
import { between, DAY, recently, type Seeding } from './seeding.ts';
import { SENTENCES, SUBJECTS } from './words.ts';

const STATES: Omit<TicketState, 'id'>[] = [
  { category: 'submitted', internal_label: 'Submitted', external_label: 'Submitted', archived: false },
  { category: 'in_progress', internal_label: 'With the engineers', external_label: 'In progress', archived: false },
  { category: 'waiting_on_customer', internal_label: 'Waiting', external_label: 'Waiting on you', archived: false },
  { category: 'resolved', internal_label: 'Resolved', external_label: 'Resolved', archived: false },
  { category: 'resolved', internal_label: "Won't fix", external_label: 'Closed', archived: true },
];
const TYPES: { name: string; category: TicketCategory; icon: string; archived: boolean }[] = [
  { name: 'Bug', category: 'Customer', icon: '🐞', archived: false },
  { name: 'Wish', category: 'Back-office', icon: '✨', archived: false },
  { name: 'Outage', category: 'Tracker', icon: '🚨', archived: true },
];
const FIELDS: { name: string; data_type: string; input_options: JsonObject | null }[] = [
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
  for (const state of STATES) {
    const id = store.ids.number('ticketState');
    store.ticketStates.set(id, { id, ...state });
  }
  for (const type of TYPES) {
    const id = store.ids.number('ticketType');
    const created_at = between(seeding, end - 700 * DAY, end - 600 * DAY);
    const updated_at = between(seeding, created_at, end - DAY);
    const attributes = FIELDS.map((field, order) => ({
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
    store.ticketTypes.set(id, {
      id,
      description,
      created_at,
      updated_at,
      state_ids: [...store.ticketStates.keys()],
      attributes,
      ...type,
    });
  }
}

/** Tickets of every kind and state. */
export function seedTickets(seeding: Seeding): void {
  const { store, mutators, random, counts, end } = seeding;
  const contacts = [...store.contacts.all.values()];
  if (contacts.length === 0) return;
  const types: TicketType[] = [...store.ticketTypes.values()];
  const conversations = [...store.conversations.all.keys()];
  for (let i = 0; i < counts.tickets; i++) {
    const contact = random.pick(contacts);
    const admin = random.pick([...store.admins.values()]);
    const type = types[i % types.length]!;
    const created_at = Math.max(contact.created_at, recently(seeding));
    const updated_at = between(seeding, created_at, end);
    const stateIndex = i % 4;
    const author: Author = { type: 'admin', id: admin.id, name: admin.name, email: admin.email };
    const snoozed = i % 10 === 7;
    mutators.createTicket({
      ticket_type_id: type.id,
      ticket_state_id: type.state_ids[stateIndex]!,
      previous_ticket_state_id: stateIndex > 0 ? type.state_ids[stateIndex - 1]! : null,
      ticket_attributes: attributesOf(seeding, i),
      contact_ids: [contact.id],
      admin_assignee_id: i % 3 === 0 ? 0 : Number(admin.id),
      team_assignee_id: i % 2 === 0 ? 0 : Number(random.pick([...store.teams.keys()])),
      created_at,
      updated_at,
      open: stateIndex !== 3,
      snoozed_until: snoozed ? updated_at + DAY : null,
      linked_objects: i % 8 === 0 ? [{ type: 'conversation', id: conversations[i] ?? '1', category: null }] : [],
      is_shared: i % 2 === 0,
      parts: partsOf(created_at, updated_at, author, i, type),
    });
  }
}

function attributesOf({ random }: Seeding, index: number): Record<string, Json> {
  return {
    _default_title_: random.pick(SUBJECTS),
    _default_description_: index % 5 === 0 ? null : random.pick(SENTENCES),
    Severity: random.pick(['low', 'high']),
    Hours: random.int(0, 400) / 8,
    Reproduced: random.chance(0.5),
    ...(index % 6 === 0 ? { Screenshot: [upload(index)] } : {}),
    ...(index % 6 === 3 ? { Photo: upload(index) } : {}),
  };
}

function partsOf(from: number, to: number, author: Author, index: number, type: TicketType): Partial<TicketPart>[] {
  const attribute = { type: 'attribute', id: type.attributes[2]!.id, label: 'Severity' };
  return [
    {
      part_type: 'comment',
      body: `<p>${SENTENCES[index % SENTENCES.length]}</p>`,
      created_at: from,
      author,
      attachments: index % 5 === 0 ? [upload(index)] : [],
    },
    {
      part_type: 'ticket_state_updated_by_admin',
      body: null,
      previous_ticket_state: 'submitted',
      ticket_state: 'in_progress',
      created_at: from,
      author,
      app_package_code: 'northwind-helper',
    },
    {
      part_type: 'assignment',
      body: null,
      created_at: to,
      author,
      assigned_to: { type: 'admin', id: author.id },
      external_id: `ext-${index}`,
    },
    {
      part_type: 'ticket_attribute_updated_by_admin',
      body: null,
      created_at: to,
      author,
      updated_attribute_data:
        index % 2 === 0
          ? { attribute, value: { type: 'value', id: '2', label: 'high' } }
          : { attribute, value: { type: 'value', id: [1, 2], label: ['low', 'high'] } },
    },
  ];
}

function upload(index: number): JsonObject {
  const url = `https://files.example/t${index}.png`;
  return {
    type: 'upload',
    name: `proof ${index}.png`,
    url,
    content_type: 'image/png',
    filesize: 2000 + index,
    width: 800,
    height: 600,
  };
}
