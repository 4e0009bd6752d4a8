/** Where a stream begins: by its state, its mode and the configuration. */
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../src/core/events.ts';
import { type StartOptions, startRun } from '../../src/engine/start-run.ts';
import { withheldOf } from '../../src/engine/stream-run.ts';
import { contactActivities } from '../../src/streams/contacts/activities.ts';
import { contacts } from '../../src/streams/contacts/contacts.ts';
import { conversations } from '../../src/streams/conversations/conversations.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { drain, fullRefresh, idsOf, incremental, reading, statesOf, statusOf, streamOver } from './streams.ts';
import { createWorld, searchScan, things } from './world.ts';

const day = 86_400;

describe('an incremental read', () => {
  test('lookback reads again what lies so far before the state, which does not move back', async () => {
    const scan = searchScan(createWorld(things(10)));
    const { events } = await drain(
      reading({
        streams: [streamOver(scan)],
        states: { things: { updated_at: 8 } },
        times: { lookback: 3 },
        startedAt: 10,
      }),
    );
    expect(idsOf(events, 'things')).toEqual(['t5', 't6', 't7', 't8', 't9']);
    for (const state of statesOf(events, 'things')) expect(Number(state.updated_at)).toBeGreaterThanOrEqual(8);
  });

  test('a scan that is to look back does so whatever the configuration says, and further where that says more', async () => {
    const ids = async (lookback: number) => {
      const scan = { ...searchScan(createWorld(things(10))), lookback: 3 };
      const { events } = await drain(
        reading({
          streams: [streamOver(scan)],
          states: { things: { updated_at: 8 } },
          times: { lookback },
          startedAt: 10,
        }),
      );
      return idsOf(events, 'things');
    };
    expect(await ids(0)).toEqual(['t5', 't6', 't7', 't8', 't9']);
    expect(await ids(5)).toEqual(['t3', 't4', 't5', 't6', 't7', 't8', 't9']);
  });

  test('a longer settling time gives up nothing that a state says to be read', async () => {
    const state = { updated_at: 2, slices: [[5, 9]] };
    const { events } = await drain(
      reading({
        streams: [streamOver(searchScan(createWorld(things(10))))],
        states: { things: state },
        times: { settling: 3 },
        startedAt: 10,
      }),
    );
    for (const { slices } of statesOf(events, 'things')) expect(slices ?? [[5, 9]]).toEqual([[5, 9]]);
    expect(idsOf(events, 'things')).toEqual(['t2', 't3', 't4', 't9']);
  });

  test('a start date bounds a first read only', async () => {
    const scan = searchScan(createWorld(things(10)));
    const stream = streamOver(scan);
    const first = await drain(reading({ streams: [stream], times: { start: 6 }, startedAt: 100 }));
    expect(idsOf(first.events, 'things')).toEqual(['t6', 't7', 't8', 't9']);
    const later = await drain(
      reading({ streams: [stream], times: { start: 6 }, states: { things: { updated_at: 3 } }, startedAt: 100 }),
    );
    expect(idsOf(later.events, 'things')).toEqual(['t3', 't4', 't5', 't6', 't7', 't8', 't9']);
  });

  test('a state from the far future yields no record, and a state all the same', async () => {
    const scan = searchScan(createWorld(things(10)));
    const ahead = { updated_at: 9_999_999_999 };
    const { events } = await drain(reading({ streams: [streamOver(scan)], states: { things: ahead }, startedAt: day }));
    expect(idsOf(events, 'things')).toEqual([]);
    expect(statesOf(events, 'things').at(-1)).toEqual(ahead);
    expect(statusOf(events, 'things')).toMatchObject({ status: 'complete' });
  });
});

describe('a full refresh', () => {
  const scan = searchScan(createWorld(things(10)));
  const stream = streamOver(scan);
  const readFully = async (syncId: number | null, state: StreamState, start = 0) => {
    const { events } = await drain(
      reading({
        streams: [stream],
        selected: [fullRefresh(stream, syncId)],
        states: { things: state },
        times: { start },
        startedAt: 100,
      }),
    );
    return events;
  };

  test('goes on from the state of its own sync, and keeps its name in its states', async () => {
    const events = await readFully(7, { updated_at: 8, sync_id: 7 });
    expect(idsOf(events, 'things')).toEqual(['t8', 't9']);
    expect(statesOf(events, 'things').at(-1)).toEqual({ updated_at: 100, sync_id: 7 });
  });

  test.each<[string, number | null, StreamState]>([
    ['of another sync', 7, { updated_at: 8, sync_id: 6 }],
    ['of no sync', 7, { updated_at: 8 }],
    ['when no one counts syncs', null, { updated_at: 8 }],
    ['of another start date', 7, { updated_at: 8, sync_id: 7, since: 5 }],
  ])('begins anew from a state %s', async (_, syncId, state) => {
    expect(idsOf(await readFully(syncId, state), 'things')).toHaveLength(10);
  });

  test('names its start date in its states, and goes on only by the same', async () => {
    const events = await readFully(7, { updated_at: 8, sync_id: 7, since: 5 }, 5);
    expect(idsOf(events, 'things')).toEqual(['t8', 't9']);
    expect(statesOf(events, 'things').at(-1)).toEqual({ updated_at: 100, sync_id: 7, since: 5 });
  });

  test('is whole if no start date bounds it', async () => {
    expect(statusOf(await readFully(1, {}), 'things')).toMatchObject({ isCompleteSnapshot: true });
    expect(statusOf(await readFully(1, {}, 5), 'things')).toMatchObject({ isCompleteSnapshot: false });
  });

  test('of a stream whose source forgets is never whole', async () => {
    const forgetful = streamOver(scan, { forgets: true });
    const { events } = await drain(
      reading({ streams: [forgetful], selected: [fullRefresh(forgetful, 1)], startedAt: 100 }),
    );
    expect(statusOf(events, 'things')).toMatchObject({ status: 'complete', isCompleteSnapshot: false });
  });
});

