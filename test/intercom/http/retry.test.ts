import { describe, expect, test } from 'vitest';
import {
  type Attempts,
  afterSetback,
  backoffMs,
  noAttempts,
  retryAfterMs,
  retryLimits,
} from '../../../src/intercom/http/retry.ts';

describe('waiting before another attempt', () => {
  test('doubles, up to a minute', () => {
    expect([1, 2, 3, 4, 7, 8, 30].map((attempt) => backoffMs(attempt, 1))).toEqual([
      500, 1000, 2000, 4000, 32_000, 60_000, 60_000,
    ]);
  });

  test('is spread by chance over its upper half', () => {
    expect([0, 0.5].map((random) => backoffMs(3, random))).toEqual([1000, 1500]);
  });

  test('outlasts a gateway that is away for minutes', () => {
    const longest = Array.from({ length: retryLimits.attempts - 1 }, (_, failed) => backoffMs(failed + 1, 0));
    expect(longest.reduce((sum, ms) => sum + ms)).toBeGreaterThan(60_000);
  });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7000],
    ['1.5', 1500],
    ['100000', 120_000],
  ])('%s', (header, ms) => expect(retryAfterMs(header)).toBe(ms));

  test.each([undefined, '', '-1', 'soon', 'Infinity', 'NaN', 'Wed, 15 May 2024 12:00:00 GMT'])(
    '%s asks for nothing',
    (header) => expect(retryAfterMs(header)).toBeUndefined(),
  );
});

describe('whether to send again', () => {
  const failure = { reason: '500', waited: false };
  const interrupted = { reason: 'ECONNRESET', waited: true };

  /** After so many, of at most three failures. */
  const failing = ({ reason, waited }: typeof failure, times: number, attempts = noAttempts) =>
    repeated(attempts, times, (before) => afterSetback(before, { kind: 'retry', reason }, { most: 3, waited }));
  const refused = (times: number) =>
    repeated(noAttempts, times, (before) => afterSetback(before, { kind: 'rate_limited' }, { most: 3, waited: false }));

  test('ends with the last failure’s reason', () => {
    expect(failing(failure, 2).failed).toBeUndefined();
    expect(failing(failure, 3).failed).toBe('500');
  });

  test('counts no refusal of the rate limit as a failure, and ends after an hour of them', () => {
    expect(refused(300)).toEqual({ attempts: { failures: 0, refusals: 300, broken: 0 }, failed: undefined });
    expect(refused(301).failed).toBe('429 again and again');
    expect(failing(failure, 2, refused(300).attempts).failed).toBeUndefined();
  });

  test('counts a response that broke off while it waited for memory as a failure only after a hundred', () => {
    expect(failing(interrupted, 100).attempts.failures).toBe(0);
    expect(failing(interrupted, 102).failed).toBeUndefined();
    expect(failing(interrupted, 103).failed).toBe('ECONNRESET');
  });
});

function repeated(attempts: Attempts, times: number, step: (before: Attempts) => ReturnType<typeof afterSetback>) {
  let state: ReturnType<typeof afterSetback> = { attempts, failed: undefined };
  for (let i = 0; i < times; i++) state = step(state.attempts);
  return state;
}
