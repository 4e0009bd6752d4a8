import { describe, expect, test } from 'vitest';
import { changedAt, dayReach, isWithin } from '../../../src/intercom/readers/search-window.ts';

const range = { from: 1_000_000, to: 2_000_000 };
const bounds = (dayExact: boolean) => ({ settledBefore: 9_000_000, dayExact });

test('a record changed when it says so by a number, else at no time', () => {
  expect(changedAt({ updated_at: 5 })).toBe(5);
  expect(changedAt({ updated_at: '5' })).toBeUndefined();
  expect(changedAt({})).toBeUndefined();
});

describe.each([
  ['seconds', false, 1],
  ['days', true, dayReach],
])('of a search by %s', (_, dayExact, reach) => {
  const isGiven = (at: number | undefined) => isWithin(at, range, bounds(dayExact));

  test('what changed in the range is passed on, its end excluded', () => {
    expect([range.from, range.to - 1].map(isGiven)).toEqual([true, true]);
    expect(isGiven(range.to)).toBe(false);
  });

  test('what a neighbouring range finds too is left to it', () => {
    expect([range.from - reach, range.from - 1, range.to, range.to + reach - 1].map(isGiven)).toEqual(
      Array(4).fill(false),
    );
  });

  test('what no other range would find here is passed on', () => {
    expect([range.from - reach - 1, range.to + reach, undefined].map(isGiven)).toEqual(Array(3).fill(true));
  });

  test('what may have changed since it was found is passed on', () => {
    expect(isGiven(bounds(dayExact).settledBefore)).toBe(true);
  });
});
