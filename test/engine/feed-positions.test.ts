/** Positions in a feed: from where it is followed, for whom, and what a state must know of it before the first row is out. */
import { describe, expect, test } from 'vitest';
import { deletedAt } from '../../src/core/columns/columns.ts';
import { ConnectorError } from '../../src/core/errors.ts';
import type { Event, StreamState } from '../../src/core/events.ts';
import type { Entity } from '../../src/intercom/readers/reader.ts';
import { contactActivityFeed } from '../../src/streams/contacts/activities.ts';
import type { Feed, Position, Scan } from '../../src/streams/stream.ts';
import { drain, reading, rowsOf, statesOf, statusOf, streamOver } from './streams.ts';
import { createWorld, searchScan, things } from './world.ts';

const day = 86_400;

/** A feed of what went, whose entries are told from the position on; `followed` holds the positions asked for. */
function goneFeed(entries: Entity[]): { feed: Feed; followed: (Position | undefined)[] } {
  const followed: (Position | undefined)[] = [];
  const feed: Feed = {
    name: 'gone',
    cursor: 'id',
    parse: (value) => value as Position,
    timeOf: ({ at }) => Number(at),
    isAfter: ({ at }, position) => Number(at) * 1000 >= Number.parseInt(String(position), 10),
    at: (seconds) => seconds * 1000,
    positionOf: ({ id }) => String(id),
    compare: contactActivityFeed.compare,
    async *follow(_context, after) {
      followed.push(after);
      yield entries;
    },
  };
  return { feed, followed };
}

const withDeletions = (scan: Scan, feed: Feed): Scan => ({
  ...scan,
  deletions: { feed, of: ({ thing, at }) => ({ id: String(thing), at: Number(at), reason: 'deleted' }) },
});

const entry = (at: number, thing: string): Entity => ({ id: `${at * 1000}.00e5`, at, thing });

const shown = (feed: Feed) =>
  streamOver(feed as unknown as Scan, { name: 'gone', scan: feed, cursor: 'id', primaryKey: ['id'] });

describe('a feed', () => {
  test('is followed from its beginning where one of its readers has no position, wherever that one stands among them', async () => {
    const { feed, followed } = goneFeed([entry(day, 'x')]);
    const things = streamOver(withDeletions(searchScan(createWorld([])), feed));
    for (const streams of [
      [shown(feed), things],
      [things, shown(feed)],
    ]) {
      const states = { things: { updated_at: 30 * day, deletions: 30 * day * 1000 } };
      const { events } = await drain(reading({ streams, states, startedAt: 40 * day }));
      expect(rowsOf(events, 'gone')).toHaveLength(1);
    }
    expect(followed.filter((from) => from === undefined)).toHaveLength(2);
  });

  test('keeps a position whose hexadecimal looks like a power of ten', async () => {
    const { feed, followed } = goneFeed([entry(5 * day, 'x'), entry(6 * day, 'y')]);
    const states = {
      gone: { id: `${3 * day * 1000}.00e9` },
      things: { updated_at: 9 * day, deletions: `${5 * day * 1000}.001` },
    };
    const streams = [shown(feed), streamOver(withDeletions(searchScan(createWorld([])), feed))];
    const { events } = await drain(reading({ streams, states, startedAt: 40 * day }));
    expect(followed[0]).toBe(states.gone.id);
    expect(rowsOf(events, 'gone')).toHaveLength(2);
    expect(statesOf(events, 'gone').at(-1)).toEqual({ id: `${6 * day * 1000}.00e5` });
  });
});

test.each([false, true])(
  'what happened in one millisecond is told to each from its own place (reversed: %s)',
  async (reversed) => {
    const { feed, followed } = goneFeed([]);
    const streams = [shown(feed), streamOver(withDeletions(searchScan(createWorld([])), feed))];
    const states = { gone: { id: '5000.0000f' }, things: { updated_at: 9 * day, deletions: '5000.0001a' } };
    await drain(reading({ streams: reversed ? streams.reverse() : streams, states, startedAt: 40 * day }));
    expect(new Set(followed)).toEqual(new Set(['5000.0000f']));
  },
);

test('a read that follows a feed of places to its end has a place in it, not a mere moment', async () => {
  const { feed } = goneFeed([entry(5 * day, 'x')]);
  const streams = [streamOver(withDeletions(searchScan(createWorld([])), feed))];
  const { events } = await drain(reading({ streams, startedAt: 40 * day }));
  expect(statesOf(events, 'things').map(({ deletions }) => deletions)).toEqual([
    40 * day * 1000,
    `${5 * day * 1000}.00e5`,
  ]);
});

