/** The feed of deleted conversations, in whatever order and with whatever times it comes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { conversations } from '../../../src/streams/conversations/conversations.ts';
import { conversationGone, deletedConversationFeed as feed } from '../../../src/streams/conversations/deleted.ts';
import type { Position, Scan } from '../../../src/streams/stream.ts';
import { type Script, scripted } from '../read-context.ts';

interface Manners {
  /** What `order` does; default: as asked. */
  arrange?(entries: Entity[]): Entity[];
  /** Called before each answer: a place to add entries. */
  before?(request: number, entries: Entity[]): void;
  alter?(answer: Record<string, unknown>, page: number): Record<string, unknown>;
}

const start = 1_700_000_000;

/** So many entries, one each ten seconds, of conversations of any age. */
const deletions = (count: number): Entity[] =>
  Array.from({ length: count }, (_, i) => ({ id: idOf(i), deleted_at: start + i * 10, metrics_retained: false }));

const idOf = (i: number) => String((i * 7_919) % 10_007);

const timeIn = ({ deleted_at }: Entity) => Number(deleted_at ?? 0);

function served(entries: Entity[], { arrange, before = () => {}, alter = (answer) => answer }: Manners = {}): Script {
  let number = 0;
  return scripted((request) => {
    before(++number, entries);
    const query = new URL(request.replace('GET ', 'http://intercom.test')).searchParams;
    const ascending = entries.toSorted((a, b) => timeIn(a) - timeIn(b));
    const all = arrange ? arrange(ascending) : query.get('order') === 'asc' ? ascending : ascending.reverse();
    const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))];
    const total_pages = Math.ceil(all.length / size);
    const found = all.slice((page - 1) * size, page * size);
    return alter({ conversations: found, total_count: all.length, pages: { page, per_page: size, total_pages } }, page);
  });
}

/** What an engine takes of the feed from a position on. */
async function follow({ context }: Script, position: Position | undefined): Promise<Entity[]> {
  const taken: Entity[] = [];
  for await (const entries of feed.follow(context, position))
    taken.push(...entries.filter((entry) => position === undefined || feed.isAfter(entry, position)));
  return taken;
}

const idsOf = (entries: readonly Entity[]) => [...new Set(entries.map(({ id }) => String(id)))].sort();
const pagesAsked = ({ requests }: Script) => requests.map((request) => Number(/[?&]page=(\d+)/.exec(request)?.[1]));

describe('in its order', () => {
  test('is asked for oldest first, in the largest pages, from the last one back to the position', async () => {
    const script = served(deletions(600));
    const position = start + 500 * 10;
    expect(idsOf(await follow(script, position))).toEqual(idsOf(deletions(600).slice(500)));
    // 600 are ten pages; the ninth begins with number 481.
    expect(pagesAsked(script)).toEqual([1, 10, 9]);
    for (const request of script.requests)
      expect(request).toMatch(/^GET \/conversations\/deleted\?order=asc&page=\d+&per_page=60$/);
  });

  test('is read from its beginning where there is no position', async () => {
    const script = served(deletions(150));
    expect(idsOf(await follow(script, undefined))).toEqual(idsOf(deletions(150)));
    expect(pagesAsked(script)).toEqual([1, 2, 3]);
  });

  test('gives what is added while it is read, on a page that was not there before', async () => {
    const entries = deletions(120);
    const later = Array.from({ length: 3 }, (_, i) => ({ id: `late ${i}`, deleted_at: start + 10_000 }));
    const script = served(entries, { before: (number) => number === 2 && entries.push(...later) });
    expect(idsOf(await follow(script, start + 9_000))).toEqual(idsOf(later));
    expect(pagesAsked(script)).toEqual([1, 2, 3, 2]);
  });

  test.each([0, 1, 59, 60, 61, 120])('of %i entries gives those from the position on', async (count) => {
    const position = start + 300;
    const expected = deletions(count).filter(({ deleted_at }) => Number(deleted_at) >= position);
    expect(idsOf(await follow(served(deletions(count)), position))).toEqual(idsOf(expected));
  });
});

describe.each<[string, Manners['arrange']]>([
  ['newest first, whatever is asked', (all) => all.toReversed()],
  ['by id', (all) => all.toSorted((a, b) => Number(a.id) - Number(b.id))],
  ['shuffled', (all) => all.map((_, i) => all[(i * 101) % all.length]!)],
  ['with the latest on the first page', (all) => [...all.slice(-1), ...all.slice(0, -1)]],
  [
    'with the latest at the end of a page in the middle',
    (all) => [...all.slice(0, 59), ...all.slice(-1), ...all.slice(59, -1)],
  ],
])('in another order: %s', (_, arrange) => {
  test('loses none', async () => {
    const entries = deletions(150);
    for (const position of [start, start + 140 * 10, start + 149 * 10]) {
      const expected = entries.filter((entry) => timeIn(entry) >= position);
      expect(idsOf(await follow(served(entries, { arrange }), position))).toEqual(idsOf(expected));
    }
  });
});

test('loses none of long ago that went just now, by id, where others went in the order of their ids', async () => {
  const entries = Array.from({ length: 300 }, (_, i): Entity => ({ id: `${i + 1}`, deleted_at: start + i * 10 }));
  entries.find(({ id }) => id === '77')!.deleted_at = start + 5_000;
  const byId = served(entries, { arrange: (all) => all.toSorted((a, b) => Number(a.id) - Number(b.id)) });
  expect(idsOf(await follow(byId, start + 4_000))).toEqual(['77']);
});

