/** Where a stream begins: by its state, its mode and the configuration. */
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../src/core/events.ts';
import { drain, fullRefresh, idsOf, reading, statesOf, statusOf, streamOver } from './streams.ts';
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
    expect(statusOf(await readFully(1, {}), 'things')).toMatchObject({ whole: true });
    expect(statusOf(await readFully(1, {}, 5), 'things')).toMatchObject({ whole: false });
  });
});
