/** Single steps of the budget's arithmetic; a budget over many of them is in budget.test.ts. */
import { expect, test } from 'vitest';
import {
  applyFailure,
  applyResponse,
  availableAt,
  type BudgetState,
  initialBudget,
  ratePerSecond,
  spend,
} from '../../../src/intercom/limits/budget-state.ts';

const reset = 1_700_000_010;

interface Given {
  at: number;
  sentAt?: number;
  status?: number;
  remaining?: number;
  reset?: number;
  headers?: Record<string, string>;
}

/** A response of a limit of 100; `elapsed` 0 is ten seconds before the window's end. */
const response = ({ at, sentAt = at, status = 200, remaining = 50, reset: end = reset, headers }: Given) => ({
  status,
  sentAt,
  receivedAt: at,
  headers: headers ?? {
    date: new Date((reset - 10) * 1000 + at).toUTCString(),
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(end),
  },
});

const withoutHeaders = (at: number, status = 200) => response({ at, status, headers: {} });

/** After one response, with so many requests in flight. */
function known({ inFlight = 0, ...given }: Partial<Given> & { inFlight?: number } = {}): BudgetState {
  let state = applyResponse(spend(initialBudget({ share: 1 }), 0), response({ at: 0, ...given }));
  for (let i = 0; i < inFlight; i++) state = spend(state, 0);
  return state;
}

test('a step leaves the state before as it was', () => {
  const before = Object.freeze(known({ inFlight: 1 }));
  const copy = structuredClone(before);
  spend(before, 1);
  applyFailure(before, 1);
  applyResponse(before, response({ at: 1, status: 429 }));
  expect(before).toEqual(copy);
});

test('a request is in flight from leaving to its response or failure', () => {
  const sent = known({ inFlight: 3 });
  expect(sent.inFlight).toBe(3);
  expect(applyResponse(sent, response({ at: 1 })).inFlight).toBe(2);
  expect(applyFailure(sent, 1).inFlight).toBe(2);
});

test('a request that failed counts as spent until a response to a later one', () => {
  const failed = applyFailure(known({ inFlight: 3 }), 10);
  expect(failed.unaccounted).toEqual([10]);
  expect(applyResponse(failed, response({ at: 20, sentAt: 9 })).unaccounted).toEqual([10]);
  expect(applyResponse(failed, response({ at: 20, sentAt: 10 })).unaccounted).toEqual([]);
});

test('a response without headers counts as spent, for two windows at most', () => {
  const once = applyResponse(known({ inFlight: 3 }), withoutHeaders(10));
  expect(once.unaccounted).toEqual([10]);
  expect(applyResponse(once, withoutHeaders(20_010)).unaccounted).toEqual([10, 20_010]);
  expect(applyResponse(once, withoutHeaders(20_011)).unaccounted).toEqual([20_011]);
});

test('of two responses of a window the lower one counts', () => {
  const state = known({ remaining: 50, inFlight: 2 });
  const lower = applyResponse(state, response({ at: 1, remaining: 40 }));
  expect(lower.window).toEqual({ reset, remaining: 40, firstSeenAt: 0 });
  expect(applyResponse(lower, response({ at: 2, remaining: 41 })).window).toEqual(lower.window);
});

test('a refusal leaves nothing of its window, whatever it says to remain', () => {
  const refused = applyResponse(known({ inFlight: 1 }), response({ at: 1, status: 429, remaining: 40 }));
  expect(refused.window?.remaining).toBe(0);
  expect(availableAt(refused)).toBeGreaterThan(10_000);
});

test('a newer window takes the place of the one before', () => {
  const state = applyResponse(known({ remaining: 3, inFlight: 1 }), response({ at: 10_100, reset: reset + 10 }));
  expect(state.window).toEqual({ reset: reset + 10, remaining: 50, firstSeenAt: 10_100 });
});

test('an earlier window is taken only where its request left after the newer one was seen, which then never was', () => {
  const newer = applyResponse(known({ inFlight: 3 }), response({ at: 10_100, reset: reset + 10 }));
  expect(applyResponse(newer, response({ at: 10_200, sentAt: 10_100 })).window).toEqual(newer.window);
  expect(applyResponse(newer, response({ at: 10_200, sentAt: 10_101 })).window?.reset).toBe(reset);
});

test('a refusal after the end of a window puts the end later', () => {
  const state = known({ inFlight: 1 });
  expect(state.graceMs).toBe(50);
  expect(applyResponse(state, response({ at: 11_060, status: 429 })).graceMs).toBeGreaterThanOrEqual(100);
  expect(applyResponse(state, response({ at: 11_060 })).graceMs).toBe(50);
});

test('the windows are forgotten where the server’s time jumped', () => {
  const hour = 3600_000;
  const state = known({ inFlight: 1 });
  const jumped = applyResponse(state, {
    ...response({ at: 20 }),
    headers: {
      date: new Date(reset * 1000 - hour).toUTCString(),
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '42',
      'x-ratelimit-reset': String(reset - hour / 1000 + 5),
    },
  });
  expect(jumped.window).toEqual({ reset: reset - hour / 1000 + 5, remaining: 42, firstSeenAt: 20 });
});

test('a refusal without headers pauses for a window, or for as long as it asks for, and slows down', () => {
  const state = known({ inFlight: 1 });
  const refused = applyResponse(state, withoutHeaders(200, 429));
  expect(refused.pausedUntil).toBe(10_200);
  expect(refused.evenPacer.slowness).toBe(1.5);
  const asked = applyResponse(state, response({ at: 200, status: 429, headers: { 'retry-after': '3' } }));
  expect(asked.pausedUntil).toBe(3_200);
});

test('requests are paced evenly while no window is known', () => {
  const even = applyResponse(spend(initialBudget({ share: 1 }), 0), withoutHeaders(0));
  const sent = spend(even, 1_000);
  expect(sent.evenPacer.freeAt).toBeGreaterThan(even.evenPacer.freeAt);
  expect(spend(known(), 1_000).evenPacer).toEqual(known().evenPacer);
});

test('the rate is the lower of the share of the limit and the user’s own limit', () => {
  expect(ratePerSecond(known())).toBe(10);
  expect(ratePerSecond({ ...known(), options: { share: 0.5 } })).toBe(5);
  expect(ratePerSecond({ ...known(), options: { share: 0.5, perMinute: 60 } })).toBe(1);
});
