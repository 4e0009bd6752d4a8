/** PrefetchLimiter for what is read ahead: more while the sink keeps up, less when it or the process does not, and never none. */
import { describe, expect, test } from 'vitest';
import { createPrefetchLimiter, type PrefetchLease } from '../../src/engine/prefetch.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A hundred that want in, of which it is known which were let in and are not done. */
function crowd(few: number) {
  const state = { leases: [] as PrefetchLease[], load: 0 };
  const limiter = createPrefetchLimiter({ few, utilization: () => state.load });
  for (let i = 0; i < 100; i++) limiter.acquire('beginning').then((lease) => state.leases.push(lease));
  const use = async () => {
    const lease = state.leases.shift()!;
    lease.received();
    lease.release();
    await settled();
  };
  return { limiter, state, use };
}

describe('a prefetch limiter', () => {
  test('admits a few at first', async () => {
    const { state } = crowd(4);
    await settled();
    expect(state.leases.length).toBe(4);
  });

  test('admits the more of those that are used at once, the less the process has to do', async () => {
    const admittedAt = async (load: number) => {
      const { state, use } = crowd(4);
      state.load = load;
      await settled();
      for (let i = 0; i < 20; i++) await use();
      return state.leases.length;
    };
    expect([await admittedAt(0), await admittedAt(0.5), await admittedAt(0.6), await admittedAt(0.8)]).toEqual([
      20, 10, 8, 4,
    ]);
  });

  test('admits none while more than a few wait for the sink, and fewer than before afterwards', async () => {
    const { state, use } = crowd(4);
    await settled();
    for (let i = 0; i < 20; i++) await use();
    const waiting = state.leases.splice(0);
    expect(waiting).toHaveLength(20);
    for (const lease of waiting) lease.received();
    for (const lease of waiting) {
      lease.release();
      await settled();
    }
    expect(state.leases.length).toBeLessThanOrEqual(10);
  });

  test('goes back to a few while the process does not keep up', async () => {
    const { state, use } = crowd(4);
    await settled();
    for (let i = 0; i < 10; i++) await use();
    state.load = 0.95;
    for (let i = 0; i < 60; i++) await use();
    expect(state.leases.length).toBe(4);
    state.load = 0;
    for (let i = 0; i < 2; i++) await use();
    expect(state.leases.length).toBe(5);
  });

  test('admits who goes on before who begins', async () => {
    const { limiter, use } = crowd(4);
    await settled();
    const wentOn = limiter.acquire('going on').then(() => true);
    await use();
    expect(await Promise.race([wentOn, settled()])).toBe(true);
  });

  test('gives the place of one that did not come to another', async () => {
    const { state } = crowd(4);
    await settled();
    state.leases.shift()!.release();
    await settled();
    expect(state.leases.length).toBe(4);
  });

  test('gives the place of one to one other, however often it is released', async () => {
    const { state } = crowd(4);
    await settled();
    const [used, cancelled] = state.leases.splice(0, 2);
    used!.received();
    for (let i = 0; i < 3; i++) used!.release();
    for (let i = 0; i < 3; i++) cancelled!.release();
    await settled();
    expect(state.leases.length).toBe(4);
  });

  test('takes one that comes after it was released for none that waits', async () => {
    const { state } = crowd(1);
    await settled();
    const late = state.leases.shift()!;
    late.release();
    late.received();
    await settled();
    expect(state.leases.length).toBe(1);
    state.leases.shift()!.release();
    await settled();
    expect(state.leases.length).toBe(1);
  });
});
