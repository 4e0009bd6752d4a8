/** News, the feeds that it is shown in, and which news each feed shows: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/news */
import {
  bool,
  type Columns,
  described,
  epoch,
  int,
  intReference,
  list,
  object,
  text,
  textReference,
} from '../../core/columns/columns.ts';
import { numberedListing } from '../../intercom/readers/numbered-listing.ts';
import { childRows, childStream } from '../common/children.ts';
import { entitiesAt, updatedAt, withId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { sublist } from '../common/sublist.ts';
import { defineStream, type Scan } from '../stream.ts';

/** The reference names no page size: its examples have pages of 10 and 20. */
const pageSize = 50;

const newsItemColumns: Columns = {
  type: text,
  id: text,
  workspace_id: described(textReference, "The workspace's id."),
  title: text,
  body: described(text, 'HTML.'),
  sender_id: described(intReference, 'The id of admins.'),
  state: described(text, 'draft or live.'),
  newsfeed_assignments: described(
    list(object({ newsfeed_id: described(int, 'The id of newsfeeds, as a number.'), published_at: epoch })),
    'newsfeed_items has what is live in each.',
  ),
  labels: list(text),
  cover_image_url: text,
  reactions: described(list(text), 'Emojis that readers can choose, in their order; empty where they can choose none.'),
  deliver_silently: described(bool, 'Whether no one is told of it.'),
  created_at: epoch,
  updated_at: epoch,
};

export const newsItems = defineStream({
  name: 'news_items',
  description: 'The news that is told to users, drafts included, with the newsfeeds that it is assigned to.',
  permission: permissions.news,
  primaryKey: ['id'],
  byId: (id) => `/news/news_items/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: newsItemColumns,
  scan: {
    name: 'news_items',
    cursor: updatedAt,
    read: numberedListing({ path: '/news/news_items', items: 'data', pageSize }),
  },
});

const newsfeedScan: Scan = {
  name: 'newsfeeds',
  cursor: updatedAt,
  read: numberedListing({ path: '/news/newsfeeds', items: 'data', pageSize }),
};

export const newsfeeds = defineStream({
  name: 'newsfeeds',
  description: 'The feeds that news is shown in.',
  permission: permissions.news,
  primaryKey: ['id'],
  byId: (id) => `/news/newsfeeds/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: { type: text, id: text, name: text, created_at: epoch, updated_at: epoch },
  scan: newsfeedScan,
});

const { id: _, ...itemColumns } = newsItemColumns;

export const newsfeedItems = childStream(newsfeeds, 'newsfeed', {
  name: 'newsfeed_items',
  description: 'Which news is live in which newsfeed: one row each, all of them in every sync.',
  primaryKey: ['newsfeed_id', 'news_item_id'],
  columns: {
    news_item_id: described(text, "Intercom's id of the news item."),
    ...itemColumns,
  },
  // No document says that a newsfeed is touched when news goes into it, and newsfeeds are few.
  fullSnapshot: true,
  detail: sublist({
    name: 'newsfeed_items',
    path: (id) => `/news/newsfeeds/${encodeURIComponent(id)}/items`,
    items: 'data',
    pageSize,
  }),
  rows: (newsfeed, detail) =>
    childRows(
      'newsfeed',
      newsfeed,
      withId(entitiesAt(detail, 'data')).map(({ id, ...item }) => ({ ...item, news_item_id: String(id) })),
    ),
});