interface Begun extends Omit<StartOptions, 'times'> {
  start?: number;
  lookback?: number;
  /** The id of the sync that refreshes the stream; without one it is read incrementally. */
  syncId?: number;
}

const begin = (
  stream: Stream,
  state: StreamState | undefined,
  { start = 0, lookback = 0, syncId, ...rest }: Begun = {},
) =>
  startRun(stream, syncId === undefined ? incremental(stream) : fullRefresh(stream, syncId), state, {
    times: { start, lookback, settling: 0 },
    ...rest,
  });

describe('a run that starts at the beginning', () => {
  test.each<[string, StreamState | undefined]>([
    ['no state', undefined],
    ['a state that says nothing', {}],
  ])('from %s wants all from the start date on, and tells no deletions', (_, state) => {
    expect(begin(contacts, state, { start: 6 })).toMatchObject({
      alreadyRead: [{ from: 0, to: 6 }],
      lowWatermark: 0,
      rangesInState: [],
      since: 6,
      isFirstRead: true,
      tellsDeletions: false,
      position: undefined,
    });
  });

  test('as a refresh tells the deletions that a sink which applies them is still owed', () => {
    const state = { updated_at: 50, sync_id: 1, deletions: 9_000 };
    const { isFirstRead, tellsDeletions, position } = begin(contacts, state, { syncId: 2, appliesDeletions: true });
    expect({ isFirstRead, tellsDeletions, position }).toEqual({
      isFirstRead: true,
      tellsDeletions: true,
      position: 9_000,
    });
    expect(begin(contacts, state, { syncId: 2 }).position).toBeUndefined();
  });
});

describe('a run that is resumed', () => {
  const state = { updated_at: 50, slices: [[60, 70]], deletions: 9_000 };

  test('wants what its state does not say to be read, and tells what has gone since', () => {
    expect(begin(contacts, state)).toMatchObject({
      alreadyRead: [
        { from: 0, to: 50 },
        { from: 60, to: 70 },
      ],
      lowWatermark: 50,
      isFirstRead: false,
      tellsDeletions: true,
      position: 9_000,
    });
  });

  test('looks over what lies so far before its low-water mark, and gives up nothing of its state', () => {
    const { alreadyRead, rangesInState } = begin(contacts, state, { lookback: 20 });
    expect(alreadyRead[0]).toEqual({ from: 0, to: 30 });
    expect(rangesInState[0]).toEqual({ from: 0, to: 50 });
  });

  test('from an earlier start date reads what that left out, and says so only of what is read', () => {
    const { missing, alreadyRead, rangesInState, since } = begin(contacts, { ...state, since: 40 }, { start: 10 });
    expect(missing).toEqual({ from: 10, to: 40 });
    expect(alreadyRead[0]).toEqual({ from: 0, to: 10 });
    expect(alreadyRead[1]).toEqual({ from: 40, to: 50 });
    expect(rangesInState[0]).toEqual({ from: 40, to: 50 });
    expect(since).toBe(10);
  });
});

describe('a run whose state lacks what was withheld', () => {
  const state = { updated_at: 50, [withheldOf(conversations)!.key]: true, deletions: 9 };

  test('begins anew once the permission is there, and tells what has gone since', () => {
    expect(begin(conversations, state, { isGranted: true })).toMatchObject({
      alreadyRead: [],
      lowWatermark: 0,
      isFirstRead: false,
      tellsDeletions: true,
      readsWithheld: true,
      lacksWithheld: false,
      position: 9,
    });
  });

  test.each([false, undefined])(
    'goes on, and still lacks it, where the permission is not known to be there (%s)',
    (isGranted) => {
      expect(begin(conversations, state, { isGranted })).toMatchObject({
        lowWatermark: 50,
        readsWithheld: false,
        lacksWithheld: true,
      });
    },
  );

  test('a state that lacks nothing is as it was where the permission is not known', () => {
    expect(begin(conversations, { updated_at: 50 }).lacksWithheld).toBe(false);
    expect(begin(conversations, { updated_at: 50 }, { isGranted: false }).lacksWithheld).toBe(true);
  });
});

describe('a feed that is shown', () => {
  test('goes on from its position', () => {
    expect(begin(contactActivities, { id: '5000.0a', since: 3 }, { start: 4 })).toMatchObject({
      position: '5000.0a',
      since: 3,
    });
  });

  test('is followed anew from an earlier start date on', () => {
    expect(begin(contactActivities, { id: '5000.0a', since: 3 }, { start: 2 })).toMatchObject({
      position: undefined,
      since: 2,
      missing: { from: 2, to: 3 },
    });
  });
});
