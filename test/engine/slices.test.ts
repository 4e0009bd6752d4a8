/** Slices tile their range whatever the counts say: a count is a hint, and may be wrong, late, or no number at all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from '../../src/core/ranges.ts';
import { cut } from '../../src/engine/slices.ts';

const now = 1_700_000_000;
const open = Number.POSITIVE_INFINITY;

/** A range that ends before, at, or after now, or never. */
const range: fc.Arbitrary<Range> = fc
  .tuple(fc.nat(now + 1_000_000), fc.oneof(fc.integer({ min: 1, max: now }), fc.constant(open)))
  .map(([from, length]) => ({ from, to: from + length }));

/** Counts that are right, and others that are not. */
const counter = fc.oneof(
  fc.nat(5_000).map(
    (rate) =>
      ({ from, to }: Range) =>
        Math.floor(((Math.min(to, now) - from) * rate) / 1e8),
  ),
  fc.constantFrom(0, 1, 100, 1e6, 1e15, -5, open, Number.NaN).map((all) => () => all),
  fc.func(fc.oneof(fc.nat(1e7), fc.constantFrom(open, Number.NaN, -1))).map(
    (lie) =>
      ({ from, to }: Range) =>
        lie(from, to),
  ),
);

const options = (count: (part: Range) => number, size: number, shortest = 60) => {
  let calls = 0;
  return {
    now,
    size,
    shortest,
    count: async (part: Range) => {
      calls++;
      return count(part);
    },
    calls: () => calls,
  };
};

describe('cut', () => {
  test('tiles the range without gap or overlap, in no more requests than a cut of a large workspace needs', () =>
    fc.assert(
      fc.asyncProperty(range, counter, fc.constantFrom(1, 100, 9_000), async (given, count, size) => {
        const asking = options(count, size);
        const { slices } = await cut(given, asking);
        expect(slices[0]?.from).toBe(given.from);
        expect(slices.at(-1)?.to).toBe(given.to);
        for (const [i, { from, to }] of slices.entries()) {
          if (!(from < to)) expect.fail(`slice ${i} is empty`);
          if (i > 0 && slices[i - 1]?.to !== from) expect.fail(`slice ${i} does not begin where the last one ended`);
        }
        expect(asking.calls()).toBeLessThanOrEqual(4_001);
      }),
      { numRuns: 100 },
    ));

  test('gives an open end to a slice of its own, from now on', async () => {
    const { slices } = await cut(
      { from: 0, to: open },
      options(({ from, to }) => (Math.min(to, now) - from) / 1e5, 9_000),
    );
    expect(slices.length).toBeGreaterThan(1);
    expect(slices.at(-1)).toEqual({ from: now, to: open });
  });

  test('makes slices of the size asked for where the counts are right', async () => {
    // Most of it happened in the last day: slices of equal length would not do.
    const made = Array.from({ length: 50_000 }, (_, i) => (i % 10 === 0 ? i * 30_000 : now - i));
    const within = ({ from, to }: Range) => made.filter((at) => at >= from && at < to).length;
    const { slices, total } = await cut({ from: 0, to: open }, options(within, 2_000));
    expect(total).toBe(50_000);
    expect(slices.map(within).reduce((sum, one) => sum + one)).toBe(50_000);
    for (const slice of slices) expect(within(slice)).toBeLessThanOrEqual(2_000);
    expect(slices.length).toBeLessThan(60);
  });

  test('cuts nothing below the shortest length', async () => {
    const week = 7 * 86_400;
    const { slices } = await cut(
      { from: 0, to: now },
      options(({ from, to }) => (to - from) * 10, 9_000, week),
    );
    for (const { from, to } of slices) expect(to - from).toBeGreaterThanOrEqual(week);
  });

  test('does not ask about a range that is read in a moment', async () => {
    const asking = options(() => 1e6, 10);
    expect(await cut({ from: now - 3600, to: open }, asking)).toEqual({ slices: [{ from: now - 3600, to: open }] });
    expect(await cut({ from: now + 3600, to: open }, asking)).toEqual({ slices: [{ from: now + 3600, to: open }] });
    expect(asking.calls()).toBe(0);
  });

  test('lets a failing count through', async () => {
    const failing = { ...options(() => 0, 10), count: () => Promise.reject(new Error('no')) };
    await expect(cut({ from: 0, to: now }, failing)).rejects.toThrow('no');
  });
});
