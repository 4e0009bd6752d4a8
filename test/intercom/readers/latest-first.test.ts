/** Lists in pages, the latest changes first, while they change; and pages of which no document tells. */
import { describe, expect, test } from 'vitest';
import { latestFirst } from '../../../src/intercom/readers/latest-first.ts';
import { numberedPages } from '../../../src/intercom/readers/numbered.ts';
import { all, failure, ok, refusal, scripted } from '../scripted.ts';
import { forever, idsOf } from './simulated.ts';

interface Item {
  id: string;
  updated_at: number;
}

const collection = { path: '/articles', items: 'data', pageSize: 50 };
const read = latestFirst(collection);
const itemsOf = (...ids: string[]): Item[] => ids.map((id, i) => ({ id, updated_at: 1_000 - i }));

/** A list in pages of two, newest first, that changes before the requests with these numbers. */
function listed(found: Item[], changes: Record<number, (found: Item[]) => Item[]> = {}) {
  let now = found;
  return scripted(({ url }, number) => {
    now = changes[number]?.(now) ?? now;
    const page = Number(new URL(url).searchParams.get('page'));
    return ok({
      data: now.slice((page - 1) * 2, page * 2),
      total_count: now.length,
      pages: { page, per_page: 2, total_pages: Math.ceil(now.length / 2) },
    });
  });
}

const without = (id: string) => (found: Item[]) => found.filter((one) => one.id !== id);
/** The article with this id, new or changed: it is the first now. */
const touch = (id: string) => (found: Item[]) => [{ id, updated_at: 2_000 }, ...without(id)(found)];

const pagesAsked = ({ requests }: ReturnType<typeof scripted>) =>
  requests.map(({ url }) => Number(new URL(url).searchParams.get('page')));

