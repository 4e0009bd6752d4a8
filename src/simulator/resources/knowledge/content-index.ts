/** The index of all knowledge, and what stands there alone: uploaded files, and articles as the index shows them. */
import type { JsonObject } from '../../engine/json.ts';
import { listing } from '../../engine/listing.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import type { Store } from '../../engine/store.ts';
import type { Table } from '../../engine/table.ts';
import { externalPages } from './ai-content.ts';
import { contentSnippets } from './snippets.ts';

export interface Titled {
  id: string;
  title: string | null;
}

export const uploadedFiles = listing({
  name: 'uploaded_files',
  one: 'UploadedFile',
  // The same numbers as external pages and snippets have.
  ids: { from: 17n, step: 1 },
  blank: ({ id }): Titled => ({ id, title: `guide-${id}.pdf` }),
  json: (_, file) => ({ type: 'file_source_content', ...file }),
});

export const indexedInternalArticles = listing({
  name: 'indexed_internal_articles',
  one: 'IndexedInternalArticle',
  ids: { from: 17n, step: 2 },
  blank: ({ id }): Titled => ({ id, title: `Internal ${id}` }),
  json: (_, article) => ({ type: 'internal_article', ...article }),
});

export interface IndexedArticle extends Titled {
  contents: { id: string; title: string; locale: string }[];
}

export const indexedArticles = listing({
  name: 'indexed_articles',
  one: 'IndexedArticle',
  ids: { from: 17n, step: 2 },
  blank: ({ id }): IndexedArticle => ({
    id,
    title: `Article ${id}`,
    contents: [{ id: `${id}1`, title: `Article ${id}`, locale: 'en' }],
  }),
  json: (_, { contents, ...article }) => ({
    type: 'article',
    ...article,
    contents: contents.map((content) => ({ type: 'article_content', ...content })),
  }),
});

/** What the index shows, by the name of its type in a request. */
const indexed = {
  snippet: (store: Store) => entries(store, contentSnippets, 'content_snippet'),
  external_content: (store: Store) => entries(store, externalPages, 'external_content'),
  file_source_content: (store: Store) => entries(store, uploadedFiles, 'file_source_content'),
  internal_article: (store: Store) => entries(store, indexedInternalArticles, 'internal_article'),
  article: (store: Store) =>
    [...store.get(indexedArticles).values()].map((article) => indexedArticles.json(store, article, 0)),
};

const entries = <T extends Titled>(store: Store, kind: Table<T>, type: string): JsonObject[] =>
  [...store.get(kind).values()].map(({ id, title }) => ({ type, id, title: title ?? '' }));

/** All that the index shows. */
export const wholeIndex = (store: Store): JsonObject[] => Object.values(indexed).flatMap((of) => of(store));

/** Without types asked for, uploaded files are left out: no document says which the default ones are. */
const defaultTypes = 'snippet,external_content,internal_article,article';

export const contentIndexRoutes: Route[] = [
  { method: 'GET', path: '/content/search', scope: 'read_content', since: '2.16', respond: searchContent },
];

function searchContent(call: Call): JsonObject {
  const types = (call.query('content_types') ?? defaultTypes).split(',');
  const all = Object.entries(indexed).flatMap(([type, of]) => (types.includes(type) ? of(call.store) : []));
  const { items, total_count, pages } = numberedPage(call, all, { perPage: 10, max: 50 });
  const prev = new URL(call.url);
  prev.searchParams.set('page', String(Number(pages.page) - 1));
  return {
    type: 'list',
    total_count,
    pages: { ...pages, prev: Number(pages.page) > 1 ? prev.toString() : null },
    data: items,
  };
}
