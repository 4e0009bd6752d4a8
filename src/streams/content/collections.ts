/** Collections of articles: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/help-center/listallcollections */
import { described, epoch, int, intReference, text, textReference } from '../../core/columns/columns.ts';
import { latestFirst } from '../../intercom/readers/latest-first.ts';
import { updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';
import { inEachLanguage } from './languages.ts';

export const collections = defineStream({
  name: 'collections',
  description: 'The collections and sections of the help center: all of them in every sync.',
  permission: permissions.articles,
  primaryKey: ['id'],
  byId: (id) => `/help_center/collections/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: {
    id: text,
    workspace_id: described(textReference, "The workspace's id."),
    name: text,
    description: text,
    created_at: epoch,
    updated_at: described(epoch, 'When the text in the default language last changed.'),
    url: text,
    icon: text,
    order: described(int, 'Its place among its siblings.'),
    default_locale: text,
    translated_content: described(inEachLanguage({ type: text, name: text, description: text }), 'By language.'),
    parent_id: described(textReference, 'The id of collections: the one that it is in; none of those at the top.'),
    help_center_id: described(intReference, 'The id of help_centers.'),
  },
  // Translations have no time of their own, and there are few collections.
  fullSnapshot: true,
  scan: {
    name: 'collections',
    cursor: updatedAt,
    read: latestFirst({ path: '/help_center/collections', items: 'data', pageSize: 50 }),
  },
});
