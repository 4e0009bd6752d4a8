/** A page that is not the last and holds fewer than a page holds is asked for again: one may have been left out of it. */
import { describe, expect, test } from 'vitest';
import { cursoredPages } from '../../../src/intercom/readers/cursored.ts';
import { numberedPages } from '../../../src/intercom/readers/numbered.ts';
import { createRefetchPolicy } from '../../../src/intercom/readers/page-refetch.ts';
import { search } from '../../../src/intercom/readers/search.ts';
import { contactColumns } from '../../../src/streams/contacts/columns.ts';
import { all, ok, scripted } from '../scripted.ts';
import { type Found, records, type SearchResponse, scriptedSearch } from './scripted-search.ts';
import { idsOf } from './simulated.ts';

const contacts = search({ path: '/contacts/search', items: 'data', columns: contactColumns, sorts: true });
const everything = { from: 900, to: 9_000 };

/** The pages of what was found as the response tells their size, 4. */
const told = (response: SearchResponse): SearchResponse => ({
  ...response,
  pages: { ...(response.pages as object), per_page: 4 },
});

const without = (response: SearchResponse, ids: string[]): SearchResponse => ({
  ...response,
  data: (response.data as Found[]).filter(({ id }) => !ids.includes(id)),
});

describe('a short page of a search', () => {
  test('is asked for again, though no count tells what it lacks: as many went that had come', async () => {
    let found = records(12);
    let isLost = false;
    const { context, logged } = scriptedSearch(() => found, {
      alter(response, { pagination: { per_page } }) {
        if (per_page === 1 || isLost || !(response.data as Found[]).some(({ id }) => id === '6')) return told(response);
        isLost = true;
        found = found.filter(({ id }) => id !== '1');
        return without(told(response), ['6']);
      },
    });
    expect(idsOf(await all(contacts.read(context, everything)))).toContain('6');
    expect(isLost).toBe(true);
    expect(logged).toEqual([]);
  });

  test('is taken as it is where it stays short, and after three of them the others are too', async () => {
    const kept = records(40);
    const hidden = kept.filter((_, i) => i % 4 === 1).map(({ id }) => id);
    const { context, requests } = scriptedSearch(kept, {
      alter: (response) => ({ ...without(told(response), hidden), total_count: kept.length - hidden.length }),
    });
    const pages = await all(contacts.read(context, everything));
    expect(idsOf(pages)).toHaveLength(30);
    const asked = requests.filter(({ body }) => !JSON.stringify(body).includes('"per_page":1}'));
    expect(asked).toHaveLength(10 + 3 * 2);
  });

  test('is none where the response does not say what a page holds', async () => {
    const { context, requests } = scriptedSearch(records(8), {
      alter: (response) => ({ ...without(response, ['2']), total_count: 7 }),
    });
    expect(idsOf(await all(contacts.read(context, everything)))).toHaveLength(7);
    expect(requests.filter(({ body }) => JSON.stringify(body).includes('starting_after'))).toHaveLength(1);
  });
});

test('a short page of a list by cursor, which nothing counts', async () => {
  const { context, requests } = scripted((_, number) => {
    const data = number === 1 ? [{ id: 1 }] : number === 2 ? [{ id: 1 }, { id: 2 }] : [{ id: 3 }];
    return ok({ data, pages: { per_page: 2, next: number < 3 ? { starting_after: 'c' } : null } });
  });
  const pages = await all(cursoredPages(context, { path: '/contacts/activities', items: 'data', pageSize: 2 }));
  expect(pages.flat()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(requests).toHaveLength(3);
});

test('a short page of a list by number', async () => {
  const { context, requests } = scripted((_, number) => {
    const data = number === 1 ? [{ id: 1 }] : number === 2 ? [{ id: 1 }, { id: 2 }] : [{ id: 3 }];
    return ok({ data, pages: { per_page: 2, page: number === 3 ? 2 : 1, total_pages: 2 } });
  });
  const pages = await all(numberedPages(context, { path: '/conversations/deleted', items: 'data', pageSize: 2 }));
  expect(pages.flat()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(requests).toHaveLength(3);
});

test('an odd page more often, and after three that stay so, of either kind, less', () => {
  const shouldRefetch = createRefetchPolicy();
  const askings = (page: { odd: boolean; short: boolean }) => {
    let times = 1;
    while (shouldRefetch(page)) times++;
    return times;
  };
  const odd = { odd: true, short: false };
  const short = { odd: false, short: true };
  expect([odd, odd, short, odd, odd, short, short, short].map(askings)).toEqual([6, 6, 3, 6, 2, 3, 3, 1]);
  expect(askings({ odd: false, short: false })).toBe(1);
});
