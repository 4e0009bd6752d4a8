import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSlowed, newPacer, nextAt, slowDown, speedUp, take } from '../../../src/intercom/limits/pacer.ts';

describe('the pacer', () => {
  test('never lets out more than the bound in any span, and nearly as much when always asked', () => {
    const cases = fc.record({
      count: fc.integer({ min: 1, max: 3000 }),
      ms: fc.integer({ min: 1000, max: 60_000 }),
      late: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 }),
    });
    fc.assert(
      fc.property(cases, ({ count, ms, late }) => {
        let pacer = newPacer;
        const times: number[] = [];
        let now = 0;
        while (now < 3 * ms && times.length < 12_000) {
          // Timers may be late: what they missed is made up for, within the burst.
          now = Math.max(now, nextAt(pacer)) + (times.length % 7 === 0 ? late[times.length % late.length]! / 10 : 0);
          pacer = take(pacer, { count, ms }, now);
          times.push(now);
        }
        const spans = times.slice(count).map((time, i) => time - times[i]!);
        expect(spans.every((span) => span >= ms - 0.001)).toBe(true);
      }),
    );
  });

  test('makes up for timers that are late', () => {
    let pacer = newPacer;
    let now = 0;
    let left = 0;
    for (; now < 20_000; now += 50) {
      while (nextAt(pacer) <= now) {
        pacer = take(pacer, { count: 1667, ms: 10_000 }, now);
        left++;
      }
    }
    expect(left).toBeGreaterThan(2 * 1667 * 0.97);
  });

  test('never waits without a bound', () => {
    let pacer = newPacer;
    for (let i = 0; i < 1000; i++) pacer = take(pacer, undefined, 0);
    expect(nextAt(pacer)).toBeLessThanOrEqual(0);
  });

  test('slows down with refusals up to a bound, once a round, and recovers', () => {
    let pacer = newPacer;
    expect(isSlowed(pacer)).toBe(false);
    for (let at = 1000; at < 100_000; at += 1000) pacer = slowDown(pacer, { sentAt: at - 10, receivedAt: at });
    pacer = take(pacer, { count: 100, ms: 10_000 }, 200_000);
    expect(nextAt(pacer)).toBeCloseTo(200_000 + 102 * 20 - 200);
    for (let i = 0; i < 4000; i++) pacer = speedUp(pacer);
    expect(isSlowed(pacer)).toBe(false);
  });
});
