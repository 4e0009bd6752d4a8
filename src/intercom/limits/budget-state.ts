/**
 * The rate limit as arithmetic: when the next request may leave, so that no window's allowance is ever exceeded. Pure.
 * Intercom counts requests in fixed windows of ten seconds; each response gives the allowance, what remains of it and when the
 * window ends. https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
 *
 * It never assumes that a new window has begun: what remains is what a response said, less all requests that it may not have
 * counted. When that is spent, single requests probe after the window's end, and the first response from the new window opens it.
 */
import { retryAfterMs } from '../http/retry.ts';
import { isSlowed, newPacer, nextAt, type Pacer, slowDown, speedUp, take } from './pacer.ts';
import { type RateHeaders, readDate, readRateHeaders } from './rate-headers.ts';
import { type ClockOffset, earliestTime, observeTime, unknownOffset } from './server-clock.ts';

const windowMs = 10_000;
/** 10,000 requests a minute, the default of an app, for when no header gives it. */
const defaultLimit = 1667;
/** Between two requests that probe whether a new window has begun. */
const probeMs = 100;
/** The limiter's clock may be another machine's than the one of `Date`. */
const clocksApartMs = 50;
/** By how much requests that left evenly may be bunched together on their way. */
const bunchingMs = 1_000;

export interface BudgetOptions {
  /** Part of the limit that may be spent, above 0, at most 1. */
  share: number;
  /** The user's own limit, requests a minute. */
  perMinute?: number;
}

/** A response, with when its request left and when it came, `elapsed` milliseconds. */
export interface TimedResponse {
  status: number;
  headers: Record<string, string | undefined>;
  sentAt: number;
  receivedAt: number;
}

/** The newest window of which a response came. */
interface RateWindow {
  /** Its end, unix seconds. */
  readonly reset: number;
  /** The least that any response gave. */
  readonly remaining: number;
  readonly firstSeenAt: number;
}

/** All that is known of the rate limit. All times are `elapsed` milliseconds. */
export interface BudgetState {
  readonly options: BudgetOptions;
  /** Requests that a window allows to the whole app. */
  readonly limit: number;
  readonly window: RateWindow | undefined;
  readonly inFlight: number;
  /**
   * When requests ended that may or may not have been counted, oldest first: they are taken as spent until a response to a later
   * request says what remains.
   */
  readonly unaccounted: readonly number[];
  readonly hasResponse: boolean;
  /** Set by a refusal. */
  readonly pausedUntil: number;
  readonly nextProbeAt: number;
  /** How long after its end by `Date` a window is taken to be over. */
  readonly graceMs: number;
  readonly serverClock: ClockOffset;
  /** For the user's own limit. */
  readonly userPacer: Pacer;
  /** For when the windows are not known: sending all at once would exceed them. */
  readonly evenPacer: Pacer;
}

/** Knows nothing yet; the first responses teach it. */
export const initialBudget = (options: BudgetOptions): BudgetState => ({
  options,
  limit: defaultLimit,
  window: undefined,
  inFlight: 0,
  unaccounted: [],
  hasResponse: false,
  pausedUntil: 0,
  nextProbeAt: 0,
  graceMs: clocksApartMs,
  serverClock: unknownOffset,
  userPacer: newPacer,
  evenPacer: newPacer,
});

/** From when on one more request may leave; in the past when it may leave now. */
export function availableAt(state: BudgetState): number {
  const { window, unaccounted, inFlight } = state;
  const paced = Math.max(
    state.pausedUntil,
    nextAt(state.userPacer),
    isEvenlyPaced(state) ? nextAt(state.evenPacer) : 0,
  );
  if (!state.hasResponse) return Math.max(paced, state.nextProbeAt);
  if (!window || remaining(state) >= 1) return paced;
  const end = endOf(state, window.reset);
  const probes = inFlight + unaccounted.filter((at) => at > end).length;
  return Math.max(paced, state.nextProbeAt, probes < allowance(state) ? end : end + windowMs);
}

/** Requests a second that may be spent. */
export const ratePerSecond = (state: BudgetState): number =>
  Math.min(allowance(state) / (windowMs / 1000), (state.options.perMinute ?? Number.POSITIVE_INFINITY) / 60);

/** A request leaves. */
export function spend(state: BudgetState, at: number): BudgetState {
  const { perMinute } = state.options;
  const evenBound = { count: allowance(state), ms: windowMs + bunchingMs };
  return {
    ...state,
    inFlight: state.inFlight + 1,
    nextProbeAt: remaining(state) < 1 ? at + probeMs : state.nextProbeAt,
    userPacer: take(state.userPacer, perMinute === undefined ? undefined : { count: perMinute, ms: 60_000 }, at),
    evenPacer: isEvenlyPaced(state) ? take(state.evenPacer, evenBound, at) : state.evenPacer,
  };
}

