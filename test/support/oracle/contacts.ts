import type { Row } from '../../../src/core/events.ts';
import type { Workspace } from '../../../src/simulator/index.ts';
import { contactExceptions, parent } from './contract.ts';
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
  contact_segments: {
    ...common,
    contract: { schema: 'segment', exceptions: parent('contact') },
    asks: ['POST /contacts/search', 'GET /contacts/:id/segments'],
    rows: ofEach(({ segment_ids }, workspace) =>
      workspace
        .truth('segments')
        .flatMap(({ count, ...segment }) => (segment_ids.includes(String(segment.id)) ? [segment] : [])),
    ),
    chosenBy: 'contact_updated_at',
    untouched: {
      why: 'a contact does not change when a segment does',
      strip: ({ contact_id, contact_updated_at, id }) => ({ contact_id, contact_updated_at, id }),
    },
    neverFilled: { count: 'only in the list of segments' },
  },
  contact_subscriptions: {
    ...common,
    contract: { schema: 'subscription_type', exceptions: parent('contact') },
    asks: ['POST /contacts/search', 'GET /contacts/:id/subscriptions'],
    rows: ofEach(({ subscription_ids }, workspace) =>
      workspace.truth('subscription_types').filter(({ id }) => subscription_ids.includes(String(id))),
    ),
    chosenBy: 'contact_updated_at',
    untouched: {
      why: 'a contact does not change when a kind of mail does',
      strip: ({ contact_id, contact_updated_at, id }) => ({ contact_id, contact_updated_at, id }),
    },
    unmentioned: 'a contact does not change when a kind of mail is deleted',
  },
  contact_activities: {
    contract: { undocumented: 'only the document of the Preview version has them' },
    asks: ['GET /contacts/activities'],
    rows: asListed('contact_activities'),
    chosenBy: 'created_at',
  },
};