test('loses none that is inserted in front while it is read, newest first', async () => {
  const entries = deletions(150);
  const script = served(entries, {
    arrange: (all) => all.toReversed(),
    before: (number) => {
      for (let i = 0; i < 20; i++) entries.push({ id: `new ${number} ${i}`, deleted_at: start + 9_000 });
    },
  });
  const taken = idsOf(await follow(script, start + 100));
  for (const { id } of deletions(150).slice(10)) expect(taken).toContain(id);
});

describe('times', () => {
  const asText = (format: (seconds: number) => unknown) =>
    deletions(150).map((entry) => ({ ...entry, deleted_at: format(Number(entry.deleted_at)) }));

  test.each<[string, (seconds: number) => unknown]>([
    ['numbers in text', String],
    ['ISO 8601', (seconds) => new Date(seconds * 1000).toISOString()],
    ['ISO 8601 with an offset', (seconds) => new Date((seconds + 7200) * 1000).toISOString().replace('Z', '+02:00')],
    ['milliseconds', (seconds) => seconds * 1000],
  ])('as %s are read, and left as they came', async (_, format) => {
    const entries = asText(format);
    const script = served(entries, { arrange: () => entries });
    const position = start + 140 * 10;
    const taken = await follow(script, position);
    expect(idsOf(taken)).toEqual(idsOf(entries.slice(140)));
    expect(taken.map(({ deleted_at }) => deleted_at)).toEqual(
      expect.arrayContaining(entries.slice(140).map((e) => e.deleted_at)),
    );
    expect(feed.timeOf(entries[3]!)).toBe(start + 30);
    expect(conversationGone(entries[3]!)).toEqual({ id: idOf(3), at: start + 30, reason: 'deleted' });
  });

  test.each([undefined, null, 'soon', '', 0, Number.NaN, {}, '2024-99-99'])(
    'that are none, such as %j, hide no entry, which passes for one of just now',
    async (deleted_at) => {
      const entries = deletions(150).map((entry, i) => (i % 50 === 7 ? { ...entry, deleted_at } : entry));
      const taken = await follow(served(entries, { arrange: () => entries }), start + 148 * 10);
      expect(idsOf(taken)).toEqual([7, 57, 107, 148, 149].map(idOf).sort());
      for (const entry of taken.filter(({ id }) => id === idOf(7))) {
        const gone = conversationGone(entry)!;
        expect(Math.abs(gone.at - Date.now() / 1000)).toBeLessThan(60);
        expect(feed.isAfter(entry, 4e9)).toBe(true);
      }
    },
  );
});

test('pages that are not full, or fewer than are counted, prove nothing', async () => {
  const entries = deletions(300);
  for (const wrong of [2, 4, 5]) {
    let cuts = 0;
    const script = served(entries, {
      alter: (answer, page) =>
        page === wrong && cuts++ === 0
          ? { ...answer, conversations: (answer.conversations as Entity[]).slice(0, 50) }
          : answer,
    });
    expect(idsOf(await follow(script, start + 60 * 10))).toEqual(idsOf(entries.slice(60)));
  }
  const short = served(entries, {
    alter: (answer, page) =>
      page === 5 ? { ...answer, conversations: (answer.conversations as Entity[]).slice(1) } : answer,
  });
  await expect(follow(short, start)).rejects.toMatchObject({
    code: 'records_missing',
    details: { received: 299, expected: 300 },
  });
});

test('what is no entry, or has no id, is told and deletes nothing', async () => {
  const entries: Entity[] = [...deletions(5), { deleted_at: start }, { id: null, deleted_at: start }];
  const script = served(entries);
  expect(idsOf(await follow(script, start))).toEqual(idsOf(deletions(5)));
  expect(script.logged.filter((line) => line.includes('left out'))).toHaveLength(1);
  expect((conversations.scan as Scan).deletions?.of({ deleted_at: start })).toBeUndefined();
});

test('whatever is wrong with times and order, every entry from the position on is given', async () => {
  const time = fc.oneof(fc.integer({ min: start, max: start + 300 }), fc.constantFrom(undefined, 'x', start * 1000));
  const cases = fc.record({
    times: fc.array(time, { maxLength: 200 }),
    sorted: fc.boolean(),
    position: fc.integer({ min: start, max: start + 310 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ times, sorted, position }) => {
      const entries = times.map((deleted_at, i): Entity => ({ id: `${i}`, deleted_at }));
      const script = served(entries, { arrange: (all) => (sorted ? all : entries) });
      const expected = entries.filter(
        ({ deleted_at: at }) => typeof at !== 'number' || (at > 1e11 ? at / 1000 : at) >= position,
      );
      expect(idsOf(await follow(script, position))).toEqual(idsOf(expected));
      expect(script.requests.length).toBeLessThan(12);
    }),
    { numRuns: 150 },
  );
});

test('positions are ordered as numbers', () => {
  expect(feed.compare(start - 1, start)).toBeLessThan(0);
  expect(feed.compare(start, 999)).toBeGreaterThan(0);
  expect(feed.compare(start, start)).toBe(0);
});
