/** What a workspace holds at this moment, as far as the checks of every checkpoint need it: keys and cursor values. */
import type { Workspace } from '../../src/simulator/index.ts';
import { cursorValue } from './keeper.ts';

/** Key (as `keyOf` writes it) to cursor value. */
export type Live = Map<string, number>;

interface Changing {
  id: string;
  updated_at: number;
}

const byId = (items: Iterable<Changing>): Live =>
  new Map([...items].map(({ id, updated_at }) => [JSON.stringify([id]), updated_at]));

const contactsWithRole = (role: string) => (workspace: Workspace) =>
  byId([...workspace.contacts.values()].filter((contact) => contact.role === role));

type Contacts = Workspace['contacts'];
type Contact = Contacts extends ReadonlyMap<string, infer One> ? One : never;

const ofEachContact = (contacts: Contacts, idsIn: (contact: Contact) => readonly string[]): Live =>
  new Map(
    [...contacts.values()].flatMap((contact) =>
      idsIn(contact).map((id) => [JSON.stringify([contact.id, id]), contact.updated_at] as const),
    ),
  );

const mostParts = 500;

const liveOf: Record<string, (workspace: Workspace) => Live> = {
  contacts: ({ contacts }) => byId(contacts.values()),
  users: contactsWithRole('user'),
  leads: contactsWithRole('lead'),
  contact_merges: ({ contacts }) =>
    new Map(
      [...contacts.values()]
        .filter(({ role }) => role === 'user')
        .flatMap(({ id, updated_at, merge_history }) =>
          merge_history.map((merge) => [JSON.stringify([id, merge.source_contact_id]), updated_at]),
        ),
    ),
  contact_tags: ({ contacts }) => ofEachContact(contacts, ({ tags }) => tags.map(({ id }) => id)),
  contact_companies: ({ contacts }) => ofEachContact(contacts, ({ company_ids }) => company_ids),
  contact_activities: ({ contactActivities }) =>
    new Map(contactActivities.map(({ id }) => [JSON.stringify([id]), cursorValue(id)])),
  companies: ({ companies }) => byId(companies.values()),
  company_segments: ({ companies, segments }) =>
    new Map(
      [...companies.values()].flatMap(({ id, updated_at, segment_ids }) =>
        segment_ids.filter((one) => segments.has(one)).map((one) => [JSON.stringify([id, one]), updated_at]),
      ),
    ),
  conversations: ({ conversations }) => byId(conversations.values()),
  conversation_parts: ({ conversations }) =>
    new Map(
      [...conversations.values()].flatMap(({ parts, updated_at }) =>
        parts.slice(-mostParts).map(({ id }) => [JSON.stringify([id]), updated_at]),
      ),
    ),
  deleted_conversations: ({ deletedConversations }) =>
    new Map([...deletedConversations.values()].map(({ id, deleted_at }) => [JSON.stringify([id]), deleted_at])),
  tickets: ({ tickets }) => byId(tickets.values()),
  calls: ({ calls }) => byId(calls.values()),
  activity_logs: ({ activityLogs }) =>
    new Map([...activityLogs.values()].map(({ id, created_at }) => [JSON.stringify([id]), created_at])),
  segments: ({ segments }) => byId(segments.values()),
  internal_articles: ({ internalArticles }) => byId(internalArticles.values()),
};

/** When what search shows late was made; of the other streams, nothing. */
export function madeAt(stream: string, workspace: Workspace): Live {
  if (stream !== 'contacts' && stream !== 'conversations' && stream !== 'tickets') return new Map();
  return new Map([...workspace[stream].values()].map(({ id, created_at }) => [JSON.stringify([id]), created_at]));
}

/** Streams whose rows can be told by a cursor. */
export const hasLive = (stream: string): boolean => stream in liveOf;

/** Keys of the rows made of the details of these entities, which a state sets apart: their details are to be asked for again. */
export function setApart(stream: string, ids: Iterable<string>, workspace: Workspace): ReadonlySet<string> {
  if (stream === 'contact_tags' || stream === 'contact_companies') {
    const some = new Set(ids);
    return new Set([...liveOf[stream]!(workspace).keys()].filter((key) => some.has(JSON.parse(key)[0])));
  }
  if (stream !== 'conversation_parts') return new Set();
  return new Set(
    [...ids].flatMap((id) => (workspace.conversations.get(id)?.parts ?? []).map((part) => JSON.stringify([part.id]))),
  );
}

/** `vanished`: contacts that are left out, as what a reader holds of them depends on when it looked. */
export function live(stream: string, workspace: Workspace, vanished: ReadonlySet<string> = new Set()): Live {
  const all = liveOf[stream]!(workspace);
  if (vanished.size > 0 && ofContacts.includes(stream))
    for (const key of all.keys()) if (vanished.has(JSON.parse(key)[0])) all.delete(key);
  return all;
}

/** Streams whose keys begin with a contact's id. */
const ofContacts = ['contacts', 'users', 'leads', 'contact_merges', 'contact_tags', 'contact_companies'];
