/** When states are let out: often enough, never without news, never out of order. */
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/events.ts';
import { add } from '../../src/core/ranges.ts';
import { createCheckpoints } from '../../src/engine/checkpoints.ts';
import { startRun } from '../../src/engine/start-run.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { incremental, statesOf, streamOver } from './streams.ts';
import { createWorld, searchScan } from './world.ts';

const tuning = { sliceSize: 10, checkpointRows: 100, checkpointMs: 5_000 };

function setUp(emit?: (event: Event) => Promise<void>) {
  const stream = streamOver(searchScan(createWorld([])));
  const run = startRun(stream, incremental(stream), undefined, { times: { start: 0, lookback: 0, settling: 0 } });
  const clock = createFakeClock();
  const events: Event[] = [];
  const checkpoints = createCheckpoints({
    runs: [run],
    settledBefore: 1_000,
    tuning,
    clock,
    emit: emit ?? (async (event) => void events.push(event)),
  });
  const advance = (to: number) => {
    run.readRanges = add(run.readRanges, { from: 0, to });
  };
  return { checkpoints, clock, events, advance, marks: () => statesOf(events, 'things').map((one) => one.updated_at) };
}

describe('checkpoints', () => {
  test('are due after so many rows', async () => {
    const { checkpoints, advance, marks } = setUp();
    advance(10);
    checkpoints.count(99);
    await checkpoints.due();
    expect(marks()).toEqual([]);
    checkpoints.count(1);
    await checkpoints.due();
    expect(marks()).toEqual([10]);
    advance(20);
    checkpoints.count(99);
    await checkpoints.due();
    expect(marks()).toEqual([10]);
  });

  test('are due after so much time', async () => {
    const { checkpoints, clock, advance, marks } = setUp();
    advance(10);
    clock.advance(4_999);
    await checkpoints.due();
    expect(marks()).toEqual([]);
    clock.advance(1);
    await checkpoints.due();
    expect(marks()).toEqual([10]);
    advance(20);
    await checkpoints.due();
    expect(marks()).toEqual([10]);
  });

  test('are not repeated where nothing has happened since', async () => {
    const { checkpoints, clock, advance, marks } = setUp();
    advance(10);
    for (let i = 0; i < 5; i++) {
      clock.advance(5_000);
      await checkpoints.due();
    }
    await checkpoints.last();
    expect(marks()).toEqual([10]);
  });

  test('come once at least, even where nothing was read', async () => {
    const { checkpoints, marks } = setUp();
    await checkpoints.last();
    expect(marks()).toEqual([0]);
  });

  test('go out one after the other, the later one with what happened meanwhile', async () => {
    const room: (() => void)[] = [];
    const out: Event[] = [];
    const { checkpoints, advance } = setUp((event) => {
      out.push(event);
      return new Promise((resolve) => room.push(resolve));
    });
    const marks = () => statesOf(out, 'things').map((one) => one.updated_at);
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    advance(10);
    checkpoints.count(100);
    const ended = Promise.all([checkpoints.due(), checkpoints.due(), checkpoints.last()]);
    await settled();
    expect(marks()).toEqual([10]);
    advance(20);
    room[0]?.();
    await settled();
    expect(marks()).toEqual([10, 20]);
    advance(30);
    room[1]?.();
    await settled();
    expect(marks()).toEqual([10, 20, 30]);
    room[2]?.();
    await ended;
  });

  test('never pass what is settled', async () => {
    const { checkpoints, advance, marks } = setUp();
    advance(Number.POSITIVE_INFINITY);
    await checkpoints.last();
    expect(marks()).toEqual([1_000]);
  });

  test('a sink that has gone is told to whoever waits', async () => {
    const { checkpoints } = setUp(() => Promise.reject(new Error('gone')));
    await expect(checkpoints.last()).rejects.toThrow('gone');
  });
});