describe('the history of a feed', () => {
  const settledBefore = 40 * day;
  const entries = [entry(5 * day, 'x'), entry(6 * day, 'y'), entry(41 * day, 'z')];
  const states = { things: { updated_at: 4 * day, deletions: `${4 * day * 1000}.0` } };
  const told = (events: readonly Event[]) =>
    rowsOf(events, 'things').flatMap((row) => (row[deletedAt] ? [row.id] : []));

  test('is followed while the scans go on; what happened since search has settled comes after them', async () => {
    const { feed } = goneFeed(entries);
    const world = createWorld(things(1, { from: 30 * day }));
    let followedAll = () => {};
    const history = new Promise<void>((resolve) => {
      followedAll = resolve;
    });
    world.onQuestion = ({ kind }) => (kind === 'page' ? history : undefined);
    const streams = [streamOver(withDeletions(searchScan(world), feed))];
    const { events } = await drain(reading({ streams, states, startedAt: settledBefore }), (event) => {
      if (event.type === 'records' && event.rows.some(({ id }) => id === 'y')) followedAll();
    });
    expect(rowsOf(events, 'things').map(({ id }) => id)).toEqual(['x', 'y', 't0', 'z']);
    expect(told(events)).toEqual(['x', 'y', 'z']);
  });

  test('that breaks off is gone on with after the scans', async () => {
    const { feed, followed } = goneFeed([]);
    let times = 0;
    const breaking: Feed = {
      ...feed,
      async *follow(context, after) {
        yield* feed.follow(context, after);
        yield [entries[0]!];
        if (++times === 1) throw new ConnectorError('api_unavailable', 'No answer.');
        yield entries.slice(1);
      },
    };
    const streams = [streamOver(withDeletions(searchScan(createWorld([])), breaking))];
    const { events } = await drain(reading({ streams, states, startedAt: settledBefore }));
    expect(told(events)).toEqual(['x', 'y', 'z']);
    expect(followed).toEqual([states.things.deletions, entries[0]!.id]);
    expect(statusOf(events, 'things')).toMatchObject({ status: 'complete' });
  });
});

test('a feed that broke off before the start date is not shown from there on, but from the start date', async () => {
  const { feed } = goneFeed([entry(5 * day, 'x')]);
  const breaking: Feed = {
    ...feed,
    async *follow(context, after) {
      yield* feed.follow(context, after);
      throw new ConnectorError('api_unavailable', 'No answer.');
    },
  };
  const broken = await drain(reading({ streams: [shown(breaking)], startedAt: 40 * day, times: { start: 20 * day } }));
  expect(statesOf(broken.events, 'gone')).toEqual([{}]);
});

/** Begins a read of two things and leaves it at the first rows: the states until then. */
async function brokenOff(syncMode: 'incremental' | 'full_refresh') {
  const world = createWorld(things(2));
  const { feed } = goneFeed([entry(45 * day, 't0')]);
  const streams = [streamOver(withDeletions(searchScan(world, { pageSize: 5 }), feed))];
  const selected = [{ name: 'things', syncMode, syncId: 7 }];
  const settling = 600;
  const states: Record<string, unknown>[] = [];
  for await (const event of reading({ streams, selected, startedAt: 40 * day, times: { settling } })) {
    if (event.type === 'checkpoint') states.push(event.states[0]!.state);
    if (event.type === 'records') break;
  }
  // A record that is out by then goes.
  world.things.delete('t0');
  return { streams, selected, states, noted: (40 * day - settling) * 1000 };
}

const tombstonesIn = (events: readonly Event[]) => rowsOf(events, 'things').filter((row) => row[deletedAt]);

describe('a read that is broken off before its first checkpoint has said from when on it needs deletions', () => {
  test('a first read, and the next one tells them', async () => {
    const { streams, selected, states, noted } = await brokenOff('incremental');
    expect(states).toEqual([expect.objectContaining({ updated_at: 0, deletions: noted })]);
    const { events } = await drain(
      reading({ streams, selected, states: { things: states[0] as StreamState }, startedAt: 50 * day }),
    );
    expect(tombstonesIn(events)).toEqual([expect.objectContaining({ id: 't0' })]);
  });

  test('a full refresh, which tells them when it goes on', async () => {
    const { streams, selected, states, noted } = await brokenOff('full_refresh');
    expect(states).toEqual([expect.objectContaining({ updated_at: 0, deletions: noted })]);
    const refreshed = await drain(
      reading({ streams, selected, states: { things: states[0] as StreamState }, startedAt: 50 * day }),
    );
    expect(tombstonesIn(refreshed.events)).toEqual([expect.objectContaining({ id: 't0' })]);
    expect(statesOf(refreshed.events, 'things').at(-1)).toMatchObject({ deletions: entry(45 * day, 't0').id });
  });

  test('a full refresh at one go tells none, and the next read tells what has gone since it began', async () => {
    const { streams, selected } = await brokenOff('full_refresh');
    const refreshed = await drain(reading({ streams, selected, startedAt: 40 * day }));
    expect(tombstonesIn(refreshed.events)).toEqual([]);
    const last = statesOf(refreshed.events, 'things').at(-1)!;
    const { events } = await drain(reading({ streams, states: { things: last }, startedAt: 50 * day }));
    expect(tombstonesIn(events)).toEqual([expect.objectContaining({ id: 't0' })]);
  });
});

test('an entity that is not of a stream tells it all the same which of its records are gone, whatever ranges are read', async () => {
  const world = createWorld([{ id: 'user', updated_at: 20 * day, role: 'user' }]);
  const { feed } = goneFeed([]);
  const leads = streamOver(withDeletions(searchScan(world), feed), {
    name: 'leads',
    only: { filter: { field: 'role', operator: '=', value: 'lead' }, matches: ({ role }) => role === 'lead' },
    tombstonesFromRecord: () => [
      { id: 'told', at: 8 * day, reason: 'merged' },
      { id: 'lead', at: 15 * day, reason: 'merged' },
    ],
  });
  // A run that was cut off had read the time it went, when the user had changed once more already.
  const states = { leads: { updated_at: 16 * day, deletions: 9 * day * 1000 } };
  const { events } = await drain(reading({ streams: [leads], states, startedAt: 40 * day }));
  expect(rowsOf(events, 'leads')).toEqual([expect.objectContaining({ id: 'lead', [deletedAt]: expect.any(String) })]);
});
