/** Collections in numbered pages that are read whole, whatever of asking for a page the reference leaves out. */
import { describe, expect, test } from 'vitest';
import { numberedListing } from '../../../src/intercom/readers/numbered-listing.ts';
import { all, failure, ok, refusal, response, scripted } from '../scripted.ts';
import { forever, idsOf } from './simulated.ts';

const news = numberedListing({ path: '/news/news_items', items: 'data', pageSize: 50 });
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);
const queries = ({ requests }: ReturnType<typeof scripted>) => requests.map(({ url }) => queryOf(url));
const items = (...ids: string[]) => ids.map((id) => ({ id }));

describe('a numbered listing', () => {
  test.each([
    ['the number of pages', () => ({ total_pages: 3 })],
    [
      'a URL with the number',
      (page: number) => ({ next: page < 3 ? `https://evil.example/x?page=${page + 1}` : null }),
    ],
  ])('asks for the largest pages, by their number, on by %s', async (_, pagesOf) => {
    const script = scripted((_, number) =>
      ok({ data: items(`${number}`), pages: { page: number, ...pagesOf(number) } }),
    );
    expect(idsOf(await all(news(script.context, forever)))).toEqual(['1', '2', '3']);
    expect(queries(script)).toEqual(['1', '2', '3'].map((page) => ({ page, per_page: '50' })));
    expect(script.requests.every(({ url }) => url.startsWith('http://intercom.test/news/news_items?'))).toBe(true);
  });

  test('goes on by what stands flatly beside the list', async () => {
    const script = scripted((_, number) => ok({ data: items(`${number}`), page: number, per_page: 1, total_pages: 2 }));
    expect(idsOf(await all(news(script.context, forever)))).toEqual(['1', '2']);
  });

  test.each([
    ['a cursor', { starting_after: 'c2' }, { per_page: '50', starting_after: 'c2' }],
    ['a URL with a cursor', 'https://x/y?starting_after=c2', { per_page: '50', starting_after: 'c2' }],
    ['a URL with neither', 'https://x/y?offset=2', { per_page: '50', offset: '2' }],
  ])('follows what the response names, where the number is ignored: %s', async (_, next, second) => {
    const script = scripted(({ url }) => {
      const isFirst = !('starting_after' in queryOf(url)) && !('offset' in queryOf(url));
      return ok({ data: items(isFirst ? '1' : '2'), pages: { page: 1, next: isFirst ? next : null } });
    });
    expect(idsOf(await all(news(script.context, forever)))).toEqual(['1', '2']);
    expect(queries(script)[1]).toEqual(second);
  });

  test('ends incomplete where the number is ignored and nothing else is named', async () => {
    const script = scripted(() => ok({ data: items('1'), pages: { page: 1, total_pages: 2 } }));
    expect((await failure(all(news(script.context, forever)))).code).toBe('paging_stuck');
  });

  test.each([
    ['as long as pages are full', {}],
    ['as long as the count says that there are more', { total_count: 51 }],
  ])('goes on where nothing is said of pages, %s', async (_, more) => {
    const ids = Array.from({ length: 51 }, (_, i) => `${i}`);
    const script = scripted(({ url }) => {
      const page = Number(queryOf(url).page);
      return ok({ data: items(...ids.slice(page * 50 - 50, page * 50)), ...more });
    });
    expect(idsOf(await all(news(script.context, forever)))).toEqual(ids);
    expect(script.requests).toHaveLength(2);
  });

  test('takes smaller pages where large ones are refused, at last those that the endpoint gives unasked', async () => {
    for (const [most, asked] of [
      [20, ['50', '20']],
      [10, ['50', '20', undefined]],
    ] as const) {
      const script = scripted(({ url }) =>
        Number(queryOf(url).per_page ?? 0) > most
          ? refusal(400, 'parameter_invalid')
          : ok({ data: items('1'), pages: { total_pages: 1 } }),
      );
      expect(idsOf(await all(news(script.context, forever)))).toEqual(['1']);
      expect(queries(script).map(({ per_page }) => per_page)).toEqual(asked);
    }
  });

  test('begins anew with smaller pages, so that none of their records is passed over', async () => {
    const script = scripted(({ url }) => {
      const { page, per_page } = queryOf(url);
      if (per_page === '50')
        return page === '1'
          ? ok({ data: items('1', '2'), pages: { total_pages: 2 } })
          : refusal(422, 'parameter_not_supported');
      return ok({ data: items(...['1', '2', '3'].slice(Number(page) - 1, Number(page))), pages: { total_pages: 3 } });
    });
    expect(new Set(idsOf(await all(news(script.context, forever))))).toEqual(new Set(['1', '2', '3']));
    expect(queries(script).map(({ page, per_page }) => `${page} of ${per_page}`)).toEqual([
      '1 of 50',
      '2 of 50',
      '1 of 20',
      '2 of 20',
      '3 of 20',
    ]);
  });

  test("fails where all sizes are refused, at a refusal for another reason, and at a gateway's", async () => {
    const always = scripted(() => refusal(400, 'parameter_invalid'));
    expect((await failure(all(news(always.context, forever)))).code).toBe('request_refused');
    expect(always.requests).toHaveLength(3);
    const closed = scripted(() => refusal(403, 'forbidden'));
    expect((await failure(all(news(closed.context, forever)))).code).toBe('permission_missing');
    const gateway = scripted(() => response(400, '<html></html>'));
    expect((await failure(all(news(gateway.context, forever)))).code).toBe('request_refused');
    expect([closed.requests.length, gateway.requests.length]).toEqual([1, 1]);
  });

  test('may be empty, but not missing', async () => {
    const empty = scripted(() => ok({ data: [], pages: { page: 1, total_pages: 0 }, total_count: 0 }));
    expect(idsOf(await all(news(empty.context, forever)))).toEqual([]);
    const missing = scripted(() => ok({ pages: {} }));
    expect((await failure(all(news(missing.context, forever)))).code).toBe('request_refused');
  });

  test('is read again where a record went meanwhile, since another may have moved to a page that was read', async () => {
    const live = ['1', '2', '3', '4'];
    const script = scripted(({ url }, number) => {
      if (number === 2) live.splice(0, 1);
      const page = Number(queryOf(url).page);
      return ok({ data: items(...live.slice(page * 2 - 2, page * 2)), total_count: live.length, total_pages: 2 });
    });
    expect(new Set(idsOf(await all(news(script.context, forever))))).toEqual(new Set(['1', '2', '3', '4']));
    expect(script.requests).toHaveLength(4);
  });

  test.each([
    ['its key', { key: 'admin_id' }],
    ['what it is given', { identify: ({ admin_id }: Record<string, unknown>) => String(admin_id) }],
  ])('is read from the page on to which records came, each told from the others by %s', async (_, special) => {
    const live = ['1', '2', '3', '4', '5', '6', '7', '8'];
    const script = scripted(({ url }, number) => {
      if (number === 4) live.splice(live.indexOf('5'), 1);
      const page = Number(queryOf(url).page);
      const data = live.slice(page * 2 - 2, page * 2).map((admin_id) => ({ id: 'same', admin_id }));
      return ok({ data, total_count: live.length, pages: { per_page: 2, total_pages: Math.ceil(live.length / 2) } });
    });
    const reader = numberedListing({ path: '/teams/1/metrics', items: 'data', pageSize: 50, ...special });
    const pages = await all(reader(script.context, forever));
    const found = pages.flatMap(({ entities }) => entities.map(({ admin_id }) => admin_id));
    expect(found.toSorted()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(queries(script).map(({ page }) => page)).toEqual(['1', '2', '3', '4', '3', '4']);
  });

  test('by cursors is read again where a record went meanwhile', async () => {
    const live = ['1', '2', '3', '4'];
    const script = scripted(({ url }, number) => {
      if (number === 2) live.splice(0, 1);
      const from = Number(queryOf(url).starting_after ?? 0);
      const next = from + 2 < live.length ? { starting_after: String(from + 2) } : null;
      return ok({ data: items(...live.slice(from, from + 2)), total_count: live.length, pages: { next } });
    });
    expect(new Set(idsOf(await all(news(script.context, forever))))).toEqual(new Set(['1', '2', '3', '4']));
    expect(script.requests).toHaveLength(4);
  });

  test('that gives a page twice, since as many were added before it, is read again', async () => {
    const script = scripted((_, number) => {
      // The second page of the first pass is the first one again.
      const ids = number <= 2 ? ['1', '2'] : number === 3 ? ['3', '4'] : ['1', '2'];
      return ok({ data: items(...ids), pages: { page: number <= 2 ? number : number - 2, total_pages: 2 } });
    });
    expect(new Set(idsOf(await all(news(script.context, forever))))).toEqual(new Set(['1', '2', '3', '4']));
  });

  test('ends incomplete where it gives less than it counts', async () => {
    const script = scripted(() => ok({ data: items('1'), total_count: 2, pages: { total_pages: 1 } }));
    expect((await failure(all(news(script.context, forever)))).code).toBe('records_missing');
  });

  test('tells records apart by what it is given', async () => {
    const data = [
      { type: 'a', id: '1' },
      { type: 'b', id: '1' },
    ];
    const identify = ({ type, id }: Record<string, unknown>) => `${type}/${id}`;
    const reader = numberedListing({ path: '/content/search', items: 'data', pageSize: 50, identify });
    const script = scripted(() => ok({ data, total_count: 2, pages: { total_pages: 1 } }));
    expect(await all(reader(script.context, forever))).toEqual([{ entities: data }]);
  });
});
