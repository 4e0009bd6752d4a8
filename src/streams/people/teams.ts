/** Teams: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/teams */
import { described, int, list, object, text } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const teams = defineStream({
  name: 'teams',
  description: 'The teams of the workspace, with the ids of their admins.',
  permission: permissions.admins,
  primaryKey: ['id'],
  byId: (id) => `/teams/${encodeURIComponent(id)}`,
  columns: {
    type: text,
    id: text,
    name: text,
    admin_ids: list(int),
    admin_priority_level: object({ primary_admin_ids: list(int), secondary_admin_ids: list(int) }),
    assignment_limit: described(int, 'Only where assignments are load balanced.'),
    distribution_method: text,
  },
  scan: { name: 'teams', read: listing({ path: '/teams', items: 'teams' }) },
});
