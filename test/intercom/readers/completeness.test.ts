/** What gives less than it counts is read again; where it remains so, it is incomplete, and says so with both numbers. */
import { describe, expect, test } from 'vitest';
import { cursoredPages } from '../../../src/intercom/readers/cursored.ts';
import { listing } from '../../../src/intercom/readers/listing.ts';
import { numberedPages } from '../../../src/intercom/readers/numbered.ts';
import type { Page } from '../../../src/intercom/readers/reader.ts';
import { scroll } from '../../../src/intercom/readers/scroll.ts';
import { search } from '../../../src/intercom/readers/search.ts';
import { contactColumns } from '../../../src/streams/contacts/columns.ts';
import { conversationColumns } from '../../../src/streams/conversations/columns.ts';
import { all, failure, ok, scripted } from '../scripted.ts';
import { type Found, records, type SearchResponse, scriptedSearch } from './scripted-search.ts';
import { distinct, forever, idsOf, simulated } from './simulated.ts';

const contacts = search({ path: '/contacts/search', items: 'data', columns: contactColumns, byDay: true, sorts: true });
const conversations = search({ path: '/conversations/search', items: 'data', columns: conversationColumns });

const window = { from: 900, to: 9_000 };
const sorted = (found: readonly Found[]) => found.map(({ id }) => id).sort();

/** The pages that came before the reading failed, and with what. */
async function until(pages: AsyncGenerator<Page>): Promise<{ pages: Page[]; error: unknown }> {
  const read: Page[] = [];
  try {
    for await (const page of pages) read.push({ ...page, entities: [...page.entities] });
    return { pages: read, error: undefined };
  } catch (error) {
    return { pages: read, error };
  }
}

const renumbered = ({ id, ...rest }: Found): Found => ({ ...rest, id: `new-${id}` });

/** How pages come to an end too early. */
const ends: [string, (response: SearchResponse) => SearchResponse][] = [
  ['null', (response) => ({ ...response, pages: { next: null } })],
  ['absent', (response) => ({ ...response, pages: {} })],
  [
    'a URL without a cursor',
    (response) => ({ ...response, pages: { next: 'https://api.intercom.io/contacts?page=3' } }),
  ],
  ['behind an empty page', (response) => ({ ...response, data: [], pages: { next: null } })],
];

