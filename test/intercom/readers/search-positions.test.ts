/** Positions of a search whose records stand where their times do not say: none may pass a record that is not out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Page } from '../../../src/intercom/readers/reader.ts';
import { search } from '../../../src/intercom/readers/search.ts';
import { contactColumns } from '../../../src/streams/contacts/columns.ts';
import { conversationColumns } from '../../../src/streams/conversations/columns.ts';
import { all, ok, refusal, scripted } from '../scripted.ts';
import { type Found, records, scriptedSearch } from './scripted-search.ts';
import { forever, idsOf } from './simulated.ts';

const pagesPerProof = 1;
const contacts = search({
  path: '/contacts/search',
  items: 'data',
  columns: contactColumns,
  byDay: true,
  sorts: true,
  pagesPerProof,
});
const conversations = search({
  path: '/conversations/search',
  items: 'data',
  columns: conversationColumns,
  pagesPerProof,
});

const settledBefore = 5_000;

/** Of each page's position, the records before it that are not out by then. */
function passed(pages: readonly Page[], found: readonly Found[]): unknown[] {
  const out = new Set<unknown>();
  return pages.flatMap(({ entities, position = 0 }) => {
    for (const { id } of entities) out.add(id);
    return found.filter(({ id, place, updated_at }) => (place ?? updated_at) < position && !out.has(id));
  });
}

const positionsOf = (pages: readonly Page[]) => pages.map(({ position }) => position);

describe.each([
  ['contacts', contacts],
  ['conversations', conversations],
])('%s', (_, collection) => {
  test.each([
    ['that changed just now', settledBefore + 60],
    ['in milliseconds', 1_800_000_000_000],
    ['of the year 2100', 4_102_444_800],
  ])('a record at the end of a page with a time %s moves no position past what follows it', async (_name, ahead) => {
    for (const range of [forever, { from: 0, to: 4_900 }]) {
      // Whether it has really changed just now, so that another range gives it, can't be told here.
      const given = () => true;
      const found = records(20).map((one, i) => (i === 3 ? { ...one, place: one.updated_at, updated_at: ahead } : one));
      const { context } = scriptedSearch(found);
      const pages = await all(collection.read({ ...context, settledBefore }, range));
      expect(passed(pages, found.filter(given))).toEqual([]);
      expect(new Set(idsOf(pages))).toEqual(new Set(found.filter(given).map(({ id }) => id)));
      // It is counted where it stands, so that no count proves more than what lies before it.
      expect(Math.max(...positionsOf(pages).map((position = 0) => position))).toBeLessThanOrEqual(1_030);
    }
  });

  test('a page moves the position to the last second before its end in which nothing changed, once the next one is there', async () => {
    const { context } = scriptedSearch(records(20));
    const pages = await all(collection.read({ ...context, settledBefore }, { from: 0, to: 4_900 }));
    expect(positionsOf(pages)).toEqual([undefined, 1_029, 1_069, 1_109, undefined]);
  });

  test('where each second has its records, none is moved', async () => {
    const { context } = scriptedSearch(records(300, { step: 1 }), { cap: 150 });
    const pages = await all(collection.read({ ...context, settledBefore }, { from: 0, to: 4_900 }));
    expect(positionsOf(pages)).toEqual([undefined, undefined]);
  });

  test('a page that silently lacks a record moves none past it, and nor do those behind it', async () => {
    const lost = '6';
    let hasLost = false;
    const { context } = scriptedSearch(records(20), {
      alter(response) {
        const data = (response.data as Found[]).filter(({ id }) => hasLost || id !== lost);
        if (data.length < response.data.length) hasLost = true;
        return { ...response, data };
      },
    });
    const pages = await all(collection.read({ ...context, settledBefore }, { from: 0, to: 4_900 }));
    expect(hasLost).toBe(true);
    expect(positionsOf(pages).filter((position = 0) => position > 1_050)).toEqual([]);
    expect(new Set(idsOf(pages)).size).toBe(20);
  });

  test('a record at the end of a page with the time of a later one moves no position, and ends those of this search', async () => {
    const found = records(20).map((one, i) => (i === 7 ? { ...one, place: one.updated_at, updated_at: 1_150 } : one));
    const { context } = scriptedSearch(found);
    const pages = await all(collection.read({ ...context, settledBefore }, { from: 0, to: 4_900 }));
    expect(passed(pages, found)).toEqual([]);
    expect(positionsOf(pages)).toEqual([undefined, 1_029, undefined, undefined, undefined]);
  });
});

