import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from '../../../src/core/ranges.ts';
import type { Page } from '../../../src/intercom/readers/reader.ts';
import { search } from '../../../src/intercom/readers/search.ts';
import type { SimulatorOptions } from '../../../src/simulator/index.ts';
import { contactColumns } from '../../../src/streams/contacts/columns.ts';
import { conversationColumns } from '../../../src/streams/conversations/columns.ts';
import { all, failure, ok, refusal, scripted } from '../scripted.ts';
import { distinct, forever, idsOf, type Simulated, simulated } from './simulated.ts';

const contacts = search({ path: '/contacts/search', items: 'data', columns: contactColumns, byDay: true, sorts: true });
const conversations = search({ path: '/conversations/search', items: 'conversations', columns: conversationColumns });

/** 2024-03-10 in Los Angeles is a day of 23 hours, 2024-11-03 one of 25. */
const springForward = Date.parse('2024-03-10T10:00:00Z') / 1000;

function fillContacts({ simulator }: Simulated, times: readonly number[]) {
  return times.map((updated_at) => simulator.workspace.createContact({ updated_at, created_at: updated_at }).id);
}

function fillConversations({ simulator }: Simulated, times: readonly number[]) {
  return times.map((updated_at) => simulator.workspace.createConversation({ updated_at, created_at: updated_at }).id);
}

/** All of the range before a page's position must be out by then; positions never go back. */
function expectHonestPositions(pages: readonly Page[], times: ReadonlyMap<string, number>, range: Range) {
  const out = new Set<string>();
  let last = Number.NEGATIVE_INFINITY;
  for (const { entities, position } of pages) {
    for (const { id } of entities) out.add(String(id));
    if (position === undefined) continue;
    expect(position).toBeGreaterThanOrEqual(last);
    last = position;
    const missing = [...times].filter(
      ([id, at]) => at >= range.from && at < Math.min(range.to, position) && !out.has(id),
    );
    expect(missing).toEqual([]);
  }
}

