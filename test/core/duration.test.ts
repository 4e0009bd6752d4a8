import { expect, test } from 'vitest';
import { parseDuration } from '../../src/core/duration.ts';

test.each([
  ['0', 0],
  ['0h', 0],
  ['1s', 1],
  ['30m', 1_800],
  ['24h', 86_400],
  ['007d', 604_800],
])('%s is %d seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

test.each([
  '',
  ' ',
  '24',
  'h',
  '-1h',
  '+1h',
  '1.5h',
  '1h30m',
  '24 h',
  '24H',
  '1w',
  '1h\n',
  '1e3s',
  '٣h',
  'Infinityd',
  `${'9'.repeat(16)}s`,
  `${'9'.repeat(400)}d`,
])('%j is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(
    expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('24h') }),
  );
});
