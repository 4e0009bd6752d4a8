import { expect, test } from 'vitest';
import { shortfallOf } from '../../../src/intercom/readers/shortfall.ts';

test('what is missing is a shortfall where it is more than what is explained', () => {
  expect(shortfallOf(8, 10, 0)).toEqual({ received: 8, expected: 10, missing: 2 });
  expect(shortfallOf(8, 10, 1)).toEqual({ received: 8, expected: 10, missing: 2 });
  expect(shortfallOf(8, 10, 2)).toBeUndefined();
});

test('more than was expected is none', () => {
  expect(shortfallOf(12, 10, 0)).toBeUndefined();
  expect(shortfallOf(Number.POSITIVE_INFINITY, 10, 0)).toBeUndefined();
});
