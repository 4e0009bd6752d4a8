import { getEventListeners, setMaxListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { createBudget } from '../../../src/intercom/limits/budget.ts';
import { createRequestScheduler, type Priority } from '../../../src/intercom/limits/scheduler.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const windowEnd = 1_700_000_010;

/** A scheduler whose budget knows a window of so many requests, of which some are left; `elapsed` 0 is 5 s before its end. */
function opened({
  limit = 10_000,
  left = limit,
  share = 1,
  workers,
}: Partial<Record<'limit' | 'left' | 'share' | 'workers', number>> = {}) {
  const clock = createFakeClock();
  const pauses: number[] = [];
  const budget = createBudget({ share });
  const scheduler = createRequestScheduler({ budget, clock, workers, onPause: (until) => pauses.push(until) });
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  const left_: [name: string, at: number][] = [];

  const headers = (remaining: number) => ({
    date: new Date((windowEnd - 5) * 1000 + clock.elapsed()).toUTCString(),
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(windowEnd + Math.max(0, Math.ceil((clock.elapsed() - 5000) / 10_000)) * 10),
  });
  const enter = (name: string, priority: Priority = 'detail', signal = abort.signal) =>
    scheduler.enter(priority, signal).then(() => {
      left_.push([name, clock.elapsed()]);
    });
  const responded = (remaining = left, latencyMs = 100, status = 200) =>
    scheduler.responded({
      status,
      headers: headers(remaining),
      sentAt: clock.elapsed() - latencyMs,
      receivedAt: clock.elapsed(),
    });
  const settle = () => new Promise((done) => setImmediate(done));
  const first = async () => {
    await enter('first');
    responded();
    left_.length = 0;
  };
  return {
    clock,
    scheduler,
    budget,
    pauses,
    abort,
    enter,
    responded,
    settle,
    first,
    left: left_,
    names: () => left_.map(([name]) => name),
  };
}

describe('the scheduler', () => {
  test('lets listings leave before details, rare ones before others, each in the order of asking', async () => {
    const { first, enter, responded, settle, names } = opened({ workers: 1 });
    await first();
    await enter('holder');
    for (const name of ['d1', 'd2']) enter(name, 'detail');
    for (const name of ['r1', 'r2']) enter(name, 'rare detail');
    for (const name of ['l1', 'l2']) enter(name, 'listing');
    await settle();
    expect(names()).toEqual(['holder']);
    for (let i = 0; i < 6; i++) {
      responded();
      await settle();
    }
    expect(names()).toEqual(['holder', 'l1', 'l2', 'r1', 'r2', 'd1', 'd2']);
  });

  test('never lets more than `workers` be in flight', async () => {
    const { first, enter, responded, settle, left } = opened({ workers: 3 });
    await first();
    for (let i = 0; i < 10; i++) enter(String(i));
    await settle();
    expect(left).toHaveLength(3);
    responded();
    await settle();
    expect(left).toHaveLength(4);
  });

  test.each([
    [20, 10, 40],
    [300, 60, 110],
    [1500, 300, 480],
  ])('at 1667 a window and %d ms keeps about as many in flight as that needs', async (latency, atLeast, atMost) => {
    const { first, enter, responded, settle, left, clock } = opened({ limit: 1667 });
    await clock.sleep(2000);
    await first();
    // Until it knows the latency.
    for (let i = 0; i < 200; i++) {
      await enter('learning');
      responded(1667, latency);
    }
    left.length = 0;
    for (let i = 0; i < 1000; i++) enter(String(i));
    await settle();
    expect(left.length).toBeGreaterThanOrEqual(atLeast);
    expect(left.length).toBeLessThanOrEqual(atMost);
  });

  test('learns the latency from requests that were lost, too', async () => {
    const { first, enter, scheduler, settle, left, clock } = opened({ limit: 1667 });
    await first();
    for (let i = 0; i < 20; i++) {
      await enter('lost');
      scheduler.failed(clock.elapsed() - 3000);
    }
    left.length = 0;
    for (let i = 0; i < 1000; i++) enter(String(i));
    await settle();
    expect(left.length).toBeGreaterThan(250);
  });

  test('opens by itself when the next window begins, and lets one ask first', async () => {
    const { first, enter, responded, left, settle, pauses, clock } = opened({ limit: 100, left: 0 });
    await first();
    const entering = Array.from({ length: 20 }, (_, i) => enter(String(i)));
    await entering[0];
    expect(left).toHaveLength(1);
    const [, at] = left[0]!;
    // `Date` has whole seconds: the end is known to a second, and never taken too early.
    expect(at).toBeGreaterThanOrEqual(5000);
    expect(at).toBeLessThan(6100);
    responded(99);
    await settle();
    expect(left.length).toBeGreaterThan(5);
    expect(pauses).toEqual([clock.now() - clock.elapsed() + at]);
  });

  test('reports a pause once, however many responses come during it', async () => {
    const { first, enter, responded, settle, pauses, clock } = opened({ limit: 100, left: 6 });
    await first();
    for (let i = 0; i < 6; i++) await enter(String(i));
    for (let i = 0; i < 50; i++) enter(`late ${i}`).catch(() => {});
    for (let i = 0; i < 6; i++) responded(0);
    await settle();
    expect(pauses).toHaveLength(1);
    expect(clock.sleepers()).toBe(1);
  });

  test('does not tell of waits too short to matter', async () => {
    const clock = createFakeClock();
    const pauses: number[] = [];
    const scheduler = createRequestScheduler({
      budget: createBudget({ share: 1, perMinute: 1200 }),
      clock,
      onPause: (until) => pauses.push(until),
    });
    const { signal } = new AbortController();
    for (let i = 0; i < 100; i++) {
      await scheduler.enter('listing', signal);
      scheduler.responded({ status: 200, headers: {}, sentAt: clock.elapsed(), receivedAt: clock.elapsed() });
    }
    expect(clock.elapsed()).toBeGreaterThan(4500);
    expect(pauses).toEqual([]);
  });
});

describe('leaving the scheduler’s queue', () => {
  test('rejects at once where the run has stopped before', async () => {
    const { scheduler } = opened();
    await expect(scheduler.enter('listing', AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });

  test('frees the place, and neither an alarm nor a listener stays', async () => {
    const { first, enter, abort, settle, clock, responded, left } = opened({ limit: 100, left: 0 });
    await first();
    const other = new AbortController();
    const stopped = Array.from({ length: 5 }, (_, i) => enter(`gone ${i}`, 'listing', other.signal));
    const staying = enter('stays');
    other.abort(new Error('stopped'));
    for (const one of stopped) await expect(one).rejects.toThrow('stopped');
    await staying;
    expect(left.map(([name]) => name)).toEqual(['stays']);
    responded(50);
    // With no one left to wait, no alarm keeps the process alive.
    const last = Array.from({ length: 60 }, () => enter('x').catch(() => {}));
    abort.abort(new Error('stopped'));
    await Promise.all(last);
    await settle();
    expect(clock.sleepers()).toBe(0);
  });

  test('does not count as in flight', async () => {
    const { first, enter, settle, left, responded } = opened({ workers: 1 });
    await first();
    await enter('holder');
    const other = new AbortController();
    const gone = enter('gone', 'detail', other.signal);
    const next = enter('next');
    other.abort(new Error('stopped'));
    await expect(gone).rejects.toThrow('stopped');
    responded();
    await next;
    await settle();
    expect(left.map(([name]) => name)).toEqual(['holder', 'next']);
  });

  test('adds one listener to the signal, however many requests leave', async () => {
    const { scheduler, responded } = opened();
    const { signal } = new AbortController();
    for (let i = 0; i < 3; i++) {
      await scheduler.enter('listing', signal);
      responded();
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  });

  test('lets the process end: no real timer outlives the last one who waits', async () => {
    const scheduler = createRequestScheduler({ budget: createBudget({ share: 1, perMinute: 1 }), clock: systemClock });
    const abort = new AbortController();
    await scheduler.enter('listing', abort.signal);
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const waiting = scheduler.enter('listing', abort.signal);
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBe(before + 1);
    abort.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBe(before);
  });
});
