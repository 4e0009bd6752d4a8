/** Single steps of the budget; its behaviour under load is in rate-limit.test.ts. */
import { describe, expect, test } from 'vitest';
import { type Budget, createBudget } from '../../../src/intercom/limits/budget.ts';

const reset = 1_700_000_010;
/** `elapsed` 0 is ten seconds before the window's end. */
const serverTime = (at: number) => new Date((reset - 10) * 1000 + at).toUTCString();

interface Given {
  at: number;
  sentAt?: number;
  status?: number;
  limit?: number;
  remaining?: number;
  reset?: number;
  retryAfter?: number;
}

function respond(
  budget: Budget,
  { at, sentAt = at, status = 200, limit = 100, remaining, reset: end = reset, retryAfter }: Given,
) {
  budget.responded({
    status,
    sentAt,
    receivedAt: at,
    headers: {
      date: serverTime(at),
      ...(remaining === undefined
        ? {}
        : {
            'x-ratelimit-limit': String(limit),
            'x-ratelimit-remaining': String(remaining),
            'x-ratelimit-reset': String(end),
          }),
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    },
  });
}

/** A budget after one response. */
function taught(given: Omit<Given, 'at'>, share = 1): Budget {
  const budget = createBudget({ share });
  budget.sent(0);
  respond(budget, { at: 0, ...given });
  return budget;
}

/** How many leave at that moment before it closes. */
function leaving(budget: Budget, at: number, most = 10_000): number {
  let left = 0;
  while (left < most && budget.availableAt() <= at) {
    budget.sent(at);
    left++;
  }
  return left;
}

describe('the budget', () => {
  test('lets one request ask before anything is known', () => {
    const budget = createBudget({ share: 1 });
    expect(leaving(budget, 0)).toBe(1);
  });

  test('lets out what the window has left, and no more', () => {
    expect(leaving(taught({ remaining: 37 }), 0)).toBe(37);
    expect(leaving(taught({ remaining: 0 }), 0)).toBe(0);
  });

  test('keeps the part of others free', () => {
    expect(leaving(taught({ remaining: 99 }, 0.9), 0)).toBe(89);
    expect(leaving(taught({ remaining: 10 }, 0.9), 0)).toBe(0);
  });

  test('has at least one request a window, however small the share', () => {
    expect(leaving(taught({ limit: 5, remaining: 5 }, 0.01), 0)).toBe(1);
  });

  test('counts the requests in flight as spent, and those whose responses told nothing', () => {
    const budget = taught({ remaining: 37 });
    for (let i = 0; i < 10; i++) budget.sent(0);
    budget.failed(1);
    respond(budget, { at: 1, sentAt: 0 });
    expect(leaving(budget, 1)).toBe(27);
  });

  test('lets a later response account for the lost ones', () => {
    const budget = taught({ remaining: 37 });
    budget.sent(0);
    budget.failed(10);
    budget.sent(20);
    respond(budget, { at: 30, sentAt: 20, remaining: 36 });
    expect(leaving(budget, 30)).toBe(36);
  });

  test('believes the least of a window’s responses, in whatever order they come', () => {
    const budget = taught({ remaining: 50 });
    budget.sent(0);
    budget.sent(0);
    respond(budget, { at: 5, remaining: 40 });
    respond(budget, { at: 6, remaining: 41 });
    expect(leaving(budget, 6)).toBe(40);
  });

  test('does not believe a response of an earlier window', () => {
    const budget = taught({ remaining: 5 });
    budget.sent(10_500);
    budget.sent(10_500);
    respond(budget, { at: 10_600, remaining: 98, reset: reset + 10 });
    respond(budget, { at: 10_700, sentAt: 9_900, remaining: 3 });
    expect(leaving(budget, 10_700)).toBe(98);
  });

  test('asks after the window’s end by single requests, and not before', () => {
    const budget = taught({ remaining: 0 });
    const opens = budget.availableAt();
    expect(opens).toBeGreaterThan(10_000);
    // To a second, as `Date` tells it.
    expect(opens).toBeLessThanOrEqual(11_100);
    expect(leaving(budget, opens)).toBe(1);
    expect(leaving(budget, opens + 90)).toBe(0);
    expect(leaving(budget, opens + 100)).toBe(1);
  });

  test('opens a window when a response gives it', () => {
    const budget = taught({ remaining: 0 });
    budget.sent(budget.availableAt());
    respond(budget, { at: 12_000, remaining: 99, reset: reset + 10 });
    expect(leaving(budget, 12_000)).toBe(99);
  });

  test('after a 429 with headers waits for the window’s end, whatever they say to be left', () => {
    const budget = taught({ remaining: 50 });
    budget.sent(100);
    respond(budget, { at: 200, status: 429, remaining: 49 });
    expect(budget.availableAt()).toBeGreaterThan(10_000);
    expect(budget.availableAt()).toBeLessThan(11_100);
  });

  test.each([
    ['what it asks for', 3, 3_200],
    ['at most two minutes', 100_000, 120_200],
    ['a window’s length where it does not say', undefined, 10_200],
  ])('after a 429 without headers waits %s', (_, retryAfter, until) => {
    const budget = taught({ remaining: 50 });
    budget.sent(100);
    respond(budget, { at: 200, status: 429, retryAfter });
    expect(budget.availableAt()).toBe(until);
  });

  test('slows down once for all that were refused together', () => {
    const alone = taught({});
    alone.sent(100);
    respond(alone, { at: 200, sentAt: 100, status: 429 });
    const together = taught({});
    for (let i = 0; i < 60; i++) together.sent(100);
    for (let i = 0; i < 60; i++) respond(together, { at: 200, sentAt: 100, status: 429 });
    const later = (budget: Budget) => {
      for (let i = 0; i < 1000; i++) budget.sent(budget.availableAt());
      return budget.availableAt();
    };
    expect(later(together) / later(alone)).toBeLessThan(1.1);
  });

  test('tells the rate that may be spent, a second', () => {
    expect(taught({ limit: 1667, remaining: 1 }, 0.9).rate()).toBeCloseTo(150);
    expect(createBudget({ share: 1, perMinute: 60 }).rate()).toBe(1);
  });

  test('is not held up by a window’s end that can’t be', () => {
    const budget = taught({ remaining: 0, reset: reset * 1000 });
    expect(budget.availableAt()).toBeLessThan(11_000);
  });

  test('begins anew when the server’s clock was put back by an hour', () => {
    const budget = taught({ remaining: 0 });
    budget.sent(11_000);
    const hour = 3600;
    budget.responded({
      status: 200,
      sentAt: 11_000,
      receivedAt: 11_100,
      headers: {
        date: new Date((reset - hour) * 1000).toUTCString(),
        'x-ratelimit-limit': '100',
        'x-ratelimit-remaining': '42',
        'x-ratelimit-reset': String(reset - hour + 10),
      },
    });
    expect(leaving(budget, 11_100)).toBe(42);
    expect(budget.availableAt()).toBeLessThan(11_100 + 11_100);
  });

  test('keeps no memory of responses that told nothing long ago', () => {
    const budget = createBudget({ share: 1 });
    for (let at = 0; at < 200_000; at += 100) {
      budget.sent(at);
      respond(budget, { at: at + 50, sentAt: at });
    }
    budget.sent(200_000);
    respond(budget, { at: 200_050, sentAt: 200_000, remaining: 80, reset: reset + 200 });
    expect(leaving(budget, 200_050)).toBe(80);
  });
});
