/** The content of the help center: articles, collections, redirects; and what only teammates see. */
import { notFound } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import { type Listing, oneRoute } from '../../engine/listing.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import type { Store } from '../../engine/store.ts';
import { type Article, articleChanges, articles, draftJson, statisticsJson, versionsJson } from './articles.ts';
import { collections, helpCenterRedirects, helpCenters } from './help-centers.ts';
import { folders, internalArticles } from './internal.ts';

export { seedContent as seed } from './seed.ts';

export const resources = { articles, collections, helpCenters, helpCenterRedirects, internalArticles, folders };

export const changes = articleChanges;

export const truths = {
  article_versions: (store: Store) => [...store.get(articles).values()].flatMap(versionsJson),
};

const scope = 'read_articles_scope';
/** No document says how much a page of these may hold at most. */
const undeclared = { perPage: 25, max: 50 };

export const routes: Route[] = [
  pagesRoute(articles, '/articles', undeclared),
  oneRoute(articles, { path: '/articles/:id', scope, json: articleWithStatistics }),
  {
    method: 'GET',
    path: '/articles/:id/versions',
    scope,
    since: '2.16',
    respond: (call) => pageOf(call, versionsJson(articleOf(call)), undeclared),
  },
  {
    method: 'GET',
    path: '/articles/:id/draft',
    scope,
    since: '2.16',
    respond(call) {
      const draft = draftJson(call.store, articleOf(call));
      if (draft === undefined) throw notFound();
      return draft;
    },
  },
  pagesRoute(collections, '/help_center/collections', undeclared),
  oneRoute(collections, { path: '/help_center/collections/:id', scope }),
  {
    method: 'GET',
    path: '/help_center/help_centers',
    scope,
    respond: ({ store, version }) => ({
      type: 'list',
      data: [...store.get(helpCenters).values()].map((one) => helpCenters.json(store, one, version)),
    }),
  },
  oneRoute(helpCenters, { path: '/help_center/help_centers/:id', scope }),
  {
    method: 'GET',
    path: '/help_center/help_centers/:id/redirects',
    scope: 'read_help_center_redirects_scope',
    since: '2.16',
    respond(call) {
      const id = call.param('id');
      if (!call.store.get(helpCenters).has(id)) throw notFound();
      const own = newestFirst(call.store, helpCenterRedirects).filter((one) => one.help_center_id === id);
      const page = own.map((one) => helpCenterRedirects.json(call.store, one, call.version));
      return pageOf(call, page, { perPage: 50, max: 250 });
    },
  },
  pagesRoute(internalArticles, '/internal_articles', undeclared, '2.13'),
  oneRoute(internalArticles, { path: '/internal_articles/:id', scope, since: '2.13' }),
  pagesRoute(folders, '/folders', { perPage: 50, max: 150 }, 'Preview'),
];

/** The endpoint that lists all of them by numbered pages, those first that changed last. */
function pagesRoute<T extends { id: string; updated_at: number }>(
  kind: Listing<string, string, T>,
  path: string,
  sizes: { perPage: number; max: number },
  since?: string,
): Route {
  const respond = (call: Call) => {
    const all = newestFirst(call.store, kind).map((one) => kind.json(call.store, one, call.version));
    return pageOf(call, all, sizes);
  };
  return { method: 'GET', path, scope, ...(since === undefined ? {} : { since }), respond };
}

function pageOf(call: Call, all: readonly JsonObject[], sizes: { perPage: number; max: number }): JsonObject {
  const { items, ...rest } = numberedPage(call, all, sizes);
  return { type: 'list', data: items, ...rest };
}

const newestFirst = <T extends { id: string; updated_at: number }>(
  store: Store,
  kind: Listing<string, string, T>,
): T[] => [...store.get(kind).values()].sort((a, b) => b.updated_at - a.updated_at || Number(b.id) - Number(a.id));

function articleOf({ store, param }: Call): Article {
  const article = store.get(articles).get(param('id'));
  if (article === undefined) throw notFound();
  return article;
}

function articleWithStatistics({ store, version }: Call, article: Article): JsonObject {
  return { ...articles.json(store, article, version), statistics: statisticsJson(article) };
}
