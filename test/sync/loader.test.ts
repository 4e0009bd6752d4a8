import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConnectorError } from '../../src/core/errors.ts';
import type { Event } from '../../src/core/events.ts';
import type { Commit, Destination } from '../../src/destinations/destination.ts';
import type { DeletionCheck } from '../../src/sync/deletion-check.ts';
import { type LoadOptions, load } from '../../src/sync/loader.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { acme, contacts, conversations, loads, records, tags, tombstone } from '../destinations/fixtures.ts';

const checkpoint = (position: number, stream = 'contacts'): Event => ({
  type: 'checkpoint',
  states: [{ stream, state: { updated_at: position } }],
});
const status = (status: 'complete' | 'started', isCompleteSnapshot = false, stream = 'contacts'): Event =>
  status === 'complete' ? { type: 'status', stream, status, isCompleteSnapshot } : { type: 'status', stream, status };
const rows = (...ids: string[]): Event =>
  records(
    contacts,
    ids.map((id) => ({ id, updated_at: 1 })),
  );
const broken = new ConnectorError('api_unavailable', 'Intercom does not answer.');

async function* flowOf(events: readonly Event[], end?: Error): AsyncGenerator<Event> {
  yield* events;
  if (end) throw end;
}

/** A destination that notes what it is told, in order. */
function notingDestination(failing: { write?: Error; commit?: Error } = {}, staleIds: string[] = []) {
  const notes: string[] = [];
  const commits: Commit[] = [];
  const destination: Destination = {
    location: 'memory',
    look: () => 'look',
    open: async () => new Map(),
    async prepare(streams) {
      notes.push(`prepare ${streams.length}`);
    },
    async write({ rows, replacesChildrenOf }) {
      if (failing.write) throw failing.write;
      notes.push(['write', ...rows.map(({ id }) => id), ...(replacesChildrenOf ?? [])].join(' '));
    },
    staleIds: async () => staleIds,
    storedIds: async () => [],
    seenIds: async () => [],
    checked: async () => new Map(),
    async commit(commit) {
      if (failing.commit) throw failing.commit;
      commits.push(commit);
      notes.push(['commit', ...commit.states.map(({ state }) => state.updated_at), ...commit.complete].join(' '));
    },
    async close() {
      notes.push('close');
    },
  };
  return { destination, notes, commits };
}

/** A check that finds to be gone what the test says. */
const checkOf = (isGone: (id: string) => boolean): DeletionCheck => ({
  has: () => true,
  async *responses(_stream, ids) {
    const gone = ids.filter(isGone);
    yield { gone, there: ids.filter((id) => !gone.includes(id)) };
  },
});

const stillClock = { elapsed: () => 0, now: () => 1_700_000_000_000 };
const options = (events: AsyncIterable<Event>, destination: Destination): LoadOptions => ({
  events,
  destination,
  streams: loads({}, [contacts, conversations, tags]),
  commitEvery: { rows: 2, seconds: 15 },
  clock: stillClock,
});

