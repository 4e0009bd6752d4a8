/** Tags: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tags */
import { listing } from '../../intercom/readers/listing.ts';
import { permissions } from '../common/permissions.ts';
import { tagColumns } from '../common/tag.ts';
import { defineStream } from '../stream.ts';

export const tags = defineStream({
  name: 'tags',
  description: 'The tags of the workspace.',
  permission: permissions.tags,
  primaryKey: ['id'],
  byId: (id) => `/tags/${encodeURIComponent(id)}`,
  columns: tagColumns,
  scan: { name: 'tags', read: listing({ path: '/tags', items: 'data' }) },
});