describe('a search', () => {
  describe.each(ends)('whose paging ends early, the next page %s', (_, cut) => {
    test('once: all of it is read again', async () => {
      const found = records(20);
      let cuts = 0;
      const { context, logged } = scriptedSearch(found, {
        alter: (response, { pagination }) => (pagination.starting_after && cuts++ === 0 ? cut(response) : response),
      });
      const pages = await all(contacts.read(context, window));
      expect(distinct(idsOf(pages))).toEqual(sorted(found));
      expect(logged.join('\n')).toMatch(/of the 20 records/);
      // What was out is not given again.
      expect(idsOf(pages)).toHaveLength(20);
    });

    test('again and again: it is incomplete, and no position passes what is missing', async () => {
      const { context, requests } = scriptedSearch(records(20), {
        alter: (response, { pagination }) => (pagination.starting_after ? cut(response) : response),
      });
      const { pages, error } = await until(contacts.read(context, window));
      const received = idsOf(pages).length;
      expect([4, 8]).toContain(received);
      expect(error).toMatchObject({
        code: 'records_missing',
        message: expect.stringContaining(`gives ${received} of the 20 records that it counts`),
        hint: expect.any(String),
        details: { received, expected: 20, ...window },
      });
      expect(requests).toHaveLength(6);
      for (const { position = 0 } of pages) expect(position).toBeLessThanOrEqual(1_000 + received * 10);
    });
  });

  test('that never gives some of those it counts is incomplete, also where it is open-ended', async () => {
    const withhold = (response: SearchResponse): SearchResponse => ({
      ...response,
      data: (response.data as Found[]).filter(({ id }) => !['3', '11', '17'].includes(id)),
    });
    for (const range of [window, { from: 900, to: Number.POSITIVE_INFINITY }]) {
      const { context } = scriptedSearch(records(60), { alter: withhold });
      const { pages, error } = await until(contacts.read(context, range));
      expect(idsOf(pages)).toHaveLength(57);
      expect(error).toMatchObject({
        code: 'records_missing',
        details: { received: 57, expected: 60, from: 900, to: range === window ? 9_000 : undefined },
      });
    }
  });

  test('is not excused by changes made meanwhile that have come', async () => {
    const disordered = search({ path: '/conversations/search', items: 'data', columns: conversationColumns });
    let cuts = 0;
    const { context } = scriptedSearch(
      () => [...records(8), ...records(4, { from: Math.floor(context.client.serverNow() / 1000) + 1 }).map(renumbered)],
      {
        newestFirst: true,
        alter: (response, { pagination: { starting_after: after, per_page } }) =>
          after && per_page > 1 && cuts++ === 0 ? { ...response, pages: {} } : response,
      },
    );
    const pages = await all(disordered.read(context, { from: 900, to: Number.POSITIVE_INFINITY }));
    expect(cuts).toBeGreaterThan(0);
    expect(distinct(idsOf(pages))).toHaveLength(12);
  });

  test('is not excused by what went meanwhile and had come before', async () => {
    const disordered = search({ path: '/conversations/search', items: 'data', columns: conversationColumns });
    const found = records(9);
    let pages = 0;
    const { context } = scriptedSearch(found, {
      newestFirst: true,
      alter(response, { pagination: { per_page } }) {
        if (per_page === 1) return response;
        if (++pages === 1) found.pop();
        return pages === 2 ? { ...response, pages: { next: null } } : response;
      },
    });
    const given = await all(disordered.read(context, { from: 900, to: Number.POSITIVE_INFINITY }));
    expect(distinct(idsOf(given))).toEqual(sorted(records(9)));
  });

  test('is not excused by what left a closed window, nor by what came to an open one', async () => {
    const lacksOne = (response: SearchResponse, isDue: boolean): SearchResponse =>
      isDue ? { ...response, data: (response.data as Found[]).slice(1) } : response;
    for (const range of [window, { from: 900, to: Number.POSITIVE_INFINITY }]) {
      let found = records(12);
      let pages = 0;
      const { context } = scriptedSearch(() => found, {
        alter(response, { pagination: { per_page } }) {
          if (per_page === 1) return response;
          // One goes, or comes, while another one is left out.
          if (++pages === 1)
            found = range === window ? found.slice(0, -1) : [...found, { id: '13', updated_at: 2_000 }];
          return lacksOne(response, pages === 2);
        },
      });
      const given = await all(contacts.read(context, range));
      expect(distinct(idsOf(given))).toEqual(sorted(records(range === window ? 11 : 13)));
    }
  });

  test('that gives each time others of those it counts is read until all are there', async () => {
    let reading = 0;
    const { context } = scriptedSearch(records(60), {
      alter(response, { pagination }) {
        if (pagination.starting_after === undefined) reading++;
        return { ...response, data: (response.data as Found[]).filter(({ id }) => Number(id) % 5 !== reading) };
      },
    });
    expect(distinct(idsOf(await all(contacts.read(context, window))))).toEqual(sorted(records(60)));
    expect(reading).toBe(2);
  });

  test('by days counts the neighbours that it gives, too', async () => {
    const found = records(40);
    const { context, requests } = scriptedSearch(found, { version: '2.16' });
    const pages = await all(contacts.read(context, { from: 1_100, to: 1_200 }));
    expect(idsOf(pages).map(Number)).toEqual(Array.from({ length: 10 }, (_, i) => 11 + i));
    expect(requests).toHaveLength(10);
    const short = scriptedSearch(found, {
      version: '2.16',
      alter: (response) => ({ ...response, data: (response.data as Found[]).filter(({ id }) => id !== '15') }),
    });
    const { error } = await until(contacts.read(short.context, { from: 1_100, to: 1_200 }));
    expect(error).toMatchObject({ code: 'records_missing', details: { received: 39, expected: 40 } });
  });

  test('that counts pages alone is held to them', async () => {
    const { context } = scriptedSearch(records(20), {
      alter: ({ data, pages }, { pagination }) =>
        pagination.starting_after ? { data, pages: { ...pages, next: null } } : { data, pages },
    });
    const { error } = await until(contacts.read(context, window));
    expect(error).toMatchObject({ code: 'records_missing' });
  });

  test('that has lost its cursor is held to what it counted before', async () => {
    const { context } = scriptedSearch(records(40), {
      // In each of the three readings.
      isLost: (_, number) => number % 12 === 5,
      alter: (response) => ({ ...response, data: (response.data as Found[]).filter(({ id }) => id !== '3') }),
    });
    const { error } = await until(contacts.read(context, window));
    expect(error).toMatchObject({ code: 'records_missing', details: { received: 39, expected: 40 } });
  });

  test('that counts nothing, or nothing that is a number, is believed', async () => {
    for (const total_count of [undefined, null, '20', -1, Number.NaN, {}]) {
      const { context, requests } = scriptedSearch(records(3), {
        alter: ({ data }) => ({ data, pages: { next: null }, ...(total_count === undefined ? {} : { total_count }) }),
      });
      expect(idsOf(await all(contacts.read(context, window)))).toHaveLength(3);
      expect(requests).toHaveLength(1);
    }
  });
});

