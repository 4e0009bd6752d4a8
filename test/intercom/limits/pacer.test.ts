import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer } from '../../../src/intercom/limits/pacer.ts';

describe('the pacer', () => {
  it('never lets out more than the bound in any span, and nearly as much when always asked', () => {
    const cases = fc.record({
      count: fc.integer({ min: 1, max: 3000 }),
      ms: fc.integer({ min: 1000, max: 60_000 }),
      late: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 }),
    });
    fc.assert(
      fc.property(cases, ({ count, ms, late }) => {
        const pacer = createPacer(() => ({ count, ms }));
        const times: number[] = [];
        let now = 0;
        while (now < 3 * ms && times.length < 12_000) {
          // Timers may be late: what they missed is made up for, within the burst.
          now = Math.max(now, pacer.nextAt()) + (times.length % 7 === 0 ? late[times.length % late.length]! / 10 : 0);
          pacer.take(now);
          times.push(now);
        }
        const spans = times.slice(count).map((time, i) => time - times[i]!);
        expect(spans.every((span) => span >= ms - 0.001)).toBe(true);
      }),
    );
  });

  it('makes up for timers that are late', () => {
    const pacer = createPacer(() => ({ count: 1667, ms: 10_000 }));
    let now = 0;
    let left = 0;
    for (; now < 20_000; now += 50) {
      while (pacer.nextAt() <= now) {
        pacer.take(now);
        left++;
      }
    }
    expect(left).toBeGreaterThan(2 * 1667 * 0.97);
  });

  it('never waits without a bound', () => {
    const pacer = createPacer(() => undefined);
    for (let i = 0; i < 1000; i++) pacer.take(0);
    expect(pacer.nextAt()).toBeLessThanOrEqual(0);
  });

  it('slows down with refusals up to a bound, once a round, and recovers', () => {
    const pacer = createPacer(() => ({ count: 100, ms: 10_000 }));
    expect(pacer.slowed()).toBe(false);
    for (let at = 1000; at < 100_000; at += 1000) pacer.slowDown(at - 10, at);
    pacer.take(200_000);
    expect(pacer.nextAt()).toBeCloseTo(200_000 + 102 * 20 - 200);
    for (let i = 0; i < 4000; i++) pacer.speedUp();
    expect(pacer.slowed()).toBe(false);
  });
});
