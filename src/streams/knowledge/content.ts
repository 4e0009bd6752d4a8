/** The index of all content of the knowledge hub: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/content/searchcontent */
import { described, list, object, text } from '../../core/columns/columns.ts';
import { numberedListing } from '../../intercom/readers/numbered-listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

/** All that there are: those that are asked for stand in place of the endpoint's own choice. */
const content_types = 'snippet,external_content,file_source_content,internal_article,article';

export const knowledgeContent = defineStream({
  name: 'knowledge_content',
  description: 'An index of all knowledge: snippets, external pages, uploaded files, internal and public articles.',
  permission: permissions.content,
  since: '2.16',
  // Each type counts its ids for itself.
  primaryKey: ['type', 'id'],
  columns: {
    type: described(text, 'content_snippet, external_content, file_source_content, internal_article or article.'),
    id: text,
    title: text,
    contents: described(
      list(object({ type: text, id: text, title: text, locale: text })),
      'Only on an article: one for each of its languages.',
    ),
  },
  scan: {
    name: 'knowledge_content',
    read: numberedListing({
      path: '/content/search',
      query: { content_types },
      items: 'data',
      pageSize: 50,
      identify: ({ type, id }) => JSON.stringify([type, id]),
    }),
  },
});
