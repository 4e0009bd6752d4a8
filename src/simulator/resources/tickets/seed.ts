import type { Json, JsonObject } from '../../engine/json.ts';
import { between, day, recently, type Seeding } from '../../engine/seeding.ts';
import { contacts } from '../contacts/tables.ts';
import type { Author } from '../conversations/model.ts';
import { conversations } from '../conversations/tables.ts';
import { admins } from '../people/admins.ts';
import { teams } from '../people/teams.ts';
import { type TicketType, ticketTypes } from '../ticket-types/ticket-types.ts';
import { sentences, subjects } from '../words.ts';
import { ticketChanges } from './changes.ts';
import type { TicketPart } from './model.ts';

/** Tickets of every kind and state. */
export function seedTickets(seeding: Seeding): void {
  const { store, random, counts, end } = seeding;
  const { createTicket } = ticketChanges(store);
  const people = [...store.get(contacts).all.values()];
  if (people.length === 0) return;
  const types: TicketType[] = [...store.get(ticketTypes).values()];
  const linked = [...store.get(conversations).all.keys()];
  for (let i = 0; i < counts.tickets; i++) {
    const contact = random.pick(people);
    const admin = random.pick([...store.get(admins).values()]);
    const type = types[i % types.length]!;
    const created_at = Math.max(contact.created_at, recently(seeding));
    const updated_at = between(seeding, created_at, end);
    const stateIndex = i % 4;
    const author: Author = { type: 'admin', id: admin.id, name: admin.name, email: admin.email };
    const snoozed = i % 10 === 7;
    createTicket({
      ticket_type_id: type.id,
      ticket_state_id: type.state_ids[stateIndex]!,
      previous_ticket_state_id: stateIndex > 0 ? type.state_ids[stateIndex - 1]! : null,
      ticket_attributes: attributesOf(seeding, i),
      contact_ids: [contact.id],
      admin_assignee_id: i % 3 === 0 ? 0 : Number(admin.id),
      team_assignee_id: i % 2 === 0 ? 0 : Number(random.pick([...store.get(teams).keys()])),
      created_at,
      updated_at,
      open: stateIndex !== 3,
      snoozed_until: snoozed ? updated_at + day : null,
      linked_objects: i % 8 === 0 ? [{ type: 'conversation', id: linked[i] ?? '1', category: null }] : [],
      is_shared: i % 2 === 0,
      parts: partsOf(created_at, updated_at, author, i, type),
    });
  }
}

function attributesOf({ random }: Seeding, index: number): Record<string, Json> {
  return {
    _default_title_: random.pick(subjects),
    _default_description_: index % 5 === 0 ? null : random.pick(sentences),
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
      body: `<p>${sentences[index % sentences.length]}</p>`,
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
