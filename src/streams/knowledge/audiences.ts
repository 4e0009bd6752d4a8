/** Audiences of Fin: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/audiences */
import { described, epoch, list, object, text } from '../../core/columns/columns.ts';
import { numberedListing } from '../../intercom/readers/numbered-listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

const predicates = list(object({ attribute: text, type: text, comparison: text, value: text }));

export const audiences = defineStream({
  name: 'audiences',
  description: 'The groups of contacts that content for Fin can be meant for, with the conditions that define them.',
  // The reference names none.
  permission: permissions.content,
  since: '2.16',
  primaryKey: ['id'],
  byId: (id) => `/audiences/${encodeURIComponent(id)}`,
  columns: {
    type: text,
    id: text,
    name: text,
    predicates: described(predicates, 'Conditions on attributes.'),
    role_predicates: described(predicates, 'Conditions on the role.'),
    created_at: epoch,
    updated_at: epoch,
  },
  scan: { name: 'audiences', read: numberedListing({ path: '/audiences', items: 'data', pageSize: 50 }) },
});
