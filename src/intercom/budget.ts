/**
 * The rate limit as arithmetic: how many requests may leave in the current window, and when the next one begins.
 * Intercom counts requests in fixed windows of ten seconds and tells on each answer the allowance, what is left and
 * when the window ends. https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
 */
import { createServerClock, type ServerClock } from './server-clock.ts';

const windowMs = 10_000;
/** 10,000 requests a minute, the default of an app, where no header tells. */
const defaultLimit = 1667;
/** How far a paced burst may run ahead, so that timers of a millisecond can keep up with thousands a minute. */
const burstMs = 200;

export interface BudgetOptions {
  /** Part of the limit that we may spend, above 0, at most 1. */
  share: number;
  /** The owner's own bound, requests a minute. */
  perMinute?: number;
}

export interface Answered {
  status: number;
  headers: Record<string, string | undefined>;
  sentAt: number;
  receivedAt: number;
}

export interface Budget {
  /** Milliseconds (`elapsed`) from which one more request may leave: `at` itself when it may leave now. */
  availableAt(at: number): number;
  /** A request leaves. */
  sent(at: number): void;
  /** Its answer came. */
  answered(answer: Answered): void;
  /** No answer came: the server may or may not have counted it. */
  lost(): void;
  /** Requests a second that may be spent, for sizing how many are in flight. */
  rate(): number;
  readonly serverClock: ServerClock;
}

/** A budget that has seen nothing yet; the first answers teach it. All times are `elapsed` milliseconds. */
export function createBudget(options: BudgetOptions): Budget {
  const serverClock = createServerClock();

  let limit = defaultLimit;
  let inFlight = 0;
  let pausedUntil = 0;
  /** The window as headers tell it: its end in unix seconds, and the least that any answer of it said to be left. */
  let window: { reset: number; remaining: number } | undefined;
  /** Without headers requests are paced evenly: fixed windows whose edges are unknown can't be filled safely. */
  const paced = { nextAt: 0, slowdown: 1 };
  /** The owner's own bound is kept by pacing as well. */
  const own = {
    nextAt: 0,
    everyMs: options.perMinute === undefined ? 0 : 60_000 / options.perMinute,
  };

  const allowance = () => Math.max(1, Math.floor(limit * options.share));

  /** When the window has surely ended by the server's clock, `elapsed` milliseconds. */
  const endOf = (reset: number, at: number): number => {
    const earliest = serverClock.earliest(at);
    return earliest === undefined ? at + windowMs : at + (reset * 1000 - earliest);
  };

  const roll = (at: number) => {
    if (!window || at < endOf(window.reset, at)) return;
    const passed = Math.floor((at - endOf(window.reset, at)) / windowMs) + 1;
    window = {
      reset: window.reset + (passed * windowMs) / 1000,
      remaining: limit,
    };
  };

  return {
    serverClock,
    rate: () =>
      Math.min((allowance() / windowMs) * 1000, own.everyMs === 0 ? Number.POSITIVE_INFINITY : 1000 / own.everyMs),

    availableAt(at) {
      const earliest = Math.max(at, pausedUntil, own.nextAt - burstMs);
      if (earliest > at) return earliest;
      if (!window) return Math.max(at, paced.nextAt);
      roll(at);
      // Requests on their way may not be in `remaining` yet: they are counted as spent until their answers tell.
      const left = window.remaining - (limit - allowance());
      if (left - inFlight >= 1) return at;
      // Where answers got lost only another answer can tell what is left.
      if (left >= 1 && inFlight === 0) return at;
      return endOf(window.reset, at);
    },

    sent(at) {
      inFlight++;
      own.nextAt = Math.max(at, own.nextAt) + own.everyMs;
      if (!window) paced.nextAt = Math.max(at, paced.nextAt) + (windowMs / allowance()) * paced.slowdown;
    },

    lost() {
      inFlight--;
    },

    answered({ status, headers, sentAt, receivedAt }) {
      inFlight--;
      serverClock.observe(headers.date, sentAt, receivedAt);
      const told = readHeaders(headers);
      if (told) {
        if (headers.date === undefined) serverClock.observeAtLeast(told.reset * 1000 - windowMs, receivedAt);
        limit = told.limit;
        if (!window || told.reset > window.reset) window = { reset: told.reset, remaining: told.remaining };
        else if (told.reset === window.reset) window.remaining = Math.min(window.remaining, told.remaining);
      }
      if (status === 429) {
        if (told && window) window.remaining = 0;
        else paced.slowdown = Math.min(20, paced.slowdown * 1.5);
        if (!told) window = undefined;
        pausedUntil = Math.max(pausedUntil, pauseEnd(headers, told?.reset, receivedAt));
      } else if (!window) {
        paced.slowdown = Math.max(1, paced.slowdown * 0.999);
      }
    },
  };

  function pauseEnd(headers: Answered['headers'], reset: number | undefined, at: number): number {
    const retryAfter = Number(headers['retry-after']);
    if (Number.isFinite(retryAfter) && retryAfter > 0) return at + Math.min(retryAfter, 120) * 1000;
    return reset === undefined ? at + windowMs : Math.min(endOf(reset, at), at + 60_000);
  }
}

/** The three rate limit headers, or undefined where one is missing or is not a number (a proxy may drop them). */
function readHeaders(headers: Record<string, string | undefined>) {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => {
    const value = headers[`x-ratelimit-${name}`];
    return value === undefined || value === '' ? Number.NaN : Number(value);
  }) as [number, number, number];
  return limit > 0 && remaining >= 0 && reset > 0 ? { limit, remaining, reset } : undefined;
}
