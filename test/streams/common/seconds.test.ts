import { expect, test } from 'vitest';
import { secondsOf } from '../../../src/streams/common/seconds.ts';

test.each([
  [1_734_537_437, 1_734_537_437],
  [1_734_537_437.9, 1_734_537_437],
  ['1734537437', 1_734_537_437],
  ['2024-12-18T15:57:17Z', 1_734_537_437],
  ['2024-12-18T15:57:17.987Z', 1_734_537_437],
  ['2024-12-18T16:57:17.000+01:00', 1_734_537_437],
  ['2024-12-18 15:57:17', 1_734_537_437],
  ['1969-12-31T23:59:59.500Z', -1],
])('%j is %d seconds', (value, seconds) => expect(secondsOf(value)).toBe(seconds));

test.each([[undefined], [null], [''], ['soon'], ['2024-12-18'], ['2024-13-40T00:00:00Z'], [{}], [Number.NaN]])(
  '%j is no time',
  (value) => expect(secondsOf(value)).toBeUndefined(),
);