describe('no alarm', () => {
  const now = Date.UTC(2024, 4, 15, 12) / 1000;

  test.each(['in order', 'in no order', 'newest first'])(
    'where records leave a closed window, are deleted and appear while it is read: %s',
    async (order) => {
      for (let seed = 1; seed <= 30; seed++) {
        let found: Found[] = records(60, { from: now - 50_000, step: 10 }).map((one, i) =>
          order === 'in no order' ? { ...one, place: now - 50_000 + ((i * 7919) % 600) } : one,
        );
        const range = { from: now - 50_000, to: now - 600 };
        const { context, logged } = scriptedSearch(() => found, {
          alter(response, { number }) {
            // Between two pages one is changed, or deleted, wherever it stands.
            const victim = found[(number * seed * 31) % found.length]!;
            const changed = { ...victim, updated_at: now + number, place: now + number };
            found = found.filter(({ id }) => id !== victim.id).concat(number % 3 === 0 ? [] : [changed]);
            return response;
          },
          newestFirst: order === 'newest first',
        });
        const collection = order === 'in order' ? contacts : conversations;
        const { error } = await until(collection.read(context, range));
        expect(error).toBeUndefined();
        expect(logged.filter((line) => line.includes('reading it again'))).toEqual([]);
      }
    },
  );

  test.each([
    ['in order', {}],
    ['in no order', { shuffledSearch: true }],
  ])('where an open-ended window changes while it is read: %s', async (_, options) => {
    const bench = simulated(options);
    const start = bench.now() - 100_000;
    const ids = Array.from({ length: 450 }, (_, i) => {
      const at = start + i;
      return bench.simulator.workspace.createConversation({ updated_at: at, created_at: at }).id;
    });
    const real = search({ path: '/conversations/search', items: 'conversations', columns: conversationColumns });
    const seen = new Set<string>();
    let page = 0;
    for await (const { entities } of real.read(bench.context, forever)) {
      for (const { id } of entities) seen.add(String(id));
      await bench.clock.sleep(1000);
      if (++page > 3) continue;
      for (const id of [ids[page * 7]!, ids[449 - page]!]) bench.simulator.workspace.updateConversation(id, {});
      bench.simulator.workspace.deleteConversation(ids[200 + page]!);
      bench.simulator.workspace.createConversation({});
    }
    for (const id of bench.simulator.workspace.conversations.keys()) expect(seen).toContain(id);
    expect(bench.logged.filter((line) => line.includes('reading it again'))).toEqual([]);
  });

  test('where what changed meanwhile has moved to where an open-ended search had been', async () => {
    let found: Found[] = records(40, { from: now - 500 });
    const { context, clock, logged } = scriptedSearch(() => found, {
      newestFirst: true,
      alter(response, { pagination, number }) {
        // The oldest, which come last, move to the front.
        if (pagination.per_page > 1 && number < 8)
          found = found.map((one) => (one.id === String(number) ? { ...one, updated_at: now + number } : one));
        return response;
      },
    });
    const given = new Set<string>();
    for await (const page of conversations.read(context, { from: now - 600, to: Number.POSITIVE_INFINITY })) {
      for (const id of idsOf([page])) given.add(id);
      await clock.sleep(1_000);
    }
    expect([...given].sort()).toEqual(sorted(found));
    expect(logged.filter((line) => line.includes('reading it again'))).toEqual([]);
  });

  test('where a gateway gives 404 the search fails: that is no broken record', async () => {
    const bench = simulated();
    bench.simulator.workspace.createConversation({ updated_at: 1_700_000_000 });
    const real = search({ path: '/conversations/search', items: 'conversations', columns: conversationColumns });
    bench.simulator.faults.add({ kind: 'gateway-404' });
    await expect(all(real.read(bench.context, forever))).rejects.toMatchObject({ code: 'not_found' });
    expect(bench.logged).toEqual([]);
  });

  test('where a broken record among the results is skipped', async () => {
    const bench = simulated();
    const at = Date.UTC(2024, 2, 10) / 1000;
    const ids = Array.from({ length: 300 }, (_, i) => {
      const updated_at = at + Math.floor(i / 2);
      return bench.simulator.workspace.createConversation({ updated_at, created_at: updated_at }).id;
    });
    const real = search({ path: '/conversations/search', items: 'conversations', columns: conversationColumns });
    bench.simulator.faults.add({ kind: 'search-404', id: ids[137] });
    const pages = await all(real.read(bench.context, { from: at, to: at + 1000 }));
    expect(distinct(idsOf(pages))).toEqual(ids.filter((id) => id !== ids[137]).sort());
    expect(bench.logged.filter((line) => line.includes('reading it again'))).toEqual([]);
  });
});

