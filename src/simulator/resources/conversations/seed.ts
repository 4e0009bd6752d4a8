import type { JsonObject } from '../../engine/json.ts';
import { between, day, recently, type Seeding } from '../../engine/seeding.ts';
import type { Contact } from '../contacts/model.ts';
import { contacts } from '../contacts/tables.ts';
import { tags } from '../labels/tags.ts';
import { admins } from '../people/admins.ts';
import { teams } from '../people/teams.ts';
import { replies, sentences, subjects, topicNames } from '../words.ts';
import { conversationChanges, messageIds, type NewConversation, type NewPart } from './changes.ts';
import type { Author, Conversation, Source } from './model.ts';
import { extrasOf } from './seed-extras.ts';

/** Conversations with 0 to 20 parts, a batch closed in one second, and some that were deleted. */
export function seedConversations(seeding: Seeding): void {
  const { store, timeline, random, counts, end } = seeding;
  const { createConversation, deleteConversation } = conversationChanges(store);
  const people = [...store.get(contacts).all.values()];
  if (people.length === 0) return;
  const teammates = [...store.get(admins).values()];
  const batchAt = end - 12 * day;

  for (let i = 0; i < counts.conversations; i++) {
    const contact = random.pick(people);
    const begun = Math.min(end, Math.max(contact.created_at, recently(seeding)));
    const inBatch = i % 8 === 5 && begun < batchAt;
    const last = inBatch ? batchAt : between(seeding, begun, Math.min(end, begun + 20 * day));
    const source = sourceOf(seeding, contact, i);
    const admin = random.pick(teammates);
    const parts = partsOf(seeding, { begun, last, contact, source, closed: inBatch || i % 3 === 1, index: i });
    createConversation({
      title: i % 4 === 0 ? random.pick(subjects) : null,
      is_ticket: i % 10 === 4,
      created_at: begun,
      updated_at: last,
      source,
      contact_ids: [contact.id],
      read: random.chance(0.6),
      priority: random.pick(['none', 'none', 'none', 'low', 'medium', 'high', 'urgent']),
      admin_assignee_id: i % 3 === 0 ? 0 : Number(admin.id),
      team_assignee_id: i % 2 === 0 ? 0 : Number(random.pick([...store.get(teams).keys()])),
      company_id: contact.company_ids[0] ?? null,
      tags: random.sample([...store.get(tags).keys()], random.int(0, 3)).map((id) => ({
        id,
        applied_at: last,
        applied_by: random.chance(0.8) ? { type: 'admin', id: admin.id } : { type: 'contact', id: contact.id },
      })),
      topics: random
        .sample(topicNames, random.int(0, 2))
        .map((name) => ({ id: String(topicNames.indexOf(name) + 70), name })),
      ...stateOf(i, inBatch || i % 3 === 1, last),
      ...(extrasOf(seeding, i, { begun, last, contact, admin }) satisfies NewConversation),
      parts,
    });
  }

  for (let i = 0; i < counts.deletedConversations; i++) {
    const begun = recently(seeding, 300);
    const { id } = createConversation({ created_at: begun, contact_ids: [random.pick(people).id] });
    timeline.at(between(seeding, begun, end), () => deleteConversation(id, i % 3 !== 0));
  }
  timeline.run();
}

function stateOf(index: number, closed: boolean, last: number): Partial<Conversation> {
  if (closed) return { state: 'closed' };
  if (index % 11 === 0) return { state: 'snoozed', snoozed_until: last + day };
  return { state: 'open', waiting_since: index % 2 === 0 ? last : null };
}

function sourceOf({ random, store }: Seeding, contact: Contact, index: number): Source {
  const byAdmin = index % 10 === 9;
  const admin = random.pick([...store.get(admins).values()]);
  const author: Author = byAdmin
    ? { type: 'admin', id: admin.id, name: admin.name, email: admin.email }
    : {
        type: contact.role,
        id: contact.id,
        name: contact.name,
        email: contact.email ?? `${contact.id}@unknown.example`,
      };
  const mail = index % 5 === 2;
  return {
    type: mail ? 'email' : random.pick(['conversation', 'conversation', 'whatsapp', 'facebook']),
    id: store.ids.number(messageIds),
    delivered_as: byAdmin ? 'admin_initiated' : 'customer_initiated',
    subject: mail ? `<p>${random.pick(subjects)}</p>` : '',
    body: `<p>${random.pick(sentences).replaceAll('&', '&amp;').replaceAll('\n', '<br>')}</p>`,
    author,
    attachments: index % 15 === 0 ? [attachment(index)] : [],
    url: index % 3 === 0 ? `https://app.northwind.example/help?from=${index}` : null,
    redacted: index % 50 === 49,
    recipients: mail
      ? [{ type: 'to', email: 'support@northwind.example', drop_reason: index % 2 === 0 ? 'duplicate' : null }]
      : null,
    reply_to: mail ? [{ email: author.email, name: author.name }] : null,
    email_message_metadata: mail ? mailHeaders(author, index, '<div>Earlier mail</div>') : undefined,
  };
}

