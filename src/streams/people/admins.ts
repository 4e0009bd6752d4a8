/** Teammates: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins */
import { listing } from '../../intercom/readers/listing.ts';
import { adminColumns } from '../common/admin.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const admins = defineStream({
  name: 'admins',
  description: 'The teammates of the workspace.',
  permission: permissions.admins,
  primaryKey: ['id'],
  byId: (id) => `/admins/${encodeURIComponent(id)}`,
  columns: adminColumns,
  scan: { name: 'admins', read: listing({ path: '/admins', query: { display_avatar: 'true' }, items: 'admins' }) },
});
