/** Data connectors: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-connectors */
import { bool, described, text, textReference, timestamp } from '../../core/columns/columns.ts';
import { cursoredPages } from '../../intercom/readers/cursored.ts';
import type { Entity, ReadContext } from '../../intercom/readers/reader.ts';
import { updatedAtInIso } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

/** Those that changed last come first: what changes while it is listed moves to the front. */
export const connectorPages = (context: ReadContext): AsyncGenerator<Entity[]> =>
  cursoredPages(context, { path: '/data_connectors', items: 'data', pageSize: 50 });

export const dataConnectors = defineStream({
  name: 'data_connectors',
  description: 'The requests to other APIs that workflows and Fin can make.',
  // The reference names none.
  permission: permissions.admins,
  since: '2.16',
  primaryKey: ['id'],
  byId: (id) => `/data_connectors/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: {
    type: text,
    id: text,
    name: text,
    description: text,
    state: described(text, 'draft or live.'),
    http_method: described(text, 'get, post, put, delete or patch.'),
    direct_fin_usage: described(bool, 'Whether Fin may use it by itself.'),
    created_by_admin_id: described(textReference, 'The id of admins.'),
    updated_by_admin_id: described(textReference, 'The id of admins.'),
    created_at: timestamp,
    updated_at: timestamp,
    execution_results_url: described(text, 'Where the API gives its executions.'),
  },
  scan: {
    name: 'data_connectors',
    cursor: updatedAtInIso,
    async *read(context) {
      for await (const entities of connectorPages(context)) yield { entities };
    },
  },
});
