import { describe, expect, test } from 'vitest';
import { readDate, readRateHeaders } from '../../../src/intercom/limits/rate-headers.ts';

const full = { 'x-ratelimit-limit': '1667', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000010' };

describe('rate limit headers', () => {
  test('are read together', () => {
    expect(readRateHeaders(full, undefined)).toEqual({ limit: 1667, remaining: 0, reset: 1_700_000_010 });
    expect(readRateHeaders(full, 1_700_000_001_000)).toBeDefined();
  });

  test.each([
    ['x-ratelimit-limit', undefined],
    ['x-ratelimit-limit', '0'],
    ['x-ratelimit-limit', 'many'],
    ['x-ratelimit-remaining', ''],
    ['x-ratelimit-remaining', '-1'],
    ['x-ratelimit-remaining', 'NaN'],
    ['x-ratelimit-reset', undefined],
    ['x-ratelimit-reset', 'Wed, 15 May 2024 12:00:00 GMT'],
  ])('tell nothing where %s is %s', (name, value) => {
    expect(readRateHeaders({ ...full, [name]: value }, undefined)).toBeUndefined();
  });

  test('tell nothing where the window ends hours from the server’s time', () => {
    expect(readRateHeaders(full, 1_700_003_600_000)).toBeUndefined();
    expect(readRateHeaders({ ...full, 'x-ratelimit-reset': '1700000010000' }, 1_700_000_001_000)).toBeUndefined();
  });
});

describe('the Date header', () => {
  test('is unix milliseconds, or nothing', () => {
    expect(readDate({ date: 'Wed, 15 May 2024 12:00:00 GMT' })).toBe(Date.UTC(2024, 4, 15, 12));
    expect(readDate({ date: 'yesterday' })).toBeUndefined();
    expect(readDate({})).toBeUndefined();
  });
});
