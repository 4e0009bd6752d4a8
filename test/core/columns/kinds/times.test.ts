import { expect, test } from 'vitest';
import { microseconds } from '../../../../src/core/columns/kinds/times.ts';

test('microseconds hold the years 1 to 9999', () => {
  expect(microseconds(253_402_300_799)).toBe(253_402_300_799_000_000);
  expect(microseconds(253_402_300_800)).toBeUndefined();
  expect(microseconds(-62_135_596_800)).toBe(-62_135_596_800_000_000);
  expect(microseconds('0000-12-31T00:00:00Z')).toBeUndefined();
});
