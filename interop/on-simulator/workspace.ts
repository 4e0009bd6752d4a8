/** A workspace of some pages of everything, with what connectors are known to cut, and its truth: the simulator's own objects. */
import { type Contact, createSimulator, type Simulator } from '../../src/simulator/index.ts';

export type Row = { [field: string]: unknown };

/** Rows by what tells them apart. */
export type Rows = Map<string, Row>;

/** More than a contact shows of its tags. */
const manyTags = 13;

/** More than Intercom gives of a conversation's parts, by three. */
const manyParts = 503;

/** 2020-09-13, before all else in it. */
const early = 1_600_000_000;

export interface Crowded {
  simulator: Simulator;
  /** The contact with many tags. */
  tagged: string;
  /** The conversation with many parts. */
  long: string;
  /** The conversation that has the last id and has not changed for the longest time. */
  old: string;
}

export function crowdedWorkspace(): Crowded {
  const counts = { contacts: 320, conversations: 170, tickets: 10, companies: 130 };
  const simulator = createSimulator({ counts, rateLimit: { limit: 100_000, windowSeconds: 10 } });
  const { workspace } = simulator;
  const tagged = workspace.createContact({ role: 'user', name: 'Tagged' }).id;
  const tags = Array.from({ length: manyTags }, (_, i) => workspace.createTag({ name: `mark ${i}` }).id);
  for (const tag of tags) workspace.tagContact(tagged, tag);
  const long = workspace.createConversation({ title: 'Long' }).id;
  for (let i = 0; i < manyParts; i++) workspace.addPart(long, { body: `<p>Part ${i}</p>` });
  // The last by id, and the first by time.
  const [created_at, updated_at] = [early, early];
  const old = workspace.createConversation({ title: 'Old', created_at, updated_at, parts: [{ body: 'Of old' }] }).id;
  return { simulator, tagged, long, old };
}

const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id).sort();

/** What there is of each stream that other connectors have, by id, in the fields that theirs and Intercom's objects have in common. */
export function truthOf({ workspace }: Simulator): { [stream: string]: Rows } {
  const byId = <T extends { id: string }>(all: Iterable<T>, fields: (one: T) => Row): Rows =>
    new Map([...all].map((one) => [one.id, { id: one.id, ...fields(one) }]));
  const attributes = (model: 'contact' | 'company'): Rows =>
    new Map(
      [...workspace.dataAttributes.values()]
        .filter((one) => one.model === model)
        .map(({ full_name, name, label, description, custom, archived }) => [
          full_name,
          { full_name, name, label, description, custom, archived },
        ]),
    );
  const conversations = [...workspace.conversations.values()];
  const parts = conversations.flatMap((one) => one.parts.map((part) => ({ ...part, conversation_id: one.id })));
  return {
    activity_logs: byId(workspace.activityLogs.values(), ({ created_at, activity_type, performed_by }) => ({
      created_at,
      activity_type,
      email: performed_by.email,
    })),
    admins: byId(workspace.admins.values(), ({ name, email, job_title }) => ({ name, email, job_title })),
    tags: byId(workspace.tags.values(), ({ name }) => ({ name })),
    teams: byId(workspace.teams.values(), ({ name, primary_admin_ids, secondary_admin_ids }) => ({
      name,
      admin_ids: [...new Set([...primary_admin_ids, ...secondary_admin_ids])],
    })),
    segments: byId(workspace.segments.values(), ({ name, updated_at, person_type }) => ({
      name,
      updated_at,
      person_type,
    })),
    companies: byId(workspace.companies.values(), (one) => ({
      company_id: one.company_id,
      updated_at: one.updated_at,
      monthly_spend: one.monthly_spend,
      custom_attributes: one.custom_attributes,
      tags: [...one.tag_ids].sort(),
      segments: [...one.segment_ids].sort(),
    })),
    contact_attributes: attributes('contact'),
    company_attributes: attributes('company'),
    contacts: byId(workspace.contacts.values(), contactFields),
    conversations: byId(conversations, (one) => ({
      title: one.title,
      state: one.state,
      updated_at: one.updated_at,
      custom_attributes: one.custom_attributes,
      contacts: [...one.contact_ids].sort(),
      tags: ids(one.tags),
    })),
    conversation_parts: byId(parts, ({ conversation_id, part_type, created_at, author }) => ({
      conversation_id,
      part_type,
      created_at,
      author: author.id,
    })),
  };
}

const contactFields = ({ role, email, name, updated_at, custom_attributes, tags, company_ids }: Contact): Row => ({
  role,
  email,
  name,
  updated_at,
  custom_attributes,
  tags: ids(tags),
  companies: [...company_ids].sort(),
});

/** How many of a list of a contact Intercom shows inside of it. */
export const mostInline = 10;

/** The contacts with more tags or companies than stand inside of them. */
export const cutContacts = ({ workspace }: Simulator): string[] =>
  [...workspace.contacts.values()]
    .filter(({ tags, company_ids }) => tags.length > mostInline || company_ids.length > mostInline)
    .map(({ id }) => id);

/** The rows without those of these ids. Throws where there is none of an id: a loss that is told must be one. */
export function without(rows: Rows, gone: Iterable<string>): Rows {
  const left = new Map(rows);
  for (const id of gone) if (!left.delete(id)) throw new Error(`There is no ${id} that could be missing.`);
  return left;
}