describe('a list that changes while it is read', () => {
  const six = itemsOf('a', 'b', 'c', 'd', 'e', 'f');

  test('is one request where it is one page', async () => {
    const script = listed(itemsOf('a', 'b'));
    expect(idsOf(await all(read(script.context, forever)))).toEqual(['a', 'b']);
    expect(script.requests.map(({ url }) => new URL(url).search)).toEqual(['?page=1&per_page=50']);
  });

  test('at rest is read once, and its first page again', async () => {
    const script = listed(six);
    expect(idsOf(await all(read(script.context, forever)))).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(pagesAsked(script)).toEqual([1, 2, 3, 1]);
  });

  test('moves back by what is added: some come twice, none is left out', async () => {
    const script = listed(six, { 2: touch('new') });
    const ids = idsOf(await all(read(script.context, forever)));
    expect([...new Set(ids)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'new']);
  });

  test('moves forward by what is deleted: the pages before are read again', async () => {
    const script = listed(six, { 2: without('a') });
    expect(idsOf(await all(read(script.context, forever)))).toEqual(['a', 'b', 'd', 'e', 'c', 'f']);
    expect(pagesAsked(script)).toEqual([1, 2, 1, 2, 3, 1]);
  });

  test('by as many pages as were deleted', async () => {
    const many = itemsOf('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    const script = listed(many, { 3: (found) => without('a')(without('b')(without('c')(found))) });
    const ids = idsOf(await all(read(script.context, forever)));
    expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });

  test('gives what moves to its front before it was read', async () => {
    const script = listed(six, { 2: touch('f') });
    const pages = await all(read(script.context, forever));
    expect(pages.flatMap(({ entities }) => entities)).toContainEqual({ id: 'f', updated_at: 2_000 });
  });

  test('gives it too where another one is deleted meanwhile, so that the numbers agree', async () => {
    const script = listed(six, { 2: (found) => touch('f')(without('a')(found)) });
    const pages = await all(read(script.context, forever));
    expect(pages.flatMap(({ entities }) => entities)).toContainEqual({ id: 'f', updated_at: 2_000 });
    expect([...new Set(idsOf(pages))].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('gives all that moved, over as many pages as they are', async () => {
    const script = listed(six, { 3: (found) => touch('d')(touch('e')(touch('f')(found))) });
    const latest = new Map((await all(read(script.context, forever))).flatMap((p) => p.entities.map((e) => [e.id, e])));
    for (const id of ['d', 'e', 'f']) expect(latest.get(id)).toEqual({ id, updated_at: 2_000 });
  });

  test('in no order at all, and all of one time, is read whole', async () => {
    const found = ['c', 'a', 'f', 'b', 'e', 'd'].map((id) => ({ id, updated_at: 7 }));
    expect(idsOf(await all(read(listed(found).context, forever)))).toEqual(['c', 'a', 'f', 'b', 'e', 'd']);
  });

  test('whose total falls with every request comes to an end', async () => {
    const script = scripted(({ url }, number) => {
      const page = Number(new URL(url).searchParams.get('page'));
      const data = page < 4 ? [{ id: `${page}a` }, { id: `${page}b` }] : [];
      return ok({ data, total_count: number % 2 === 0 ? 5 : 6, pages: { page, per_page: 2, total_pages: 3 } });
    });
    expect(new Set(idsOf(await all(read(script.context, forever)))).size).toBe(6);
    expect(script.requests.length).toBeLessThan(200);
  });
});

test('pages by number of any list are read again where the total falls', async () => {
  const script = listed(itemsOf('a', 'b', 'c', 'd', 'e'), { 2: without('b') });
  const pages = await all(numberedPages(script.context, { ...collection, pageSize: 2 }));
  expect(pages.flat().map(({ id }) => id)).toEqual(['a', 'b', 'd', 'e', 'c']);
});

describe('a list that ignores the number of its page', () => {
  const byCursor = (next: (number: number) => object | string | null) =>
    scripted(({ url }) => {
      const number = Number(new URL(url).searchParams.get('starting_after')?.slice(1) ?? 1);
      return ok({
        data: [{ id: `${number}a` }, { id: `${number}b` }],
        pages: { total_pages: 3, next: next(number) },
      });
    });

  test.each([
    ['an object', (number: number) => (number < 3 ? { starting_after: `c${number + 1}` } : null)],
    ['a URL', (number: number) => (number < 3 ? `https://evil.example/?starting_after=c${number + 1}` : null)],
  ])('is followed by the cursor in %s', async (_, next) => {
    const { context, requests } = byCursor(next);
    const ids = idsOf(await all(read(context, forever)));
    expect([...new Set(ids)]).toEqual(['1a', '1b', '2a', '2b', '3a', '3b']);
    expect(requests.every(({ url }) => url.startsWith('http://intercom.test/articles?'))).toBe(true);
  });

  test('is stuck where there is none', async () => {
    expect((await failure(all(read(byCursor(() => null).context, forever)))).code).toBe('paging_stuck');
  });
});

describe('a page that is refused', () => {
  const sizes = ({ requests }: ReturnType<typeof scripted>) =>
    requests.map(({ url }) => Number(new URL(url).searchParams.get('per_page')));

  test('is asked for at a smaller size', async () => {
    const script = scripted(({ url }) => {
      const size = Number(new URL(url).searchParams.get('per_page'));
      return size > 20 ? refusal(400, 'parameter_invalid') : ok({ data: itemsOf('a'), total_pages: 1 });
    });
    expect(idsOf(await all(read(script.context, forever)))).toContain('a');
    expect(sizes(script)).toEqual([50, 20]);
  });

  test('at any size is an error, as another refusal is at once', async () => {
    const refused = scripted(() => refusal(400, 'parameter_invalid'));
    expect((await failure(all(read(refused.context, forever)))).code).toBe('request_refused');
    // At last as many as the endpoint gives unasked.
    expect(sizes(refused)).toEqual([50, 20, 0]);
    const forbidden = scripted(() => refusal(403, 'forbidden'));
    expect((await failure(all(read(forbidden.context, forever)))).code).toBe('permission_missing');
    expect(new Set(sizes(forbidden))).toEqual(new Set([50]));
  });
});
