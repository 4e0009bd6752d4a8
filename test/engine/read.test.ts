/** Runs from their first request to their last event, also those that are stopped. */
import { describe, expect, test } from 'vitest';
import type { Scan } from '../../src/streams/stream.ts';
import { drain, fullRefresh, idsOf, reading, statesOf, streamOver } from './streams.ts';
import { createWorld, searchScan, things, type World } from './world.ts';

const day = 86_400;
const never = new Promise<void>(() => {});

describe('before the first request', () => {
  const world = createWorld(things(3));
  const stream = streamOver(searchScan(world));

  test.each([
    [
      'an unknown stream',
      { selected: [{ name: 'things?', syncMode: 'incremental' as const, syncId: null }] },
      'stream_unknown',
    ],
    ['a broken state', { states: { things: { updated_at: 'soon' } } }, 'state_invalid'],
    [
      'a broken state of a full refresh, which does not use it',
      { selected: [fullRefresh(stream)], states: { things: { updated_at: 'soon' } } },
      'state_invalid',
    ],
  ])('%s is refused', async (_, given, code) => {
    const { events, failure } = await drain(reading({ streams: [stream], startedAt: day, ...given }));
    expect(failure).toMatchObject({ code });
    expect(events).toEqual([]);
    expect(world.questions).toEqual([]);
  });
});

describe('a stream without a cursor', () => {
  const uncountable = (world: World): Scan => {
    const { cursor: _, count: _count, ...scan } = searchScan(world);
    return scan;
  };

  test('has a state once all of it is out', async () => {
    const scan = uncountable(createWorld(things(3)));
    const { events } = await drain(reading({ streams: [streamOver(scan)], startedAt: day }));
    expect(statesOf(events, 'things')).toEqual([{ __ab_no_cursor_state_message: true }]);
  });

  test('has none when the run is stopped before', async () => {
    const world = createWorld(things(3));
    const stopping = new AbortController();
    // The second page never comes.
    world.onQuestion = () => (world.questions.length > 1 ? never : undefined);
    const scan = uncountable(world);
    const flow = reading({ streams: [streamOver(scan)], startedAt: day, signal: stopping.signal });
    const { events, failure } = await drain(flow, ({ type }) => {
      if (type === 'records') stopping.abort(new Error('enough'));
    });
    expect(failure).toEqual(new Error('enough'));
    expect(idsOf(events, 'things')).toEqual(['t0', 't1']);
    expect(statesOf(events, 'things')).toEqual([]);
  });
});

describe('a run that is stopped', () => {
  test('lets out a last state of all that is out, then fails with the reason', async () => {
    const world = createWorld(things(20));
    const stopping = new AbortController();
    world.onQuestion = () => (world.questions.length > 3 ? never : undefined);
    const { events, failure } = await drain(
      reading({
        streams: [streamOver(searchScan(world))],
        startedAt: day,
        signal: stopping.signal,
        // No checkpoint is due before the end.
        tuning: { sliceSize: 100, checkpointRows: 1_000 },
      }),
      ({ type }) => {
        if (type === 'records' && world.questions.length > 3) stopping.abort(new Error('enough'));
      },
    );
    expect(failure).toEqual(new Error('enough'));
    expect(idsOf(events, 'things')).toEqual(['t0', 't1', 't2', 't3']);
    expect(events.at(-1)).toEqual({ type: 'checkpoint', states: [{ stream: 'things', state: { updated_at: 3 } }] });
  });

  test('by its reader leaving asks for nothing more', async () => {
    const world = createWorld(things(1_000));
    const flow = reading({ streams: [streamOver(searchScan(world))], startedAt: day, tuning: { sliceSize: 2_000 } });
    for await (const { type } of flow) if (type === 'records') break;
    const asked = world.questions.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.questions.length).toBe(asked);
    expect(asked).toBeLessThan(50);
  });

  test('a slow sink slows the requests', async () => {
    const world = createWorld(things(1_000));
    const flow = reading({ streams: [streamOver(searchScan(world))], startedAt: day, tuning: { sliceSize: 2_000 } });
    for (let i = 0; i < 5; i++) await flow.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.questions.length).toBeLessThan(50);
    await flow.return(undefined);
  });
});
