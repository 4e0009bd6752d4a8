/** The workspace itself, which the reference calls an app: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin */
import { bool, described, epoch, text } from '../../core/columns/columns.ts';
import { ConnectorError } from '../../core/errors.ts';
import type { Reader } from '../../intercom/readers/reader.ts';
import { isEntity, isId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

/** The one object that comes with the admin whose the token is. */
const readWorkspace: Reader['read'] = async function* ({ client }) {
  const { app } = await client.get('/me');
  if (!isEntity(app) || !isId(app.id_code)) {
    throw new ConnectorError('request_refused', "Intercom's answer to /me names no workspace.", {
      hint: 'If this goes on, report it: the API may have changed.',
    });
  }
  yield { entities: [{ ...app, id: app.id_code }] };
};

export const workspace = defineStream({
  name: 'workspace',
  description: 'The workspace that the token belongs to: one row.',
  // Every token may ask for it.
  permission: permissions.admins,
  primaryKey: ['id'],
  columns: {
    type: text,
    id: described(text, 'The same as `id_code`.'),
    id_code: text,
    name: text,
    region: text,
    timezone: text,
    created_at: epoch,
    identity_verification: bool,
  },
  scan: { name: 'workspace', read: readWorkspace },
});