test('pages of what changed just now alone move none', async () => {
  const { context } = scriptedSearch(records(20, { from: settledBefore, step: 0 }));
  const pages = await all(
    contacts.read({ ...context, settledBefore }, { from: settledBefore - 600, to: Number.POSITIVE_INFINITY }),
  );
  expect(positionsOf(pages)).toEqual(Array(5).fill(undefined));
});

test('a page of what changed just now keeps the position of those before', async () => {
  const found = [...records(8), ...records(8, { from: settledBefore }).map((one) => ({ ...one, id: `9${one.id}` }))];
  const { context } = scriptedSearch(found);
  const pages = await all(contacts.read({ ...context, settledBefore }, forever));
  expect(positionsOf(pages)).toEqual([undefined, 1_029, undefined, undefined]);
});

test.each([
  ['changed', 1],
  ['came', 9],
])('an order is not believed because what %s just now comes first in the opposite one', async (_, id) => {
  // In one order, whatever is asked. Meanwhile the first one changes, or a new one comes before it.
  const page = (next: string | null, ...found: [number, number][]) =>
    ok({
      data: found.map(([id, updated_at]) => ({ id: `${id}`, updated_at })),
      pages: { next: next && { starting_after: next } },
    });
  const { context } = scripted(({ body }) => {
    const { sort, pagination, query } = JSON.parse(body ?? '{}');
    const to = query.value.find(({ operator }: { operator: string }) => operator === '<')?.value ?? 1e12;
    if (sort.order === 'descending')
      return to > settledBefore ? page('x', [id, settledBefore + 1]) : page('x', [2, 110]);
    if (pagination.starting_after === 'b') return page(null, [5, 90]);
    return pagination.starting_after === 'a' ? page('b', [3, 120], [4, 130]) : page('a', [1, 100], [2, 110]);
  });
  const pages = await all(conversations.read({ ...context, settledBefore }, { from: 0, to: 9_000 }));
  expect(positionsOf(pages).filter((position) => position !== undefined)).toEqual([]);
});

test('whatever stands where, a position passes no record that is not out', async () => {
  const time = fc.oneof(
    fc.integer({ min: settledBefore, max: settledBefore + 500 }),
    fc.constantFrom(1_700_000_000_000, 4_102_444_800, 10),
  );
  const cases = fc.record({
    count: fc.integer({ min: 1, max: 60 }),
    step: fc.constantFrom(0, 1, 10),
    wrong: fc.array(fc.tuple(fc.nat(59), time), { maxLength: 8 }),
    cap: fc.integer({ min: 1, max: 9 }),
    invalidAt: fc.integer({ min: 2, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ count, step, wrong, cap, invalidAt }) => {
      const times = new Map(wrong);
      const found = records(count, { step }).map((one, i) => {
        const updated_at = times.get(i);
        return updated_at === undefined ? one : { ...one, place: one.updated_at, updated_at };
      });
      const honest = scriptedSearch(found, { cap });
      let asked = 0;
      const transport = honest.context.client.post;
      const client = {
        ...honest.context.client,
        post: ((...args) => {
          const [, body] = args as [string, { pagination: { starting_after?: string } }];
          if (++asked < invalidAt || body.pagination.starting_after === undefined) return transport(...args);
          asked = Number.NEGATIVE_INFINITY;
          return scripted(() => refusal(400, 'client_error', 'Invalid starting_after param')).client.post(...args);
        }) as typeof transport,
      };
      for (const collection of [contacts, conversations]) {
        asked = 0;
        const pages = await all(collection.read({ ...honest.context, client, settledBefore }, { from: 0, to: 4_990 }));
        const given = found.filter(({ updated_at }) => updated_at < 4_990 || updated_at > 1e9);
        expect(passed(pages, given)).toEqual([]);
        const out = new Set(idsOf(pages));
        expect(given.filter(({ id }) => !out.has(id))).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});
