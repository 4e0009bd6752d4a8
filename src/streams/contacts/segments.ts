/** The segments that contacts are in, and the kinds of mail they want: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/listsegmentsforacontact */
import { described, text } from '../../core/columns/columns.ts';
import { childRows } from '../common/children.ts';
import { entitiesAt, withId } from '../common/entity.ts';
import { sublist } from '../common/sublist.ts';
import type { Stream } from '../stream.ts';
import { ofEachContact } from './child.ts';

/**
 * A stream of what Intercom lists below each contact. Its rows name what is listed: what that is called may change without the contact, and
 * has a stream of its own.
 */
const references = (
  stream: string,
  literal: Pick<Stream, 'name' | 'description'> & Required<Pick<Stream, 'detail'>>,
): Stream =>
  ofEachContact({
    ...literal,
    cost: 'a request per contact',
    columns: { type: text, id: described(text, `The id of ${stream}.`) },
    rows: (contact, detail) =>
      childRows(
        'contact',
        contact,
        withId(entitiesAt(detail, 'data')).map(({ type, id }) => ({ type, id })),
      ),
  });

export const contactSegments = references('segments', {
  name: 'contact_segments',
  description: 'Which contact is in which segment: one row each, as of when the contact last changed.',
  detail: sublist({
    name: 'contact_segments',
    path: (id) => `/contacts/${encodeURIComponent(id)}/segments`,
    items: 'data',
  }),
});

export const contactSubscriptions = references('subscription_types', {
  name: 'contact_subscriptions',
  description: 'Which kinds of mail a contact has opted in to or out of: one row each.',
  detail: sublist({
    name: 'contact_subscriptions',
    path: (id) => `/contacts/${encodeURIComponent(id)}/subscriptions`,
    items: 'data',
  }),
});
