import { describe, expect, test } from 'vitest';
import { listing } from '../../../src/intercom/readers/listing.ts';
import { all, failure, ok, scripted } from '../scripted.ts';
import { forever, idsOf } from './simulated.ts';

describe('a listing', () => {
  const segments = listing({ path: '/segments', query: { include_count: 'true' }, items: 'segments' });

  test('is one request, one page', async () => {
    const { context, requests } = scripted(() => ok({ segments: [{ id: '1' }, { id: '2' }] }));
    expect(await all(segments(context, forever))).toEqual([{ entities: [{ id: '1' }, { id: '2' }] }]);
    expect(requests.map(({ url }) => new URL(url).pathname + new URL(url).search)).toEqual([
      '/segments?include_count=true',
    ]);
  });

  test('may be empty, but not missing', async () => {
    const empty = scripted(() => ok({ segments: [] }));
    expect(await all(segments(empty.context, forever))).toEqual([{ entities: [] }]);
    const missing = scripted(() => ok({ data: [] }));
    expect((await failure(all(segments(missing.context, forever)))).code).toBe('request_refused');
  });

  const pagesOf = (more: (page: number) => object) =>
    scripted(({ url }, number) => {
      const { searchParams } = new URL(url);
      const page = Number(searchParams.get('page') ?? searchParams.get('starting_after')?.slice(1) ?? 1);
      expect(searchParams.get('include_count')).toBe('true');
      expect(page).toBe(number);
      return ok({ segments: [{ id: `${page}a` }, { id: `${page}b` }], ...more(page) });
    });

  test.each([
    ['a cursor', (page: number) => ({ pages: { next: page < 3 ? { starting_after: `c${page + 1}` } : null } })],
    [
      'a URL with a cursor',
      (page: number) => ({ pages: { next: page < 3 ? `https://evil.example/?starting_after=c${page + 1}` : null } }),
    ],
    ['a URL', (page: number) => ({ pages: { next: page < 3 ? `https://api.intercom.io/x?page=${page + 1}` : null } })],
    ['the number of pages', () => ({ pages: { next: null, total_pages: 3 } })],
    ['the number of pages, beside the list', () => ({ total_pages: 3 })],
    ['that there is more', (page: number) => ({ has_more: page < 3 })],
  ])('is read page by page where it begins to name others, by %s', async (_, more) => {
    const { context, requests } = pagesOf(more);
    const pages = await all(segments(context, forever));
    expect(idsOf(pages)).toEqual(['1a', '1b', '2a', '2b', '3a', '3b']);
    expect(requests.every(({ url }) => url.startsWith('http://intercom.test/segments?'))).toBe(true);
  });

  test.each([{ pages: {} }, { pages: null }, { pages: { next: null, page: 1, total_pages: 1 } }, { has_more: false }])(
    'is one request where it names no others: %j',
    async (more) => {
      const { context, requests } = pagesOf(() => more);
      expect(idsOf(await all(segments(context, forever)))).toEqual(['1a', '1b']);
      expect(requests).toHaveLength(1);
    },
  );
});
