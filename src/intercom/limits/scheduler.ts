/** Schedules all requests: each waits until the budget allows it and not too many are in flight. */
import { onAbort } from '../../core/abort.ts';
import type { Clock } from '../../core/clock.ts';
import { createAlarm } from './alarm.ts';
import type { Budget } from './budget.ts';
import type { TimedResponse } from './budget-state.ts';

/**
 * Listings go first: a detail is asked for because of a listing, and a company scroll expires while it waits. Rare details go before those
 * of every record, of which hundreds wait: behind them each page of contacts took seconds, and what was left of the contacts in the end
 * did not fill the budget. A check asks whether a record is still there: it goes when nothing else waits, and all checks together take at
 * most a tenth of the budget.
 */
export type Priority = 'listing' | 'rare detail' | 'detail' | 'check';

export interface RequestScheduler {
  /** Resolves when the request may leave. Each is followed by `responded` or `failed`, once. */
  enter(priority: Priority, signal: AbortSignal): Promise<void>;
  responded(response: TimedResponse): void;
  /** No response came to a request that left at `sentAt`. */
  failed(sentAt: number): void;
  readonly budget: Budget;
}

/** However slow the responses. */
const mostInFlight = 500;

/** The part of the budget that checks may take. */
const shareOfChecks = 0.1;

/** A shorter wait is not reported as a pause. */
const shortestPauseMs = 500;

/** Taken until responses show the latency. */
const assumedLatencyMs = 300;

/** Enough in flight to spend the budget at this latency, and some more for responses that take longer. */
const inFlightFor = (ratePerSecond: number, latencyMs: number) =>
  Math.ceil((ratePerSecond * latencyMs * 1.5) / 1000) + 4;

/** `workers`: the user's bound of requests in flight. `onPause` is called with when the budget allows requests again. */
export function createRequestScheduler(options: {
  budget: Budget;
  clock: Clock;
  workers?: number;
  onPause?(untilUnixMs: number): void;
}): RequestScheduler {
  const { budget, clock, workers = mostInFlight } = options;
  const queues: Record<Priority, (() => void)[]> = { listing: [], 'rare detail': [], detail: [], check: [] };
  /** Those that do not wait for the checks' share, in order of priority. */
  const first = [queues.listing, queues['rare detail'], queues.detail];
  const reportPause = pauseReporter(clock, options.onPause);
  let nextCheckAt = 0;
  let inFlight = 0;
  let latencyMs = assumedLatencyMs;

  /** Lets out all that may leave, in order of priority. Called whenever that may have changed. */
  const pump = () => {
    for (;;) {
      const queue = first.find(({ length }) => length > 0) ?? queues.check;
      if (queue.length === 0) break;
      if (inFlight >= Math.min(workers, inFlightFor(budget.rate(), latencyMs))) return;
      const now = clock.elapsed();
      const available = budget.availableAt();
      const isCheck = queue === queues.check;
      const at = isCheck ? Math.max(available, nextCheckAt) : available;
      if (at > now) {
        reportPause(available, now);
        alarm.set(at);
        return;
      }
      if (isCheck) nextCheckAt = Math.max(now, nextCheckAt) + 1000 / (budget.rate() * shareOfChecks);
      const leave = queue.shift()!;
      inFlight++;
      budget.sent(now);
      leave();
    }
    alarm.cancel();
  };
  /** Where no response will call `pump` in time. */
  const alarm = createAlarm(clock, pump);

  const ended = (sentAt: number, at: number) => {
    inFlight--;
    latencyMs += (at - sentAt - latencyMs) * 0.05;
  };

  return {
    budget,
    enter(priority, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const queue = queues[priority];
        const forget = onAbort(signal, () => {
          queue.splice(queue.indexOf(leave), 1);
          pump();
          reject(signal.reason);
        });
        const leave = () => {
          forget();
          resolve();
        };
        queue.push(leave);
        pump();
      });
    },
    responded(response) {
      ended(response.sentAt, response.receivedAt);
      budget.responded(response);
      pump();
    },
    failed(sentAt) {
      const now = clock.elapsed();
      ended(sentAt, now);
      budget.failed(now);
      pump();
    },
  };
}

/** Reports a pause once, though the queues are looked at again and again while it lasts. Takes `elapsed` times. */
function pauseReporter(clock: Clock, onPause: (untilUnixMs: number) => void = () => {}) {
  let reported = 0;
  return (until: number, now: number) => {
    if (until - now <= shortestPauseMs || until - reported <= shortestPauseMs) return;
    reported = until;
    onPause(clock.now() + (until - now));
  };
}
