import { describe, expect, it } from 'vitest';
import { backoffMs, retryAfterMs, retryLimits } from '../../../src/intercom/http/retry.ts';

describe('waiting before another attempt', () => {
  it('doubles, up to a minute', () => {
    expect([1, 2, 3, 4, 7, 8, 30].map((attempt) => backoffMs(attempt, 1))).toEqual([
      500, 1000, 2000, 4000, 32_000, 60_000, 60_000,
    ]);
  });

  it('is spread by chance over its upper half', () => {
    expect([0, 0.5].map((random) => backoffMs(3, random))).toEqual([1000, 1500]);
  });

  it('outlasts a gateway that is away for minutes', () => {
    const longest = Array.from({ length: retryLimits.attempts - 1 }, (_, failed) => backoffMs(failed + 1, 0));
    expect(longest.reduce((sum, ms) => sum + ms)).toBeGreaterThan(60_000);
  });
});

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['7', 7000],
    ['1.5', 1500],
    ['100000', 120_000],
  ])('%s', (header, ms) => expect(retryAfterMs(header)).toBe(ms));

  it.each([undefined, '', '-1', 'soon', 'Infinity', 'NaN', 'Wed, 15 May 2024 12:00:00 GMT'])(
    '%s asks for nothing',
    (header) => expect(retryAfterMs(header)).toBeUndefined(),
  );
});
