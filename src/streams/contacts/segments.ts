/** The segments that contacts are in, and the kinds of mail they want: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/listsegmentsforacontact */
import { childColumns, childRows } from '../common/children.ts';
import { withId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { segmentColumns } from '../common/segment.ts';
import { sublist, sublistOf } from '../common/sublist.ts';
import { subscriptionTypeColumns } from '../common/subscription-type.ts';
import { defineStream, type Stream } from '../stream.ts';
import { contactScan, mergedInto } from './contacts.ts';

/** A stream of what Intercom lists below each contact. */
const ofEachContact = (
  literal: Pick<Stream, 'name' | 'description' | 'columns'> & Required<Pick<Stream, 'detail'>>,
): Stream =>
  defineStream({
    ...literal,
    permission: permissions.people,
    cost: 'a request per contact',
    primaryKey: ['contact_id', 'id'],
    cursor: 'contact_updated_at',
    columns: childColumns('contact', literal.columns),
    parent: { stream: 'contacts', column: 'contact_id' },
    scan: contactScan,
    tombstonesFromRecord: mergedInto,
    rows: (contact, detail) => childRows('contact', contact, withId(sublistOf(detail, 'data'))),
  });

export const contactSegments = ofEachContact({
  name: 'contact_segments',
  description: 'Which contact is in which segment: one row each, as of when the contact last changed.',
  columns: segmentColumns,
  detail: sublist({
    name: 'contact_segments',
    path: (id) => `/contacts/${encodeURIComponent(id)}/segments`,
    items: 'data',
  }),
});

export const contactSubscriptions = ofEachContact({
  name: 'contact_subscriptions',
  description: 'Which kinds of mail a contact has opted in to or out of: one row each.',
  columns: subscriptionTypeColumns,
  detail: sublist({
    name: 'contact_subscriptions',
    path: (id) => `/contacts/${encodeURIComponent(id)}/subscriptions`,
    items: 'data',
  }),
});
