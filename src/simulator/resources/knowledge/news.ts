/** News, and the feeds that it is shown in. */
import { notFound } from '../../engine/api-error.ts';
import { listing, numberedRoute, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';
import { firstAdmin } from '../people/admins.ts';

export interface NewsItem {
  id: string;
  workspace_id: string;
  title: string;
  body: string;
  sender_id: number;
  state: 'draft' | 'live';
  newsfeed_assignments: { newsfeed_id: number; published_at: number }[];
  labels: (string | null)[];
  cover_image_url: string | null;
  reactions: (string | null)[];
  deliver_silently: boolean;
  created_at: number;
  updated_at: number;
}

export const newsItems = listing({
  name: 'news_items',
  one: 'NewsItem',
  ids: { from: 29n, step: 4 },
  blank: ({ id, now, store }): NewsItem => ({
    id,
    workspace_id: store.settings.workspaceId,
    title: `News ${id}`,
    body: '<p>Hello there,</p>',
    sender_id: Number(firstAdmin(store)?.id ?? 0),
    state: 'draft',
    newsfeed_assignments: [],
    labels: [],
    cover_image_url: null,
    reactions: [null, null, null, null],
    deliver_silently: false,
    created_at: now,
    updated_at: now,
  }),
  json: (_, item) => ({ type: 'news-item', ...item }),
});

export interface Newsfeed {
  id: string;
  name: string;
  created_at: number;
  updated_at: number;
}

export const newsfeeds = listing({
  name: 'newsfeeds',
  one: 'Newsfeed',
  ids: { from: 68n, step: 3 },
  blank: ({ id, now }): Newsfeed => ({ id, name: `Feed ${id}`, created_at: now, updated_at: now }),
  json: (_, feed) => ({ type: 'newsfeed', ...feed }),
});

const scope = 'read_news';

const itemsOfFeed = numberedRoute(newsItems, {
  path: '/news/newsfeeds/:id/items',
  scope,
  perPage: 20,
  where: (call, { state, newsfeed_assignments }) =>
    state === 'live' && newsfeed_assignments.some(({ newsfeed_id }) => String(newsfeed_id) === call.param('id')),
});

export const newsRoutes: Route[] = [
  numberedRoute(newsItems, { path: '/news/news_items', scope, perPage: 10 }),
  oneRoute(newsItems, { path: '/news/news_items/:id', scope }),
  numberedRoute(newsfeeds, { path: '/news/newsfeeds', scope, perPage: 10 }),
  oneRoute(newsfeeds, { path: '/news/newsfeeds/:id', scope }),
  {
    ...itemsOfFeed,
    respond(call) {
      if (!call.store.get(newsfeeds).has(call.param('id'))) throw notFound();
      return itemsOfFeed.respond(call);
    },
  },
];
