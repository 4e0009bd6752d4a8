/** Folders of articles: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/folders */
import { described, epoch, int, intReference, text } from '../../core/columns/columns.ts';
import { latestFirst } from '../../intercom/readers/latest-first.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const folders = defineStream({
  name: 'folders',
  description: 'The folders that content is kept in.',
  // No document names one.
  permission: permissions.articles,
  since: 'Preview',
  primaryKey: ['id'],
  columns: {
    id: text,
    name: text,
    description: text,
    emoji: text,
    parent_folder_id: described(intReference, 'The id of folders: the one that it is in; none of those at the top.'),
    content_count: described(int, 'How much it holds.'),
    created_at: epoch,
    updated_at: epoch,
  },
  scan: {
    name: 'folders',
    read: latestFirst({ path: '/folders', items: 'data', pageSize: 150, version: 'Preview' }),
  },
});