interface Course {
  begun: number;
  last: number;
  contact: Contact;
  source: Source;
  closed: boolean;
  index: number;
}

function partsOf(seeding: Seeding, { begun, last, contact, source, closed, index }: Course): NewPart[] {
  const { random, store } = seeding;
  const admin = random.pick([...store.get(admins).values()]);
  const adminAuthor: Author = { type: 'admin', id: admin.id, name: admin.name, email: admin.email };
  const contactAuthor: Author = { ...source.author, type: contact.role, id: contact.id, name: contact.name };
  const count = index % 9 === 0 ? 0 : index % 13 === 0 ? 20 : random.int(1, 6);
  const step = Math.floor((last - begun) / (count + 1));
  const parts = Array.from({ length: count }, (_, i): NewPart => {
    const created_at = begun + step * (i + 1);
    const common = { created_at, updated_at: created_at, notified_at: created_at, state: 'open' as const };
    if (i === index % 2) {
      const assigned_to = { type: 'admin' as const, id: admin.id };
      return { ...common, part_type: 'assignment', body: null, assigned_to, author: adminAuthor };
    }
    if (i === 4) return { ...common, ...eventOf(index), body: null, author: adminAuthor };
    const byAdmin = i % 2 === 0;
    return {
      ...common,
      body: `<p>${random
        .pick(byAdmin ? replies : sentences)
        .replaceAll('&', '&amp;')
        .replaceAll('\n', '<br>')}</p>`,
      author: byAdmin ? { ...adminAuthor, from_ai_agent: i === 2, is_ai_answer: i === 2 } : contactAuthor,
      attachments: i === 3 ? [attachment(index)] : [],
      external_id: i === 5 ? `ext-${index}` : null,
      redacted: i === 7,
      email_message_metadata: source.type === 'email' && i === 0 ? mailHeaders(adminAuthor, index) : null,
      metadata: i === 2 ? quickReplies(random.hex(12)) : null,
      tag_ids: i === 3 ? [random.pick([...store.get(tags).keys()])] : [],
      app_package_code: i === 5 ? 'northwind-helper' : null,
    };
  });
  if (closed) parts.push({ part_type: 'close', body: null, created_at: last, author: adminAuthor, state: 'closed' });
  return parts;
}

const namedEvents: Pick<NewPart, 'part_type' | 'event_details'>[] = [
  {
    part_type: 'conversation_attribute_updated_by_admin',
    event_details: { attribute: { name: 'Issue type' }, value: { name: 'Bug', previous: null } },
  },
  {
    part_type: 'conversation_attribute_updated_by_workflow',
    event_details: { workflow: { name: 'Triage' }, attribute: { name: 'Amount' }, value: { name: '12' } },
  },
  {
    part_type: 'conversation_attribute_updated_by_user',
    event_details: { attribute: { name: 'Order number' }, value: { name: 'B-2', previous: 'B-1' } },
  },
  { part_type: 'custom_action_started', event_details: { action: { name: 'Open a ticket elsewhere' } } },
  {
    part_type: 'custom_action_finished',
    event_details: { action: { name: 'Open a ticket elsewhere', result: 'success' } },
  },
  {
    part_type: 'operator_workflow_event',
    event_details: { workflow: { name: 'Triage' }, event: { type: 'wait_finished', result: 'Waited enough' } },
  },
];

function eventOf(index: number): Pick<NewPart, 'part_type' | 'event_details'> {
  return namedEvents[index % namedEvents.length]!;
}

function attachment(index: number): JsonObject {
  const name = `screenshot ${index} ü.png`;
  const url = `https://files.example/${index}.png`;
  return { type: 'upload', name, url, content_type: 'image/png', filesize: 1000 + index, width: 640, height: 480 };
}

function mailHeaders({ email, name }: Author, index: number, history?: string): JsonObject {
  return {
    message_id: `<${index}.mail@northwind.example>`,
    subject: `Re: ${subjects[index % subjects.length]}`,
    email_address_headers: [{ type: 'from', email_address: email, name }],
    ...(history === undefined ? {} : { history }),
  };
}

function quickReplies(digits: string): JsonObject {
  const uuid = (end: string): string => `6f1ed8a0-1111-4222-8333-${digits.slice(0, 11)}${end}`;
  return {
    quick_reply_options: [
      { text: 'Yes, please', uuid: uuid('1'), translations: { de: 'Ja, bitte' } },
      { text: 'No', uuid: uuid('2'), translations: null },
    ],
    quick_reply_uuid: uuid('1'),
  };
}
