/** Cursors and numbered pages, as the small collections have them. */
import { describe, expect, test } from 'vitest';
import { cursoredPages } from '../../../src/intercom/readers/cursored.ts';
import { numberedPages } from '../../../src/intercom/readers/numbered.ts';
import { all, failure, ok, refusal, scripted } from '../scripted.ts';

const queries = ({ requests }: ReturnType<typeof scripted>) => requests.map(({ url }) => new URL(url).search);
const items = (...ids: number[]) => ids.map((id) => ({ id }));

describe('pages by cursor', () => {
  const activities = { path: '/contacts/activities', items: 'data', pageSize: 2 };

  test('follow each other up to the one that names no next', async () => {
    const script = scripted((_, number) =>
      ok({
        data: items(...[number, 10 + number].slice(0, 4 - number)),
        pages: { next: number < 3 ? { starting_after: `c${number}` } : null },
      }),
    );
    expect(await all(cursoredPages(script.context, { ...activities, version: 'Preview', after: 'c0' }))).toEqual([
      items(1, 11),
      items(2, 12),
      items(3),
    ]);
    expect(queries(script)).toEqual(['c0', 'c1', 'c2'].map((cursor) => `?per_page=2&starting_after=${cursor}`));
    expect(script.requests[0]!.headers['intercom-version']).toBe('Preview');
  });

  test('end with an empty one, whatever it names', async () => {
    const script = scripted((_, number) =>
      ok({ data: number === 1 ? items(1) : [], pages: { next: { starting_after: `c${number}` } } }),
    );
    expect(await all(cursoredPages(script.context, activities))).toEqual([items(1)]);
  });

  test('are asked for again where one is empty that was named, and nothing counts them', async () => {
    const script = scripted((_, number) =>
      ok({
        data: number === 1 ? items(1, 2) : number === 2 ? [] : items(3),
        pages: { next: number === 1 ? { starting_after: 'c1' } : null },
      }),
    );
    expect(await all(cursoredPages(script.context, activities))).toEqual([items(1, 2), items(3)]);
    expect(queries(script)).toEqual(['?per_page=2', ...Array(2).fill('?per_page=2&starting_after=c1')]);
  });

  test('begin again where a cursor is lost, and give nothing twice', async () => {
    const lost = refusal(400, 'client_error', 'Invalid starting_after param.');
    const script = scripted((_, number) =>
      number === 2
        ? lost
        : ok({
            data: number === 4 ? items(3) : items(1, 2).map((item) => ({ ...item, updated_at: 5 })),
            pages: { next: number === 4 ? null : { starting_after: `c${number}` } },
          }),
    );
    const pages = await all(cursoredPages(script.context, activities));
    expect(pages.flat().map((item) => item.id)).toEqual([1, 2, 3]);
    expect(queries(script)).toEqual(
      ['', '&starting_after=c1', '', '&starting_after=c3'].map((end) => `?per_page=2${end}`),
    );
  });

  test('fail where the first cursor is lost, or one again and again', async () => {
    const lost = refusal(400, 'client_error', 'Invalid starting_after param.');
    const first = scripted(() => lost);
    await expect(all(cursoredPages(first.context, { ...activities, after: 'c0' }))).rejects.toMatchObject({
      code: 'cursor_invalid',
    });
    expect(first.requests).toHaveLength(1);
    const always = scripted(({ url }) =>
      url.includes('starting_after') ? lost : ok({ data: items(1, 2), pages: { next: { starting_after: 'c1' } } }),
    );
    await expect(all(cursoredPages(always.context, activities))).rejects.toMatchObject({ code: 'cursor_invalid' });
  });

  test('are never asked of another host than the configured one', async () => {
    const script = scripted((_, number) =>
      ok({
        data: number === 1 ? items(1, 2) : items(3),
        pages: { next: number === 1 ? 'https://evil.example/steal?starting_after=c1' : null },
      }),
    );
    await all(cursoredPages(script.context, activities));
    expect(script.requests.map(({ url }) => url)).toEqual([
      'http://intercom.test/contacts/activities?per_page=2',
      'http://intercom.test/contacts/activities?per_page=2&starting_after=c1',
    ]);
  });

  test.each<[string, number[], object, number]>([
    ['a full one', [3, 4], {}, 3],
    ['one that is not full', [3], {}, 1],
    ['a full one of a list that is counted', [3, 4], { total_count: 4 }, 1],
  ])('that name no next are believed to be the last: %s', async (_, last, counted, times) => {
    const script = scripted(({ url }) =>
      url.includes('starting_after')
        ? ok({ data: items(...last), pages: { next: null }, ...counted })
        : ok({ data: items(1, 2), pages: { next: { starting_after: 'c1' } }, ...counted }),
    );
    expect(await all(cursoredPages(script.context, activities))).toEqual([items(1, 2), items(...last)]);
    expect(script.requests).toHaveLength(1 + times);
  });

  test('that are once said to be the last are asked for again', async () => {
    const script = scripted((_, number) =>
      ok({
        data: number === 1 ? items(1, 2) : number < 4 ? items(3, 4) : items(5),
        pages: { next: number === 2 || number === 4 ? null : { starting_after: `c${number}` } },
      }),
    );
    expect(await all(cursoredPages(script.context, activities))).toEqual([items(1, 2), items(3, 4), items(5)]);
  });

  test('stop where the cursor does not advance, or the list is missing', async () => {
    const stuck = scripted(() => ok({ data: items(1), pages: { next: { starting_after: 'c' } } }));
    expect((await failure(all(cursoredPages(stuck.context, activities)))).code).toBe('paging_stuck');
    const missing = scripted(() => ok({ pages: {} }));
    expect((await failure(all(cursoredPages(missing.context, activities)))).code).toBe('request_refused');
  });
});

describe('pages by number', () => {
  const deleted = { path: '/conversations/deleted', items: 'conversations', pageSize: 60 };

  test('follow each other up to the last', async () => {
    const script = scripted((_, number) =>
      ok({ conversations: items(number), pages: { page: number, total_pages: 3 } }),
    );
    expect(await all(numberedPages(script.context, { ...deleted, query: { order: 'asc' } }))).toEqual([
      items(1),
      items(2),
      items(3),
    ]);
    expect(queries(script)).toEqual([1, 2, 3].map((page) => `?order=asc&page=${page}&per_page=60`));
  });

  test('end with an empty one, where the last is not told', async () => {
    const script = scripted((_, number) => ok({ conversations: number < 3 ? items(number) : [] }));
    expect(await all(numberedPages(script.context, deleted))).toEqual([items(1), items(2)]);
    expect(script.requests).toHaveLength(3);
  });

  test('never take a missing list for the end', async () => {
    const script = scripted(() => ok({ pages: { page: 1, total_pages: 1 } }));
    expect((await failure(all(numberedPages(script.context, deleted)))).code).toBe('request_refused');
  });
});