describe('the loader', () => {
  test('commits at a checkpoint once enough is staged, and at the end', async () => {
    const { destination, notes } = notingDestination();
    const events = flowOf([rows('a'), checkpoint(1), rows('b', 'c'), checkpoint(2), rows('d'), checkpoint(3)]);
    await load(options(events, destination));
    expect(notes).toEqual(['prepare 3', 'write a', 'write b c', 'commit 2', 'write d', 'commit 3', 'close']);
  });

  test('commits as many rows at once as the destination would have, unless it is told how many', async () => {
    const run = async (commitEvery?: LoadOptions['commitEvery']) => {
      const { destination, notes } = notingDestination();
      const events = flowOf([rows('a'), checkpoint(1), rows('b', 'c'), checkpoint(2), rows('d'), checkpoint(3)]);
      await load({ ...options(events, { ...destination, rowsPerCommit: () => 3 }), commitEvery });
      return notes.filter((note) => note.startsWith('commit'));
    };
    expect(await run()).toEqual(['commit 2', 'commit 3']);
    expect(await run({ rows: 1 })).toEqual(['commit 1', 'commit 2', 'commit 3']);
    expect(await run({ rows: 20 })).toEqual(['commit 3']);
  });

  test('commits at a checkpoint once enough time has passed', async () => {
    const { destination, notes } = notingDestination();
    let elapsed = 0;
    const events = async function* (): AsyncGenerator<Event> {
      yield rows('a');
      elapsed = 14_999;
      yield checkpoint(1);
      elapsed = 15_000;
      yield checkpoint(2);
      yield checkpoint(3);
    };
    await load({ ...options(events(), destination), clock: { ...stillClock, elapsed: () => elapsed } });
    expect(notes).toEqual(['prepare 3', 'write a', 'commit 2', 'commit 3', 'close']);
  });

  test('deletes what a whole pass did not show only where Intercom does not find it; the answers are kept as they come', async () => {
    const { destination, notes, commits } = notingDestination({}, ['gone', 'kept']);
    const complete: Event = { type: 'status', stream: 'contacts', status: 'complete', isCompleteSnapshot: true };
    await load({
      ...options(flowOf([rows('a'), complete, rows('b')]), destination),
      deletionCheck: checkOf((id) => id === 'gone'),
    });
    // The questions come after the rest of the flow, which would wait for them.
    expect(notes).toEqual([
      ...['prepare 3', 'write a', 'write b', 'commit', 'write gone', 'commit', 'commit contacts', 'close'],
    ]);
    expect(commits).toMatchObject([
      { checked: [] },
      { complete: [], checked: [{ stream: 'contacts', ids: ['kept'], at: 1_700_000_000 }] },
      { completeSnapshots: [], checkedSnapshots: ['contacts'] },
    ]);
  });

  test('asks for nothing twice within the time for which an answer holds good', async () => {
    const { destination } = notingDestination({}, ['recent', 'stale', 'new']);
    const asked: string[] = [];
    await load({
      ...options(flowOf([status('complete', true)]), {
        ...destination,
        checked: async () =>
          new Map([
            ['recent', 1_700_000_000 - 50],
            ['stale', 1_700_000_000 - 70],
          ]),
      }),
      deletionCheck: checkOf((id) => {
        asked.push(id);
        return false;
      }),
      recheckAfter: 60,
    });
    expect(asked).toEqual(['stale', 'new']);
  });

  test('keeps what it can not prove to be gone, and says that the stream is incomplete', async () => {
    const { destination, notes, commits } = notingDestination({}, ['x']);
    const seen: Event[] = [];
    await load({
      ...options(flowOf([rows('a'), status('complete', true)]), destination),
      deletionCheck: {
        has: () => true,
        async *responses() {
          yield* [];
          throw broken;
        },
      },
      observe: (event) => seen.push(event),
    });
    expect(notes).toEqual(['prepare 3', 'write a', 'commit', 'close']);
    expect(commits.flatMap(({ complete }) => complete)).toEqual([]);
    expect(seen.at(-1)).toEqual({ type: 'status', stream: 'contacts', status: 'incomplete', error: broken });
  });

  test('counts live rows and deletions apart', async () => {
    const { destination } = notingDestination({}, ['x']);
    const gone = records(contacts, [tombstone('a', 5), { id: 'b', _ab_cdc_deleted_at: null }]);
    const seen: Event[] = [];
    const loaded = await load({
      ...options(flowOf([rows('a'), gone, status('complete', true)]), destination),
      deletionCheck: checkOf(() => true),
      observe: (event) => seen.push(event),
    });
    expect(seen.flatMap((event) => (event.type === 'records' ? event.rows.map(({ id }) => id) : []))).toEqual([
      ...['a', 'a', 'b', 'x'],
    ]);
    expect(loaded.get('contacts')).toEqual({ rows: 2, deletions: 2, unkeyed: 0 });
  });

  test('commits rows without a checkpoint rather than stage without bound', async () => {
    const { destination, notes } = notingDestination();
    const events = flowOf(Array.from({ length: 21 }, (_, i) => rows(`${i}`)));
    await load(options(events, destination));
    expect(notes.filter((note) => note.startsWith('commit'))).toEqual(['commit', 'commit']);
    expect(notes.indexOf('commit')).toBe(notes.indexOf('write 19') + 1);
  });

  test('says which streams are complete, and which of them were read whole', async () => {
    const { destination, commits } = notingDestination();
    const failed: Event = { type: 'status', stream: 'tags', status: 'incomplete', error: broken };
    const events = flowOf([
      status('started'),
      checkpoint(1),
      status('complete', true),
      status('complete', false, 'conversations'),
      failed,
    ]);
    await load(options(events, destination));
    expect(commits).toEqual([
      {
        states: [{ stream: 'contacts', state: { updated_at: 1 } }],
        complete: ['contacts', 'conversations'],
        completeSnapshots: ['contacts'],
        checkedSnapshots: [],
        checked: [],
        at: 1_700_000_000,
      },
    ]);
  });

  test('commits nothing where nothing came', async () => {
    const { destination, notes } = notingDestination();
    await load(options(flowOf([status('started')]), destination));
    expect(notes).toEqual(['prepare 3', 'close']);
  });

  test('keeps what the last checkpoint covers when the flow breaks, and tells the flow’s error', async () => {
    const { destination, notes } = notingDestination();
    const events = flowOf([rows('a'), checkpoint(1), rows('b')], broken);
    await expect(load(options(events, destination))).rejects.toBe(broken);
    expect(notes).toEqual(['prepare 3', 'write a', 'write b', 'commit 1', 'close']);
  });

  test('tells the flow’s error even where its last commit fails too', async () => {
    const { destination, notes } = notingDestination({ commit: new Error('disk full') });
    await expect(load(options(flowOf([rows('a')], broken), destination))).rejects.toBe(broken);
    expect(notes).toEqual(['prepare 3', 'write a', 'close']);
  });

  test('ends the flow and commits nothing when the destination breaks', async () => {
    const full = new Error('disk full');
    const { destination, notes } = notingDestination({ write: full });
    let ended = false;
    const events = async function* (): AsyncGenerator<Event> {
      try {
        yield* [checkpoint(1), rows('a'), rows('b')];
      } finally {
        ended = true;
      }
    };
    await expect(load(options(events(), destination))).rejects.toBe(full);
    expect(ended).toBe(true);
    expect(notes).toEqual(['prepare 3', 'close']);
  });

  test('leaves out rows without a key, counts them, and says so', async () => {
    const { destination, notes } = notingDestination();
    const seen: Event[] = [];
    const batch = records(contacts, [{ id: 'a' }, { id: null }, { name: 'x' }, { id: { odd: true } }]);
    const loaded = await load({ ...options(flowOf([batch]), destination), observe: (event) => seen.push(event) });
    expect(notes).toContain('write a');
    expect(loaded.get('contacts')).toEqual({ rows: 1, deletions: 0, unkeyed: 3 });
    expect(seen).toEqual([
      batch,
      { type: 'log', level: 'warn', message: '3 rows of contacts came without a key and could not be stored.' },
    ]);
  });

  test('shows every event after it is staged, and every commit', async () => {
    const { destination, notes } = notingDestination();
    const events = [rows('a'), checkpoint(1), status('complete')];
    await load({
      ...options(flowOf(events), destination),
      observe: ({ type }) => notes.push(`saw ${type}`),
      onCommit: () => notes.push('committed'),
    });
    expect(notes).toEqual([
      'prepare 3',
      'write a',
      'saw records',
      'saw checkpoint',
      'saw status',
      'commit 1 contacts',
      'committed',
      'close',
    ]);
  });

  describe('into DuckDB', () => {
    let place: DuckdbPlace;
    beforeEach(async () => {
      place = await duckdbPlace();
    });
    afterEach(() => place.remove());

    test('leaves rows and state of a broken flow, from which the next run goes on', async () => {
      const first = await place.open();
      await first.open(acme, [contacts, conversations, tags]);
      await expect(load(options(flowOf([rows('a'), checkpoint(1)], broken), first))).rejects.toBe(broken);

      const second = await place.open();
      expect((await second.open(acme, [contacts, conversations, tags])).get('contacts')?.state).toEqual({
        updated_at: 1,
      });
      const gone = records(contacts, [{ id: 'a', _ab_cdc_deleted_at: '2024-01-01T00:00:00Z' }]);
      const loaded = await load(options(flowOf([rows('a', 'b'), gone, checkpoint(2)]), second));
      expect(loaded.get('contacts')).toEqual({
        rows: 2,
        deletions: 1,
        unkeyed: 0,
        table: { added: 1, updated: 0, deleted: 1, total: 1 },
      });
      expect(await place.rows('contacts')).toMatchObject([{ id: 'b' }]);
    });
  });
});
