import { expect, test } from 'vitest';
import { secondsOf } from '../../../src/streams/exports/times.ts';

const nine = Date.UTC(2024, 0, 31, 9) / 1000;

test.each([
  [String(nine), nine],
  [`${nine}.75`, nine],
  [String(nine * 1000), nine],
  ['2024-01-31 09:00:00 UTC', nine],
  ['2024-01-31 09:00:00', nine],
  ['2024-01-31T09:00:00Z', nine],
  ['2024-01-31T09:00:00.999Z', nine],
  ['2024-01-31 10:00:00 +0100', nine],
  ['2024-01-31T10:00:00+01:00', nine],
  ['2024-01-31 09:00', nine],
])('%s is a time', (text, seconds) => expect(secondsOf(text)).toBe(seconds));

test.each(['', '0', '-1', 'yesterday', '2024-13-31 09:00:00 UTC', '01/31/2024', undefined])('%s is none', (text) =>
  expect(secondsOf(text)).toBeUndefined(),
);
