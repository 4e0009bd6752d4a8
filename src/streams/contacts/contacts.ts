/** Contacts, and the users and leads among them: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts */
import { type Columns, described, epoch, text } from '../../core/columns/columns.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { search } from '../../intercom/readers/search.ts';
import { childRows, childStream } from '../common/children.ts';
import { entitiesAt, isId, updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { type Deletion, defineStream, type Scan, type Stream } from '../stream.ts';
import { contactActivityFeed, contactGone, leadLeft } from './activities.ts';
import { contactColumns } from './columns.ts';

const contactScanOf = (columns: Columns): Scan => ({
  name: 'contacts',
  cursor: updatedAt,
  // Merge history tells which contacts a surviving one has swallowed, also where the activities are closed to us.
  ...search({
    path: '/contacts/search',
    items: 'data',
    columns,
    byDay: true,
    sorts: true,
    query: { include_merge_history: 'true' },
  }),
  deletions: { feed: contactActivityFeed, of: contactGone },
  withColumns: contactScanOf,
});

export const contactScan = contactScanOf(contactColumns);

const mergesOf = (contact: Entity): Entity[] =>
  entitiesAt(contact, 'merge_history').filter(({ source_contact_id }) => isId(source_contact_id));

/** The contacts that were merged into this one: they are gone, and what was theirs. */
export const mergedInto = (contact: Entity): Deletion[] =>
  mergesOf(contact).flatMap(({ source_contact_id, merged_at }) =>
    typeof merged_at === 'number' ? [{ id: String(source_contact_id), at: merged_at, reason: 'merged' }] : [],
  );

const contactStream = (name: string, description: string, special: Partial<Stream> = {}) =>
  defineStream({
    name,
    description,
    permission: permissions.people,
    primaryKey: ['id'],
    cursor: 'updated_at',
    columns: contactColumns,
    scan: contactScan,
    tombstonesFromRecord: mergedInto,
    vanishing: 'archived or deleted',
    byId: (id) => `/contacts/${encodeURIComponent(id)}`,
    ...special,
  });

const withRole = (role: 'user' | 'lead'): Stream['only'] => ({
  filter: { field: 'role', operator: '=', value: role },
  matches: (contact) => contact.role === role,
});

export const contacts = contactStream('contacts', 'Users and leads together.');
export const users = contactStream('users', 'The contacts who have signed up.', {
  only: withRole('user'),
  removesFrom: 'leads',
});
export const leads = contactStream('leads', 'The contacts who have not signed up.', {
  only: withRole('lead'),
  tombstonesFromEvent: leadLeft,
});

export const contactMerges = childStream(contacts, 'contact', {
  name: 'contact_merges',
  description: 'Which contacts were merged into which: one row each.',
  primaryKey: ['contact_id', 'source_contact_id'],
  columns: {
    type: text,
    source_contact_id: described(
      text,
      'The contact that is gone: it joins the key of a row of contacts in _deleted, no row of contacts.',
    ),
    source_contact_role: described(text, 'user or lead: what it was.'),
    merged_at: epoch,
  },
  tombstonesFromRecord: mergedInto,
  vanishing: 'archived or deleted',
  rows: (contact) => childRows('contact', contact, mergesOf(contact)),
});
