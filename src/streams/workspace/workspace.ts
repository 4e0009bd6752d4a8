/** The workspace itself, which the reference calls an app: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin */
import { bool, described, epoch, text } from '../../core/columns/columns.ts';
import type { Entity, Page } from '../../intercom/readers/reader.ts';
import { appOf } from '../../intercom/session.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

/** The page that the workspace is, as `/me` gives it. */
export const workspacePage = (app: Entity): Page => ({ entities: [{ ...app, id: app.id_code }] });

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
    region: described(text, 'Where it is held: US, EU or AU.'),
    timezone: described(text, "IANA's name of its time zone."),
    created_at: epoch,
    identity_verification: described(bool, 'Whether it is turned on.'),
  },
  scan: {
    name: 'workspace',
    async *read({ client }) {
      yield workspacePage(appOf(await client.get('/me')));
    },
  },
});
