/** Teammates and their roles: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins */
import { described, object, text } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { adminColumns } from '../common/admin.ts';
import { isEntity, isId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Scan } from '../stream.ts';

const adminScan: Scan = {
  name: 'admins',
  read: listing({ path: '/admins', query: { display_avatar: 'true' }, items: 'admins' }),
};

/**
 * The reference says that the picture is a string in one place, and in another an object, as it is of contacts. Airbyte's destinations and
 * PyAirbyte take one type of a column, so that it is always the object.
 */
const withPicture = (admin: Row): Row =>
  typeof admin.avatar === 'string' ? { ...admin, avatar: { type: 'avatar', image_url: admin.avatar } } : admin;

export const admins = defineStream({
  name: 'admins',
  description: 'The teammates of the workspace.',
  permission: permissions.admins,
  primaryKey: ['id'],
  byId: (id) => `/admins/${encodeURIComponent(id)}`,
  columns: { ...adminColumns, avatar: object({ type: text, image_url: text }) },
  scan: adminScan,
  rows: (admin) => [withPicture(admin)],
});

export const adminRoles = defineStream({
  name: 'admin_roles',
  description: 'Which admin has which role: one row each; an admin may have none.',
  permission: permissions.admins,
  primaryKey: ['admin_id', 'id'],
  columns: { admin_id: described(text, 'The id of admins.'), type: text, id: text, name: text },
  parent: { stream: 'admins', column: 'admin_id' },
  scan: adminScan,
  rows: ({ id, role }) => (isEntity(role) && isId(role.id) ? [{ ...role, admin_id: String(id) }] : []),
});