/** No response came: the server may or may not have counted the request. */
export const applyFailure = (state: BudgetState, at: number): BudgetState => ({
  ...state,
  inFlight: state.inFlight - 1,
  unaccounted: state.unaccounted.concat(at),
});

/** A response came, with headers that say what remains of the limit or without them. */
export function applyResponse(before: BudgetState, response: TimedResponse): BudgetState {
  const { status, headers, receivedAt } = response;
  const arrived = { ...before, inFlight: before.inFlight - 1, hasResponse: true };
  const report = readReport(arrived, response);
  const state = report
    ? applyRate(observeServerTime(arrived, report, response), report.rate, response)
    : applyWithoutRate(arrived, response);
  if (status !== 429) return { ...state, evenPacer: speedUp(state.evenPacer) };
  // Until when: what it asks for; else until the window's end, where that is known.
  const waitMs = retryAfterMs(headers['retry-after']) || (report ? 0 : windowMs);
  return {
    ...state,
    pausedUntil: Math.max(state.pausedUntil, receivedAt + waitMs),
    evenPacer: report ? state.evenPacer : slowDown(state.evenPacer, response),
  };
}

/** Requests that a window allows to us. */
const allowance = ({ limit, options }: BudgetState): number => Math.max(1, Math.floor(limit * options.share));

/** Requests that may still leave in this window, and the other users' share stay free. */
function remaining(state: BudgetState): number {
  if (!state.window) return 0;
  const forOthers = state.limit - allowance(state);
  return state.window.remaining - forOthers - state.inFlight - state.unaccounted.length;
}

const isEvenlyPaced = ({ hasResponse, window, evenPacer }: BudgetState): boolean =>
  hasResponse && (!window || isSlowed(evenPacer));

/** When a window is over for certain. */
const endOf = ({ serverClock, graceMs }: BudgetState, reset: number): number =>
  reset * 1000 - (earliestTime(serverClock, 0) ?? 0) + graceMs;

/** What the headers say of the limit, and when by the server's time: in [from, to), unix milliseconds. */
interface RateReport {
  rate: RateHeaders;
  from: number;
  to: number;
}

/** Undefined where a header is missing or can't be right. Where `Date` alone is wrong, the window's end agrees with what is known of the server's time. */
function readReport(state: BudgetState, { headers, receivedAt }: TimedResponse): RateReport | undefined {
  const date = readDate(headers);
  const byDate = readRateHeaders(headers, date);
  if (byDate && date !== undefined) return { rate: byDate, from: date, to: date + 1000 };
  const now = earliestTime(state.serverClock, receivedAt);
  const rate = byDate ?? (now === undefined ? undefined : readRateHeaders(headers, now));
  return rate && { rate, from: rate.reset * 1000 - windowMs, to: rate.reset * 1000 };
}

function observeServerTime(state: BudgetState, { from, to }: RateReport, response: TimedResponse): BudgetState {
  const { sentAt, receivedAt } = response;
  const { offset, jumped } = observeTime(state.serverClock, { from, to, sentAt, receivedAt });
  return { ...state, serverClock: offset, window: jumped ? undefined : state.window };
}

/** Takes over what a response says of the limit and its window. */
function applyRate(state: BudgetState, rate: RateHeaders, { status, sentAt, receivedAt }: TimedResponse): BudgetState {
  const { window } = state;
  // A slow response may be of an earlier window. Not so where its request left after the newer window was seen: then that one never was.
  if (window && rate.reset < window.reset && sentAt <= window.firstSeenAt) return state;
  const reported = status === 429 ? 0 : rate.remaining;
  const learned = { ...state, limit: rate.limit, unaccounted: after(state.unaccounted, sentAt) };
  if (rate.reset !== window?.reset) {
    return { ...learned, window: { reset: rate.reset, remaining: reported, firstSeenAt: receivedAt } };
  }
  const lateBy = sentAt - endOf(state, rate.reset);
  return {
    ...learned,
    window: { ...window, remaining: Math.min(window.remaining, reported) },
    // Refused after the end: the limiter's clock is behind the one of `Date`.
    graceMs: status === 429 && lateBy >= 0 ? Math.min(windowMs, 2 * state.graceMs + lateBy) : state.graceMs,
  };
}

/** Counts a request as spent whose response says nothing of the limit. */
function applyWithoutRate(state: BudgetState, { sentAt, receivedAt }: TimedResponse): BudgetState {
  const { window } = state;
  // The window that we know has ended, and nothing is said of the new one.
  const isOver = window !== undefined && sentAt >= endOf(state, window.reset);
  return {
    ...state,
    unaccounted: after(state.unaccounted, receivedAt - 2 * windowMs - 1).concat(receivedAt),
    window: isOver ? undefined : window,
  };
}

/** Those of ascending times that are later: found from the front, since there may be thousands and few are not. */
function after(times: readonly number[], at: number): readonly number[] {
  if (times.length === 0 || times[0]! > at) return times;
  const first = times.findIndex((time) => time > at);
  return first < 0 ? [] : times.slice(first);
}
