/** The segments that contacts are in, and the kinds of mail they want: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/listsegmentsforacontact */
import { text } from '../../core/columns/columns.ts';
import { childColumns, childRows } from '../common/children.ts';
import { withId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { sublist, sublistOf } from '../common/sublist.ts';
import { defineStream, type Stream } from '../stream.ts';
import { contactScan, mergedInto } from './contacts.ts';

/**
 * A stream of what Intercom lists below each contact. Its rows name what is listed: what that is called may change without the contact, and
 * has a stream of its own.
 */
const ofEachContact = (literal: Pick<Stream, 'name' | 'description'> & Required<Pick<Stream, 'detail'>>): Stream =>
  defineStream({
    ...literal,
    permission: permissions.people,
    cost: 'a request per contact',
    primaryKey: ['contact_id', 'id'],
    cursor: 'contact_updated_at',
    columns: childColumns('contact', { type: text, id: text }),
    parent: { stream: 'contacts', column: 'contact_id' },
    scan: contactScan,
    tombstonesFromRecord: mergedInto,
    rows: (contact, detail) =>
      childRows(
        'contact',
        contact,
        withId(sublistOf(detail, 'data')).map(({ type, id }) => ({ type, id })),
      ),
  });

export const contactSegments = ofEachContact({
  name: 'contact_segments',
  description: 'Which contact is in which segment: one row each, as of when the contact last changed.',
  detail: sublist({
    name: 'contact_segments',
    path: (id) => `/contacts/${encodeURIComponent(id)}/segments`,
    items: 'data',
  }),
});

export const contactSubscriptions = ofEachContact({
  name: 'contact_subscriptions',
  description: 'Which kinds of mail a contact has opted in to or out of: one row each.',
  detail: sublist({
    name: 'contact_subscriptions',
    path: (id) => `/contacts/${encodeURIComponent(id)}/subscriptions`,
    items: 'data',
  }),
});