describe('reading by search', () => {
  const readings: [string, SimulatorOptions & { version?: string }][] = [
    ['contacts by the second', { version: '2.17' }],
    ['contacts by the day in Los Angeles', { version: '2.16', timezone: 'America/Los_Angeles' }],
    ['contacts by the day in Auckland', { version: '2.16', timezone: 'Pacific/Auckland' }],
    ['conversations, bounds exclusive', {}],
    ['conversations, bounds inclusive', { inclusiveBounds: true }],
    ['conversations, in no order', { shuffledSearch: true }],
  ];

  test.each(readings)('gives exactly what changed in the range: %s', async (name, options) => {
    const around = fc.integer({ min: springForward - 80 * 3600, max: springForward + 80 * 3600 });
    const cases = fc.record({
      times: fc.array(around, { minLength: 1, maxLength: 25 }),
      /** Bulk changes: many records in one second, over the edges of pages. */
      bulk: fc.integer({ min: 0, max: 330 }),
      bounds: fc.tuple(around, around),
      snap: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ times, bulk, bounds, snap }) => {
        const bench = simulated(options);
        const at = [...times, ...Array.from({ length: bulk }, () => times[0]!)];
        const isContacts = name.startsWith('contacts');
        const ids = (isContacts ? fillContacts : fillConversations)(bench, at);
        const changed = new Map(ids.map((id, i) => [id, at[i]!]));
        // Often a bound is just the second of a record.
        const [from, to] = (snap ? [times[0]!, times.at(-1)!] : bounds).toSorted((a, b) => a - b) as [number, number];
        for (const range of [
          { from, to },
          { from: to, to: Number.POSITIVE_INFINITY },
        ]) {
          const pages = await all((isContacts ? contacts : conversations).read(bench.context, range));
          const expected = [...changed].filter(([, time]) => time >= range.from && time < range.to).map(([id]) => id);
          expect(distinct(idsOf(pages))).toEqual(expected.sort());
          expectHonestPositions(pages, changed, range);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('gives several hundred records of one second, and resumes there', async () => {
    const bench = simulated();
    const ids = fillContacts(
      bench,
      Array.from({ length: 700 }, () => springForward),
    );
    const pages = await all(contacts.read(bench.context, forever));
    expect(distinct(idsOf(pages))).toEqual([...ids].sort());
    const rest = await all(contacts.read(bench.context, { from: springForward, to: Number.POSITIVE_INFINITY }));
    expect(distinct(idsOf(rest))).toEqual([...ids].sort());
  });

  test.each([
    ['in order', {}],
    ['in no order', { shuffledSearch: true }],
  ])('meets again what changes while it pages, and loses nothing: %s', async (_, options) => {
    const bench = simulated(options);
    const start = bench.now() - 100_000;
    const ids = fillConversations(
      bench,
      Array.from({ length: 450 }, (_, i) => start + i),
    );
    const seen = new Map<string, unknown>();
    let page = 0;
    for await (const { entities } of conversations.read(bench.context, forever)) {
      for (const { id, updated_at } of entities) seen.set(String(id), updated_at);
      await bench.clock.sleep(1000);
      // One that was read, and one that was not yet, move to the end.
      if (++page <= 3)
        for (const id of [ids[page]!, ids[449 - page]!])
          bench.simulator.workspace.updateConversation(id, { title: 'new' });
    }
    const truth = bench.simulator.workspace.conversations;
    expect([...seen.keys()].sort()).toEqual([...truth.keys()].sort());
    for (const [id, at] of seen) expect(at, id).toBe(truth.get(id)!.updated_at);
  });

  test('tells no position where records come in no order', async () => {
    const bench = simulated({ shuffledSearch: true });
    fillConversations(
      bench,
      Array.from({ length: 400 }, (_, i) => springForward + ((i * 7919) % 400)),
    );
    const pages = await all(conversations.read(bench.context, { from: springForward, to: springForward + 1000 }));
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.map(({ position }) => position).filter((position) => position !== undefined)).toEqual([]);
  });

  test('tells no position from where the order breaks, though it is documented', async () => {
    const pageOf = (...times: number[]) => times.map((updated_at) => ({ id: `${updated_at}`, updated_at }));
    const pages = [pageOf(10, 20), pageOf(30, 15), pageOf(40, 50)];
    const { context } = scripted((_, number) => {
      const next = number < pages.length ? { starting_after: `c${number}` } : null;
      return ok({ data: pages[number - 1] ?? [], pages: { next } });
    });
    const read = await all(contacts.read(context, { from: 0, to: 100 }));
    // The second page would have to prove the first one's.
    expect(read.map(({ position }) => position)).toEqual([undefined, undefined, undefined]);
  });

  test('is not taken in by an order that happens to be kept at first', async () => {
    const bench = simulated({ shuffledSearch: true });
    // By id, as they come: two pages ascending, then older ones.
    fillConversations(
      bench,
      Array.from({ length: 450 }, (_, i) => springForward + (i < 300 ? 100 + i : i - 300)),
    );
    const pages = await all(conversations.read(bench.context, { from: springForward, to: springForward + 1000 }));
    expect(pages.map(({ position }) => position).filter((position) => position !== undefined)).toEqual([]);
  });

  test('gives a record that does not tell when it changed, and drops those outside of the range', async () => {
    const found = [
      { id: 'before', updated_at: 99 },
      { id: 'first', updated_at: 100 },
      { id: 'timeless' },
      { id: 'last', updated_at: 199 },
      { id: 'after', updated_at: 200 },
    ];
    const { context } = scripted(() => ok({ data: found, pages: { next: null }, total_count: 5 }));
    expect(idsOf(await all(contacts.read(context, { from: 100, to: 200 })))).toEqual(['first', 'timeless', 'last']);
  });

  test('never takes a missing list for the end', async () => {
    const { context } = scripted(() => ok({ type: 'list', pages: {} }));
    expect((await failure(all(contacts.read(context, forever)))).code).toBe('request_refused');
  });

  test('asks with the filters given, and counts with them', async () => {
    const script = scripted(({ body }) =>
      ok({ data: [], total_count: JSON.parse(body ?? '{}').pagination.per_page === 1 ? 42 : 0 }),
    );
    const context = { ...script.context, filters: [{ field: 'role', operator: '=', value: 'user' }] };
    expect(await contacts.count(context, { from: 100, to: 200 })).toBe(42);
    await all(contacts.read(context, { from: 100, to: 200 }));
    const [counting, reading] = script.asked();
    expect(counting).toMatchObject({ pagination: { per_page: 1 } });
    for (const asked of [counting, reading]) {
      expect(asked).toMatchObject({
        query: {
          operator: 'AND',
          value: [
            { field: 'updated_at', operator: '>', value: 99 },
            { field: 'updated_at', operator: '<', value: 200 },
            { field: 'role', operator: '=', value: 'user' },
          ],
        },
      });
    }
    expect(reading).toMatchObject({ pagination: { per_page: 150 }, sort: { field: 'updated_at', order: 'ascending' } });
  });

  test('does not cut days, where days compare', () => {
    const by = (version: string) => contacts.shortest(scripted(() => ok({}), { version }).context);
    expect(by('2.16')).toBeGreaterThan(3 * 86_400);
    expect(by('2.17')).toBeLessThan(3600);
  });
});

describe('a search whose paging breaks', () => {
  const filled = (count = 600) => {
    const bench = simulated();
    const ids = fillContacts(
      bench,
      Array.from({ length: count }, (_, i) => springForward + Math.floor(i / 3)),
    );
    return { bench, ids };
  };

  test('goes on at its position when its cursor has become invalid', async () => {
    const { bench, ids } = filled();
    let asked = 0;
    const fault = bench.simulator.faults.add({ kind: 'invalid-cursor', match: () => ++asked === 4 });
    const pages = await all(contacts.read(bench.context, forever));
    expect(fault.fired).toBe(1);
    expect(distinct(idsOf(pages))).toEqual([...ids].sort());
    // Not from the start: what follows the position is all that comes twice.
    expect(idsOf(pages).length).toBeLessThan(ids.length + 10);
  });

  test('starts over where no order tells how far it is', async () => {
    const bench = simulated({ shuffledSearch: true });
    const ids = fillConversations(
      bench,
      Array.from({ length: 400 }, (_, i) => springForward + ((i * 7919) % 400)),
    );
    bench.simulator.faults.add({ kind: 'invalid-cursor' });
    const pages = await all(conversations.read(bench.context, { from: springForward, to: springForward + 1000 }));
    expect(distinct(idsOf(pages))).toEqual([...ids].sort());
  });

  test('gets through even where every cursor is invalid, as long as it advances', async () => {
    const { bench, ids } = filled();
    bench.simulator.faults.add({ kind: 'invalid-cursor', times: 1e9 });
    expect(distinct(idsOf(await all(contacts.read(bench.context, forever))))).toEqual([...ids].sort());
  });

  test('gives up when every cursor is invalid and it can not advance', async () => {
    const bench = simulated();
    fillContacts(
      bench,
      Array.from({ length: 400 }, () => springForward),
    );
    bench.simulator.faults.add({ kind: 'invalid-cursor', times: 1e9 });
    expect((await failure(all(contacts.read(bench.context, forever)))).code).toBe('cursor_invalid');
  });

  test('stops when the cursor does not advance', async () => {
    const { bench } = filled();
    bench.simulator.faults.add({ kind: 'repeat-cursor' });
    const error = await failure(all(contacts.read(bench.context, forever)));
    expect(error).toMatchObject({ code: 'paging_stuck', failureType: 'transient_error' });
    expect(bench.simulator.requests.all.length).toBeLessThan(10);
  });

  test('asks for smaller pages where large ones never come', async () => {
    const { bench, ids } = filled(200);
    bench.simulator.faults.add({ kind: 'big-page-timeout', perPage: 40 });
    expect(distinct(idsOf(await all(contacts.read(bench.context, forever))))).toEqual([...ids].sort());
  });

  test('reads around a record that breaks every search that finds it, and says so', async () => {
    const bench = simulated();
    const ids = fillConversations(
      bench,
      Array.from({ length: 300 }, (_, i) => springForward + Math.floor(i / 2)),
    );
    bench.simulator.faults.add({ kind: 'search-404', id: ids[137] });
    const pages = await all(conversations.read(bench.context, { from: springForward, to: springForward + 1000 }));
    expect(distinct(idsOf(pages))).toEqual(ids.filter((id) => id !== ids[137]).sort());
    expect(bench.logged.join('\n')).toMatch(/can't be read/);
  });

  test.each([
    [401, 'token_refused'],
    [403, 'permission_missing'],
    [400, 'request_refused'],
  ])('fails on a %d', async (status, code) => {
    const { context } = scripted(() => refusal(status, 'no'));
    expect((await failure(all(contacts.read(context, forever)))).code).toBe(code);
  });
});
