import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  earliestTime,
  observeTime,
  type TimeObservation,
  unknownOffset,
} from '../../../src/intercom/limits/server-clock.ts';

/** A clock that takes one observation after another. */
function observedClock() {
  let offset = unknownOffset;
  return {
    /** Whether the clocks jumped. */
    observe(observation: TimeObservation): boolean {
      const observed = observeTime(offset, observation);
      offset = observed.offset;
      return observed.jumped;
    },
    earliest: (at: number) => earliestTime(offset, at),
  };
}

const whole = (ms: number) => Math.floor(ms / 1000) * 1000;

describe('the server’s clock', () => {
  test('is unknown before any response', () => {
    const clock = observedClock();
    expect(clock.earliest(0)).toBeUndefined();
  });

  test('is never taken to be later than it is, nor earlier than the last response allows', () => {
    const cases = fc.record({
      offset: fc.integer({ min: -1e12, max: 2e12 }),
      responses: fc.array(
        fc.record({
          after: fc.integer({ min: 0, max: 3000 }),
          up: fc.integer({ min: 0, max: 900 }),
          down: fc.integer({ min: 0, max: 900 }),
        }),
        { minLength: 1, maxLength: 60 },
      ),
    });
    fc.assert(
      fc.property(cases, ({ offset, responses }) => {
        const clock = observedClock();
        let now = 0;
        for (const { after, up, down } of responses) {
          const sentAt = now + after;
          const date = whole(sentAt + up + offset);
          now = sentAt + up + down;
          expect(clock.observe({ from: date, to: date + 1000, sentAt, receivedAt: now })).toBe(false);
          expect(clock.earliest(now)!).toBeLessThanOrEqual(now + offset);
          expect(clock.earliest(now)!).toBeGreaterThanOrEqual(now + offset - 1000 - down);
        }
      }),
    );
  });

  test('narrows to milliseconds with many responses', () => {
    const clock = observedClock();
    for (let at = 0; at < 5000; at += 37)
      clock.observe({
        from: whole(at + 123_456),
        to: whole(at + 123_456) + 1000,
        sentAt: at - 20,
        receivedAt: at + 20,
      });
    expect(123_456 - clock.earliest(0)!).toBeLessThan(60);
  });

  test('begins again where the clocks drifted, and says so where they jumped', () => {
    const clock = observedClock();
    for (let at = 0; at < 3000; at += 10)
      clock.observe({ from: whole(at), to: whole(at) + 1000, sentAt: at, receivedAt: at });
    expect(clock.observe({ from: 1000, to: 2000, sentAt: 4000, receivedAt: 4000 })).toBe(false);
    expect(clock.earliest(4000)).toBe(1000);
    expect(clock.observe({ from: 3_600_000, to: 3_601_000, sentAt: 5000, receivedAt: 5000 })).toBe(true);
    expect(clock.earliest(5000)).toBe(3_600_000);
    expect(clock.observe({ from: 6000, to: 7000, sentAt: 6000, receivedAt: 6000 })).toBe(true);
    expect(clock.earliest(6000)).toBe(6000);
  });
});
