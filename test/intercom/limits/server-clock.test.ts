import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../../src/intercom/limits/server-clock.ts';

const whole = (ms: number) => Math.floor(ms / 1000) * 1000;

describe('the server’s clock', () => {
  it('is unknown before any answer', () => {
    const clock = createServerClock();
    expect(clock.earliest(0)).toBeUndefined();
  });

  it('is never taken to be later than it is, nor earlier than the last answer allows', () => {
    const cases = fc.record({
      offset: fc.integer({ min: -1e12, max: 2e12 }),
      answers: fc.array(
        fc.record({
          after: fc.integer({ min: 0, max: 3000 }),
          up: fc.integer({ min: 0, max: 900 }),
          down: fc.integer({ min: 0, max: 900 }),
        }),
        { minLength: 1, maxLength: 60 },
      ),
    });
    fc.assert(
      fc.property(cases, ({ offset, answers }) => {
        const clock = createServerClock();
        let now = 0;
        for (const { after, up, down } of answers) {
          const sentAt = now + after;
          const date = whole(sentAt + up + offset);
          now = sentAt + up + down;
          expect(clock.observe(date, date + 1000, sentAt, now)).toBe(false);
          expect(clock.earliest(now)!).toBeLessThanOrEqual(now + offset);
          expect(clock.earliest(now)!).toBeGreaterThanOrEqual(now + offset - 1000 - down);
        }
      }),
    );
  });

  it('narrows to milliseconds with many answers', () => {
    const clock = createServerClock();
    for (let at = 0; at < 5000; at += 37)
      clock.observe(whole(at + 123_456), whole(at + 123_456) + 1000, at - 20, at + 20);
    expect(123_456 - clock.earliest(0)!).toBeLessThan(60);
  });

  it('begins again where the clocks drifted, and says so where they jumped', () => {
    const clock = createServerClock();
    for (let at = 0; at < 3000; at += 10) clock.observe(whole(at), whole(at) + 1000, at, at);
    expect(clock.observe(1000, 2000, 4000, 4000)).toBe(false);
    expect(clock.earliest(4000)).toBe(1000);
    expect(clock.observe(3_600_000, 3_601_000, 5000, 5000)).toBe(true);
    expect(clock.earliest(5000)).toBe(3_600_000);
    expect(clock.observe(6000, 7000, 6000, 6000)).toBe(true);
    expect(clock.earliest(6000)).toBe(6000);
  });
});
