/** How a stream is read, from what the destination remembers of it. */
import { describe, expect, test } from 'vitest';
import type { StoredStream } from '../../src/destinations/destination.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { selectionFor } from '../../src/sync/selection.ts';
import { streamOver } from '../engine/streams.ts';
import { createWorld, searchScan, walkScan } from '../engine/world.ts';

const world = createWorld([]);
const { cursor: _, ...uncursored } = walkScan(world);
const searched = streamOver(searchScan(world));
const unresumable: [string, Stream][] = [
  ['has no cursor', streamOver(uncursored)],
  ['is read whole by its nature', streamOver(searchScan(world), { fullSnapshot: true })],
  ['comes by a walk over everything', streamOver(walkScan(world))],
];

const select = (stream: Stream, stored?: StoredStream, fullRefresh = false) => {
  const { targets, selected, states } = selectionFor([stream], new Map(stored ? [[stream.name, stored]] : []), {
    fullRefresh,
  });
  expect(targets).toHaveLength(1);
  expect(selected).toHaveLength(1);
  expect(targets[0]?.info).toBe(stream);
  const { syncMode, syncId } = selected[0] ?? expect.fail();
  const { generation, refreshing } = targets[0] ?? expect.fail();
  return { syncMode, syncId, generation, refreshing, state: states.get(stream.name) };
};

const state = { updated_at: 5 };

describe('a stream that can be asked for what changed', () => {
  test('is read in full at first, as the first generation', () => {
    expect(select(searched)).toEqual({
      syncMode: 'full_refresh',
      syncId: 1,
      generation: 1,
      refreshing: true,
      state: undefined,
    });
  });

  test('goes on from its state, in its generation', () => {
    expect(select(searched, { generation: 3, refreshing: false, state })).toEqual({
      syncMode: 'incremental',
      syncId: null,
      generation: 3,
      refreshing: false,
      state,
    });
  });

  test('is read in full where its table is not all that its state tells of; the state says what is owed', () => {
    const stored = { generation: 3, refreshing: false, state, readAgain: 'its column "name" is missing' };
    expect(select(searched, stored)).toEqual({
      syncMode: 'full_refresh',
      syncId: 4,
      generation: 4,
      refreshing: true,
      state,
    });
  });

  test('goes on with a full refresh that was broken off, under its name', () => {
    const begun = { ...state, sync_id: 3 };
    expect(select(searched, { generation: 3, refreshing: true, state: begun })).toEqual({
      syncMode: 'full_refresh',
      syncId: 3,
      generation: 3,
      refreshing: true,
      state: begun,
    });
  });

  test.each<[string, StoredStream, number?]>([
    ['before its first state', { generation: 3, refreshing: true }],
    ['before its first state, after another', { generation: 3, refreshing: true, state }],
    ['by another start date', { generation: 3, refreshing: true, state: { ...state, sync_id: 3, since: 7 } }],
    ['without a start date', { generation: 3, refreshing: true, state: { ...state, sync_id: 3 } }, 7],
  ])('begins anew one that was broken off %s: what it met then may be gone by now', (_, known, start) => {
    const { targets } = selectionFor([searched], new Map([['things', known]]), { start });
    expect(targets).toMatchObject([{ generation: 4, refreshing: true }]);
  });

  test('goes on with one that was broken off by the same start date', () => {
    const known = { generation: 3, refreshing: true, state: { ...state, sync_id: 3, since: 7 } };
    const { targets } = selectionFor([searched], new Map([['things', known]]), { start: 7 });
    expect(targets).toMatchObject([{ generation: 3, refreshing: true }]);
  });

  test('begins anew when asked to, as another generation with a name that its state does not bear', () => {
    const known = { generation: 3, refreshing: false, state: { ...state, sync_id: 3 } };
    expect(select(searched, known, true)).toMatchObject({
      syncMode: 'full_refresh',
      syncId: 4,
      generation: 4,
      refreshing: true,
    });
  });

  test('asked to begin anew, goes on with what was already begun', () => {
    const own = { ...state, sync_id: 4 };
    expect(select(searched, { generation: 4, refreshing: true, state: own }, true)).toMatchObject({
      syncId: 4,
      generation: 4,
    });
  });

  test('that lost its state begins anew', () => {
    expect(select(searched, { generation: 3, refreshing: false })).toMatchObject({
      syncMode: 'full_refresh',
      syncId: 4,
      generation: 4,
    });
  });
});

describe.each(unresumable)('a stream that %s', (_name, stream) => {
  test.each([true, false])(
    'is read in full every time, each as a generation of its own (refreshing: %s)',
    (refreshing) => {
      expect(select(stream, { generation: 3, refreshing, state })).toMatchObject({
        syncMode: 'full_refresh',
        syncId: 4,
        generation: 4,
        refreshing: true,
      });
    },
  );
});

test('streams are selected in the order given, each by its own memory', () => {
  const other = streamOver(searchScan(world), { name: 'other' });
  const { selected, states } = selectionFor(
    [other, searched],
    new Map([['things', { generation: 1, refreshing: false, state }]]),
  );
  expect(selected.map(({ name, syncMode }) => `${name} ${syncMode}`)).toEqual([
    'other full_refresh',
    'things incremental',
  ]);
  expect([...states]).toEqual([['things', state]]);
});

describe('a full check', () => {
  const scan = searchScan(world);
  const vanishing = (name: string, over = scan) => streamOver(over, { name, vanishing: 'archived or deleted' });
  const [contacts, users] = [vanishing('contacts'), vanishing('users')];
  const tickets = vanishing('tickets', searchScan(world));
  const now = 1_000_000;
  const every = 100;
  const read = (fullReadAt?: number, changed: Partial<StoredStream> = {}): StoredStream => ({
    generation: 3,
    refreshing: false,
    state,
    ...(fullReadAt !== undefined && { fullReadAt }),
    ...changed,
  });
  const checked = (stored: Record<string, StoredStream>, streams = [contacts, users, tickets, searched]) =>
    [...selectionFor(streams, new Map(Object.entries(stored)), { fullCheck: { every, now } }).checks].sort();
  const fresh = { users: read(now), tickets: read(now), things: read() };

  test('is due so long after the last full pass, for all streams of the scan; never of streams that tell of deletions', () => {
    expect(checked({ ...fresh, contacts: read(now - every + 1) })).toEqual([]);
    expect(checked({ ...fresh, contacts: read(now - every) })).toEqual(['contacts', 'users']);
  });

  test('is due where no full pass is known, as in a file of before', () => {
    expect(checked({ ...fresh, contacts: read(now), tickets: read() })).toEqual(['tickets']);
  });

  test('reads the stream as a refresh of the next generation', () => {
    const { targets, selected } = selectionFor([contacts], new Map([['contacts', read(0)]]), {
      fullCheck: { every, now },
    });
    expect(targets).toMatchObject([{ generation: 4, refreshing: true }]);
    expect(selected).toEqual([{ name: 'contacts', syncMode: 'full_refresh', syncId: 4 }]);
  });

  test.each<[string, StoredStream | undefined]>([
    ['was never read', undefined],
    ['is not yet read to its end', read(0, { refreshing: true })],
    ['was read from a start date only', read(0, { state: { ...state, since: 5 } })],
    ['is read again because its table lacks a column', read(0, { readAgain: 'its column "name" is missing' })],
  ])('is not begun while one of the streams %s', (_, other) => {
    const stored = { ...fresh, contacts: read(0), ...(other && { users: other }) };
    expect(checked(other ? stored : { contacts: stored.contacts, tickets: fresh.tickets })).toEqual([]);
  });
});
