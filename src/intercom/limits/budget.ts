/**
 * The rate limit as arithmetic: when the next request may leave, so that no window's allowance is ever passed.
 * Intercom counts requests in fixed windows of ten seconds and tells on each answer the allowance, what is left and
 * when the window ends. https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
 */
import { retryAfterMs } from '../http/retry.ts';
import { createPacer } from './pacer.ts';
import { type RateHeaders, readDate, readRateHeaders } from './rate-headers.ts';
import { createServerClock } from './server-clock.ts';

const windowMs = 10_000;
/** 10,000 requests a minute, the default of an app, where no header tells. */
const defaultLimit = 1667;
/** Between two requests that leave to find out whether a new window has begun. */
const probeMs = 100;
/** The limiter's clock may be another machine's than the one of `Date`. */
const clocksApartMs = 50;
/** By how much requests that left evenly may be bunched together on their way. */
const bunchingMs = 1_000;

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
  /** Milliseconds (`elapsed`) from which one more request may leave; past when it may leave now. */
  availableAt(): number;
  /** A request leaves. */
  sent(at: number): void;
  /** Its answer came. */
  answered(answer: Answered): void;
  /** No answer came: the server may or may not have counted it. */
  failed(at: number): void;
  /** Requests a second that may be spent, for sizing how many are in flight. */
  rate(): number;
}

/**
 * A budget that has seen nothing yet; the first answers teach it. All times are `elapsed` milliseconds.
 *
 * It never assumes that a window has begun: `left` is what an answer told, less all requests that it may not have
 * counted. When that is spent, single requests ask after the window's end, and the first answer from the new one opens it.
 */
export function createBudget(options: BudgetOptions): Budget {
  const serverClock = createServerClock();

  let limit = defaultLimit;
  let inFlight = 0;
  /** When requests ended whose answers told nothing: counted as spent until the answer to a later request tells. */
  const unaccounted: number[] = [];
  /** The newest window that an answer told of: its end in unix seconds, and the least that any answer said to be left. */
  let window: { reset: number; remaining: number; toldAt: number } | undefined;
  /** No answer has come at all yet. */
  let blind = true;
  let pausedUntil = 0;
  let nextProbeAt = 0;
  let lateMs = clocksApartMs;

  const allowance = () => Math.max(1, Math.floor(limit * options.share));
  const pending = () => inFlight + unaccounted.length;
  const left = () => (window ? window.remaining - (limit - allowance()) - pending() : 0);
  const endOf = (reset: number) => reset * 1000 - (serverClock.earliest(0) ?? 0) + lateMs;

  /** The owner's own bound, and an even pace for when windows can't be told: filling them blindly would pass them. */
  const own = createPacer(() =>
    options.perMinute === undefined ? undefined : { count: options.perMinute, ms: 60_000 },
  );
  const even = createPacer(() => ({ count: allowance(), ms: windowMs + bunchingMs }));
  const isEven = () => !blind && (!window || even.slowed());

  /** What the headers tell. Where `Date` alone is wrong, the window's end agrees with the answers before. */
  const read = ({ headers, sentAt, receivedAt }: Answered): RateHeaders | undefined => {
    const date = readDate(headers);
    const dated = readRateHeaders(headers, date);
    const known = serverClock.earliest(receivedAt);
    const told = dated ?? (known === undefined ? undefined : readRateHeaders(headers, known));
    if (!told) return undefined;
    const end = told.reset * 1000;
    const [from, to] = date === undefined || !dated ? [end - windowMs, end] : [date, date + 1000];
    if (serverClock.observe(from, to, sentAt, receivedAt)) window = undefined;
    return told;
  };

  const learn = (told: RateHeaders, { status, sentAt, receivedAt }: Answered) => {
    // An answer that was long under way tells of a window that has gone; one whose request left after the newer window was
    // told of says that there is none.
    if (window && told.reset < window.reset && sentAt <= window.toldAt) return;
    while (unaccounted.length > 0 && unaccounted[0]! <= sentAt) unaccounted.shift();
    limit = told.limit;
    const remaining = status === 429 ? 0 : told.remaining;
    if (told.reset !== window?.reset) {
      window = { reset: told.reset, remaining, toldAt: receivedAt };
      return;
    }
    window.remaining = Math.min(window.remaining, remaining);
    // Refused after the end: the limiter's clock is behind the one of `Date`.
    const early = sentAt - endOf(told.reset);
    if (status === 429 && early >= 0) lateMs = Math.min(windowMs, 2 * lateMs + early);
  };

  const miss = ({ sentAt, receivedAt }: Answered) => {
    unaccounted.push(receivedAt);
    while (unaccounted[0]! < receivedAt - 2 * windowMs) unaccounted.shift();
    // The window that we know has ended, and the new one is not told.
    if (window && sentAt >= endOf(window.reset)) window = undefined;
  };

  return {
    rate: () => Math.min(allowance() / (windowMs / 1000), (options.perMinute ?? Number.POSITIVE_INFINITY) / 60),

    availableAt() {
      const paced = Math.max(pausedUntil, own.nextAt(), isEven() ? even.nextAt() : 0);
      if (blind) return Math.max(paced, nextProbeAt);
      if (!window || left() >= 1) return paced;
      const end = endOf(window.reset);
      const asking = inFlight + unaccounted.filter((at) => at > end).length;
      return Math.max(paced, nextProbeAt, asking < allowance() ? end : end + windowMs);
    },

    sent(at) {
      if (isEven()) even.take(at);
      own.take(at);
      if (left() < 1) nextProbeAt = at + probeMs;
      inFlight++;
    },

    failed(at) {
      inFlight--;
      unaccounted.push(at);
    },

    answered(answer) {
      const { status, headers, sentAt, receivedAt } = answer;
      inFlight--;
      blind = false;
      const told = read(answer);
      if (told) learn(told, answer);
      else miss(answer);
      if (status !== 429) return even.speedUp();
      pausedUntil = Math.max(pausedUntil, receivedAt + refusalMs(headers, told));
      if (!told) even.slowDown(sentAt, receivedAt);
    },
  };
}

/** Milliseconds to wait after a 429: what it asks for, at most two minutes; else the window's end tells, if it is known. */
function refusalMs(headers: Answered['headers'], told: RateHeaders | undefined): number {
  return retryAfterMs(headers['retry-after']) || (told ? 0 : windowMs);
}
