import type { Row } from '../../../src/core/events.ts';
import { notDocumented, parent } from './contract.ts';
import { asListed, type Oracle } from './oracle.ts';

const unmentioned = 'nothing lists those that were deleted';

/** The newsfeeds that a news item is assigned to. */
const feedsOf = (item: Row) => (item.newsfeed_assignments as { newsfeed_id: number }[]).map((one) => one.newsfeed_id);

export const knowledge: Record<string, Oracle> = {
  news_items: {
    contract: { schema: 'news_item' },
    asks: ['GET /news/news_items'],
    asksById: '/news/news_items/:id',
    rows: asListed('news_items'),
    chosenBy: 'updated_at',
    unmentioned,
  },
  newsfeeds: {
    contract: { schema: 'newsfeed' },
    asks: ['GET /news/newsfeeds'],
    asksById: '/news/newsfeeds/:id',
    rows: asListed('newsfeeds'),
    chosenBy: 'updated_at',
    unmentioned,
  },
  newsfeed_items: {
    contract: {
      schema: 'news_item',
      exceptions: {
        ...parent('newsfeed'),
        ...notDocumented('news_item_id', "the news item's own id, by the name of what it is here"),
        'id: no column': 'it is news_item_id here',
      },
    },
    asks: ['GET /news/newsfeeds', 'GET /news/newsfeeds/:id/items'],
    rows: (workspace) =>
      workspace.truth('newsfeeds').flatMap((feed) =>
        workspace
          .truth('news_items')
          .filter((item) => item.state === 'live' && feedsOf(item).includes(Number(feed.id)))
          .map(({ id, ...item }) => ({
            ...item,
            news_item_id: id,
            newsfeed_id: feed.id,
            newsfeed_updated_at: feed.updated_at,
          })),
      ),
  },
  content_snippets: {
    contract: { schema: 'content_snippet' },
    asks: ['GET /content_snippets'],
    asksById: '/content_snippets/:id',
    rows: asListed('content_snippets'),
  },
  audiences: {
    contract: { schema: 'audience' },
    asks: ['GET /audiences'],
    asksById: '/audiences/:id',
    rows: asListed('audiences'),
  },
  knowledge_content: {
    contract: { schema: 'content_search_article_item' },
    asks: ['GET /content/search'],
    rows: asListed('knowledge_content'),
  },
  content_import_sources: {
    contract: {
      schema: 'content_import_source',
      exceptions: { 'id: text, documented as int': "every record's own id is text" },
    },
    asks: ['GET /ai/content_import_sources'],
    asksById: '/ai/content_import_sources/:id',
    rows: (workspace) => workspace.truth('content_import_sources').map((row) => ({ ...row, id: String(row.id) })),
    chosenBy: 'updated_at',
    unmentioned,
  },
  external_pages: {
    contract: { schema: 'external_page' },
    asks: ['GET /ai/external_pages'],
    asksById: '/ai/external_pages/:id',
    rows: asListed('external_pages'),
    chosenBy: 'updated_at',
    unmentioned,
  },
  macros: {
    contract: { schema: 'macro' },
    asks: ['GET /macros'],
    asksById: '/macros/:id',
    rows: asListed('macros'),
    chosenBy: 'updated_at',
    unmentioned,
  },
  email_settings: {
    contract: { schema: 'email_setting' },
    asks: ['GET /emails'],
    asksById: '/emails/:id',
    rows: asListed('email_settings'),
  },
};
