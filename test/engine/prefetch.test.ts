/** PrefetchLimiter for what is read ahead: more while the sink keeps up, less when it or the process does not, and never none. */
import { describe, expect, test } from 'vitest';
import { createPrefetchLimiter } from '../../src/engine/prefetch.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A hundred that want in, of which it is known how many were let in. */
function crowd(few: number) {
  const state = { inside: 0, load: 0 };
  const limiter = createPrefetchLimiter({ few, utilization: () => state.load });
  for (let i = 0; i < 100; i++) limiter.acquire('beginning').then(() => state.inside++);
  const use = async () => {
    limiter.received();
    limiter.release();
    state.inside--;
    await settled();
  };
  return { limiter, state, use };
}

describe('a prefetch limiter', () => {
  test('admits a few at first', async () => {
    const { state } = crowd(4);
    await settled();
    expect(state.inside).toBe(4);
  });

  test('admits the more of those that are used at once, the less the process has to do', async () => {
    const admittedAt = async (load: number) => {
      const { state, use } = crowd(4);
      state.load = load;
      await settled();
      for (let i = 0; i < 20; i++) await use();
      return state.inside;
    };
    expect([await admittedAt(0), await admittedAt(0.5), await admittedAt(0.6), await admittedAt(0.8)]).toEqual([
      20, 10, 8, 4,
    ]);
  });

  test('admits none while more than a few wait for the sink, and fewer than before afterwards', async () => {
    const { limiter, state, use } = crowd(4);
    await settled();
    for (let i = 0; i < 20; i++) await use();
    for (let i = 0; i < 24; i++) limiter.received();
    for (let i = 0; i < 24; i++) {
      limiter.release();
      state.inside--;
      await settled();
    }
    expect(state.inside).toBeLessThanOrEqual(10);
  });

  test('goes back to a few while the process does not keep up', async () => {
    const { state, use } = crowd(4);
    await settled();
    for (let i = 0; i < 10; i++) await use();
    state.load = 0.95;
    for (let i = 0; i < 60; i++) await use();
    expect(state.inside).toBe(4);
    state.load = 0;
    for (let i = 0; i < 2; i++) await use();
    expect(state.inside).toBe(5);
  });

  test('admits who goes on before who begins', async () => {
    const { limiter, use } = crowd(4);
    await settled();
    const wentOn = limiter.acquire('going on').then(() => true);
    limiter.received();
    limiter.release();
    expect(await Promise.race([wentOn, settled()])).toBe(true);
    await use();
  });

  test('gives the place of one that did not come to another', async () => {
    const { limiter, state } = crowd(4);
    await settled();
    limiter.cancel();
    await settled();
    expect(state.inside).toBe(5);
  });
});
