import type { Row } from '../../../src/core/events.ts';
import type { Workspace } from '../../../src/simulator/index.ts';
import { adminExceptions, contactExceptions, inside, parent } from './contract.ts';
import { asListed, type Oracle } from './oracle.ts';

const onlyInActivities = 'a deleted contact is told by the contact activities only';
const examplesOnly = 'only in examples of the reference';

const neverFilled = {
  formatted_phone: 'not in every API version',
  enabled_push_messaging: 'only in the answer about one contact',
  'utm_*': examplesOnly,
  referrer: examplesOnly,
  'opted_*': examplesOnly,
};

const ofRole =
  (role: string) =>
  (workspace: Workspace): Row[] =>
    workspace.truth('contacts').filter((contact) => contact.role === role);

const merges = (workspace: Workspace): Row[] =>
  workspace.truth('contacts').flatMap((contact) =>
    ((contact.merge_history ?? []) as Row[]).map((merge) => ({
      ...merge,
      contact_id: contact.id,
      contact_updated_at: contact.updated_at,
    })),
  );

/** The rows of a stream of what is below each contact. */
const ofEach =
  (childrenOf: (contact: Contact, workspace: Workspace) => Row[]) =>
  (workspace: Workspace): Row[] =>
    [...workspace.contacts.values()].flatMap((contact) =>
      childrenOf(contact, workspace).map((child) => ({
        ...child,
        contact_id: contact.id,
        contact_updated_at: contact.updated_at,
      })),
    );

type Contact = Workspace['contacts'] extends ReadonlyMap<string, infer One> ? One : never;

const common = {
  contract: { schema: 'contact', exceptions: contactExceptions },
  asks: ['POST /contacts/search'],
  asksById: '/contacts/:id',
  chosenBy: 'updated_at',
  unmentionedWithoutPreview: onlyInActivities,
};

const references = { ...parent('contact'), 'url: no column': 'the list that has all of them does not have it' };

export const contacts: Record<string, Oracle> = {
  contacts: { ...common, rows: asListed('contacts'), neverFilled },
  users: { ...common, rows: ofRole('user'), neverFilled },
  leads: {
    ...common,
    rows: ofRole('lead'),
    neverFilled: {
      ...neverFilled,
      merge_history: 'only users swallow others',
      external_id: 'the simulator gives it to users only',
      signed_up_at: 'a lead has not signed up',
    },
  },
  contact_merges: {
    ...common,
    contract: { schema: 'merge_history_item', exceptions: parent('contact') },
    rows: merges,
    chosenBy: 'contact_updated_at',
  },
  contact_tags: {
    ...common,
    contract: { schema: 'addressable_list', exceptions: references },
    asks: ['POST /contacts/search', 'GET /contacts/:id/tags'],
    rows: ofEach(({ tags }) => tags.map(({ id }) => ({ type: 'tag', id }))),
    chosenBy: 'contact_updated_at',
  },
  contact_companies: {
    ...common,
    contract: { schema: 'company_data', exceptions: references },
    asks: ['POST /contacts/search', 'GET /contacts/:id/companies'],
    rows: ofEach(({ company_ids }) => company_ids.map((id) => ({ type: 'company', id }))),
    chosenBy: 'contact_updated_at',
  },
  contact_notes: {
    ...common,
    contract: {
      schema: 'note',
      exceptions: {
        ...parent('contact'),
        ...inside('author', adminExceptions),
        'company: no column': 'a note is on a contact or on a company, never on both',
      },
    },
    asks: ['POST /contacts/search', 'GET /contacts/:id/notes'],
    rows: ofEach(({ id, note_ids }, workspace) => {
      const admins = new Map(workspace.truth('admins').map(({ avatar, ...admin }) => [admin.id, admin]));
      return note_ids.map((note_id) => {
        const { contact_id, company_id, author_id, ...note } = workspace.notes.get(note_id)!;
        return { type: 'note', ...note, contact: { type: 'contact', id }, author: admins.get(author_id ?? '') ?? null };
      });
    }),
    chosenBy: 'contact_updated_at',
    untouched: {
      why: 'a contact does not change when the author of a note does',
      strip: ({ author, ...row }) => row,
    },
  },
  data_events: {
    ...common,
    contract: { schema: 'data_event', exceptions: parent('contact') },
    asks: ['POST /contacts/search', 'GET /events'],
    rows: (workspace) => {
      const events = workspace.truth('data_events');
      return ofEach(({ id }) => events.filter(({ intercom_user_id }) => intercom_user_id === id))(workspace);
    },
    chosenBy: 'contact_updated_at',
  },
  data_event_summaries: {
    ...common,
    contract: {
      schema: 'data_event_summary_item',
      exceptions: {
        ...parent('contact'),
        'first: timestamp, documented as text': 'its example is a time in ISO 8601',
        'last: timestamp, documented as text': 'its example is a time in ISO 8601',
      },
    },
    asks: ['POST /contacts/search', 'GET /events'],
    rows: ofEach(({ id }, workspace) => {
      const all = [...workspace.dataEvents.values()].filter(({ contact_id }) => contact_id === id);
      return [...new Set(all.map(({ event_name }) => event_name))].map((name) => {
        const times = all.filter(({ event_name }) => event_name === name).map(({ created_at }) => created_at);
        const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('Z', '+00:00');
        const description = `When a contact ${name}`;
        return { name, first: at(Math.min(...times)), last: at(Math.max(...times)), count: times.length, description };
      });
    }),
    chosenBy: 'contact_updated_at',
  },
  contact_segments: {
    ...common,
    contract: { schema: 'addressable_list', exceptions: references },
    asks: ['POST /contacts/search', 'GET /contacts/:id/segments'],
    rows: ofEach(({ segment_ids }, { segments }) =>
      segment_ids.filter((id) => segments.has(id)).map((id) => ({ type: 'segment', id })),
    ),
    chosenBy: 'contact_updated_at',
  },
  contact_subscriptions: {
    ...common,
    contract: { schema: 'addressable_list', exceptions: references },
    asks: ['POST /contacts/search', 'GET /contacts/:id/subscriptions'],
    rows: ofEach(({ subscription_ids }, { subscriptionTypes }) =>
      subscription_ids.filter((id) => subscriptionTypes.has(id)).map((id) => ({ type: 'subscription', id })),
    ),
    chosenBy: 'contact_updated_at',
    unmentioned: 'a contact does not change when a kind of mail is deleted',
  },
  inactive_contacts: {
    contract: { undocumented: 'only the reference of 2.17 and the Preview version has them' },
    asks: ['GET /contacts/deleted'],
    rows: asListed('inactive_contacts'),
  },
  contact_activities: {
    contract: { undocumented: 'only the document of the Preview version has them' },
    asks: ['GET /contacts/activities'],
    rows: asListed('contact_activities'),
    chosenBy: 'created_at',
  },
};