test('records between two broken ones of one second, to which no page leads, are counted where it is told', async () => {
  const bench = simulated();
  const at = Date.UTC(2024, 2, 10) / 1000;
  const ids = Array.from(
    { length: 30 },
    () => bench.simulator.workspace.createConversation({ updated_at: at, created_at: at }).id,
  );
  const real = search({ path: '/conversations/search', items: 'conversations', columns: conversationColumns });
  for (const id of [ids[10], ids[20]]) bench.simulator.faults.add({ kind: 'search-404', id });
  const pages = await all(real.read(bench.context, { from: at, to: at + 1 }));
  const between = 30 - distinct(idsOf(pages)).length;
  expect(between).toBeGreaterThanOrEqual(2);
  expect(bench.logged.filter((line) => line.includes("can't be read"))).toEqual([
    expect.stringMatching(new RegExp(`^${between} records that changed at`)),
  ]);
});

const page = (ids: readonly number[], more: object = {}) =>
  ok({ data: ids.map((id) => ({ id: String(id) })), ...more });
const numberOf = ({ url }: { url: string }) => Number(new URL(url).searchParams.get('page') ?? 1);

describe('other collections', () => {
  const cursored = { path: '/contacts/activities', items: 'data', pageSize: 2 };
  const numbered = { path: '/conversations/deleted', items: 'data', pageSize: 2 };
  const list = listing({ path: '/tags', items: 'data' });

  test('by cursor are read again where they end early once, and are incomplete where they do so always', async () => {
    const byCursor = (early: (request: number) => boolean) =>
      scripted(({ url }, number) => {
        const place = Number(new URL(url).searchParams.get('starting_after') ?? 0);
        const next = place < 4 && !early(number) ? { starting_after: String(place + 2) } : null;
        return page([place + 1, place + 2], { total_count: 6, pages: { next } });
      });
    const once = byCursor((request) => request === 2);
    expect(new Set((await all(cursoredPages(once.context, cursored))).flat().map(({ id }) => id)).size).toBe(6);
    const always = await failure(all(cursoredPages(byCursor(() => true).context, cursored)));
    expect(always).toMatchObject({ code: 'records_missing', details: { received: 2, expected: 6 } });
    // What the collection has in all is no measure of a part of it.
    const part = byCursor(() => false);
    expect((await all(cursoredPages(part.context, { ...cursored, after: '4' }))).flat()).toHaveLength(2);
    expect(part.requests).toHaveLength(1);
  });

  test('that say there is more, and name no way to it, are incomplete', async () => {
    const { context, requests } = scripted(() => page([1, 2], { has_more: true, pages: { next: null } }));
    expect(await failure(all(cursoredPages(context, cursored)))).toMatchObject({ code: 'records_missing' });
    expect(requests).toHaveLength(3);
  });

  test('in numbered pages are held to both of their numbers', async () => {
    const numbers = (early: (request: number) => boolean, total_count?: number) =>
      scripted((request, number) => {
        const at = numberOf(request);
        return page(early(number) ? [] : [at * 2 - 1, at * 2], { total_count, pages: { total_pages: 3 } });
      });
    for (const total of [6, undefined]) {
      const once = numbers((request) => request === 2, total);
      expect(new Set((await all(numberedPages(once.context, numbered))).flat().map(({ id }) => id)).size).toBe(6);
      const always = numbers((request) => request % 2 === 0, total);
      expect(await failure(all(numberedPages(always.context, numbered)))).toMatchObject({ code: 'records_missing' });
    }
    const few = scripted((request) => page([numberOf(request)], { total_count: 5, pages: { total_pages: 2 } }));
    expect(await failure(all(numberedPages(few.context, numbered)))).toMatchObject({
      code: 'records_missing',
      details: { received: 2, expected: 5 },
    });
  });

  test('in one list are held to the number that it tells', async () => {
    const once = scripted((_, number) => page(number === 1 ? [1] : [1, 2], { total_count: 2 }));
    expect(distinct(idsOf(await all(list(once.context, forever))))).toEqual(['1', '2']);
    const always = scripted(() => page([1], { total_count: 2 }));
    expect(await failure(all(list(always.context, forever)))).toMatchObject({
      code: 'records_missing',
      message: expect.stringContaining('/tags gives 1 of the 2 records'),
    });
    expect(always.requests).toHaveLength(3);
  });

  test('by scroll are begun again where they end early, and only told where that remains: their count is in doubt', async () => {
    const companies = scroll({ path: '/companies/scroll', items: 'data' });
    const scrolled = (early: (request: number) => boolean) =>
      scripted((_, number) => (early(number) ? page([], { total_count: 2 }) : page([number % 2], { total_count: 2 })));
    const empty = scrolled((request) => request === 1 || request > 3);
    expect(distinct(idsOf(await all(companies(empty.context, forever))))).toEqual(['0', '1']);
    expect(empty.requests).toHaveLength(4);
    const always = scrolled((request) => request % 2 === 0);
    expect(distinct(idsOf(await all(companies(always.context, forever))))).toEqual(['1']);
    expect(always.logged.join('\n')).toMatch(/gives 1 records, and says that it has 2/);
    expect(always.requests).toHaveLength(6);
  });
});
