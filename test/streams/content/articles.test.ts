/** When an article changed, and what a request for each gives of it. */
import { expect, test } from 'vitest';
import { articleDrafts, articleStatistics } from '../../../src/streams/content/article-details.ts';
import { articleScan } from '../../../src/streams/content/articles.ts';
import { failure, refusal } from '../../intercom/scripted.ts';
import { scripted } from '../read-context.ts';

const article = { id: '45', updated_at: 100, has_unpublished_changes: true };
const gone = refusal(404, 'not_found');

test.each([
  ['its own time', { updated_at: 100 }, 100],
  ["a draft's, which leaves the article as it is", { updated_at: 100, draft_updated_at: 120 }, 120],
  ["an older draft's does not", { updated_at: 100, draft_updated_at: null }, 100],
  [
    "a translation's",
    { updated_at: 100, translated_content: { type: 'x', fr: { updated_at: 130 }, de: { updated_at: 90 } } },
    130,
  ],
  [
    "a translated draft's",
    { updated_at: 100, translated_content: { fr: { updated_at: 90, draft_updated_at: 140 } } },
    140,
  ],
  ['no time at all', { translated_content: null }, undefined],
])('an article changed at %s', (_, fields, at) => {
  expect(articleScan.cursor?.of(fields)).toBe(at);
});

const { fetch, needed } = articleDrafts.detail!;

test('a draft is asked for only where there is one, in whichever language', () => {
  expect(needed(article)).toBe(true);
  expect(needed({ ...article, has_unpublished_changes: false })).toBe(false);
  expect(needed({ id: '45' })).toBe(false);
  expect(needed({ id: '45', translated_content: { fr: { has_unpublished_changes: true } } })).toBe(true);
});

test('a draft is a row with the id of its article and the time at which the list says that it changed', async () => {
  const { context, requests } = scripted(() => ({ id: '45', title: 'Drafted', updated_at: 120 }));
  const detail = await fetch(context, article);
  expect(articleDrafts.rows(article, detail)).toEqual([
    { id: '45', title: 'Drafted', updated_at: 120, article_id: '45', article_updated_at: 100 },
  ]);
  expect(requests).toEqual(['GET /articles/45/draft']);
});

test('a draft that is not there is no row, where the article is', async () => {
  const { context, requests } = scripted((request) => (request.endsWith('/draft') ? gone : { id: '45' }));
  const detail = await fetch(context, article);
  expect(detail).toEqual({});
  expect(articleDrafts.rows(article, detail)).toEqual([]);
  expect(requests).toEqual(['GET /articles/45/draft', 'GET /articles/45']);
});

test('a draft says that its article is gone only where the article answers 404 too', async () => {
  expect(await fetch(scripted(() => gone).context, article)).toBeUndefined();
});

test('an answer about another article is asked for again, and never taken', async () => {
  const { context } = scripted((request) => ({ id: request === 'GET /articles/45' ? '46' : '45' }));
  expect((await failure(articleStatistics.detail!.fetch(context, article))).code).toBe('api_unavailable');
});

test('an article without statistics has no row of them', () => {
  expect(articleStatistics.rows(article, { id: '45', statistics: null })).toEqual([]);
  expect(articleStatistics.rows(article, { id: '45', statistics: { views: 7 } })).toEqual([
    { views: 7, article_id: '45', article_updated_at: 100 },
  ]);
});
