/** Macros, which are saved replies: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/macros */
import { described, list, text, timestamp } from '../../core/columns/columns.ts';
import { cursoredPages } from '../../intercom/readers/cursored.ts';
import { updatedAtInIso } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const macros = defineStream({
  name: 'macros',
  description: "The saved replies; only those that the token's owner may see, not those of other teams.",
  // As the reference's 403 says.
  permission: permissions.conversations,
  since: '2.16',
  primaryKey: ['id'],
  byId: (id) => `/macros/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: {
    type: text,
    id: text,
    name: text,
    body: described(text, 'HTML.'),
    body_text: described(text, 'The same without HTML.'),
    created_at: timestamp,
    updated_at: timestamp,
    visible_to: described(text, 'everyone or specific_teams.'),
    visible_to_team_ids: described(list(text), 'The ids of teams, where visible_to says so.'),
    available_on: described(list(text), 'Where it can be used, such as inbox.'),
  },
  scan: {
    name: 'macros',
    cursor: updatedAtInIso,
    async *read(context) {
      for await (const entities of cursoredPages(context, { path: '/macros', items: 'data', pageSize: 150 }))
        yield { entities };
    },
  },
});
