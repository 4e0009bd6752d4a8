/** Schedules all requests: each is held until the budget allows it and not too many are in flight. */
import { onAbort } from '../../core/abort.ts';
import type { Clock } from '../../core/clock.ts';
import type { Answered, Budget } from './budget.ts';

/**
 * Listings go first: a detail is asked for because of a listing, and a company scroll expires while it waits. A check asks whether
 * a record is still there: it goes when nothing else waits, and all checks together take at most a tenth of the budget.
 */
export type Priority = 'listing' | 'detail' | 'check';

export interface RequestScheduler {
  /** Resolves when the request may leave. Each entry is followed by `answered` or `failed`, once. */
  enter(priority: Priority, signal: AbortSignal): Promise<void>;
  answered(answer: Answered): void;
  /** No answer came to a request that left at `sentAt`. */
  failed(sentAt: number): void;
  readonly budget: Budget;
}

/** What is never passed, however slow the answers. */
const mostInFlight = 500;

/** The part of the budget that checks may take. */
const shareOfChecks = 0.1;

/** A wait shorter than this is no pause. */
const tellPauseMs = 500;

/** Enough in flight to spend the budget at the latency at hand, and some more for answers that take longer. */
const inFlightFor = (rate: number, latencyMs: number) => Math.ceil((rate * latencyMs * 1.5) / 1000) + 4;

/** `workers`: the owner's bound of requests in flight. `onPause` is told until when the budget is spent. */
export function createRequestScheduler(options: {
  budget: Budget;
  clock: Clock;
  workers?: number;
  onPause?(untilUnixMs: number): void;
}): RequestScheduler {
  const { budget, clock } = options;
  const most = options.workers ?? mostInFlight;
  const queues: Record<Priority, (() => void)[]> = { listing: [], detail: [], check: [] };
  /** When the next check may leave. */
  let checkAt = 0;
  let inFlight = 0;
  let latencyMs = 300;
  /** Re-checks the queues if no response will. */
  let alarm: { at: number; cancel(): void } | undefined;
  let pauseTold = 0;

  const disarm = () => {
    alarm?.cancel();
    alarm = undefined;
  };

  /** An alarm that is due earlier stays: it finds that it is too early, and sets the next. */
  const wakeAt = (at: number, now: number) => {
    if (alarm && alarm.at <= at) return;
    disarm();
    const stop = new AbortController();
    const mine = { at, cancel: () => stop.abort() };
    alarm = mine;
    clock.sleep(at - now, stop.signal).then(
      () => {
        if (alarm === mine) alarm = undefined;
        pump();
      },
      () => {}, // cancelled
    );
  };

  /** A pause is told once, though each answer that comes meanwhile asks again how long it is. */
  const tellPause = (at: number, now: number) => {
    if (at - now <= tellPauseMs || at - pauseTold <= tellPauseMs) return;
    pauseTold = at;
    options.onPause?.(clock.now() + (at - now));
  };

  const pump = () => {
    for (;;) {
      const waiting = queues.listing.length + queues.detail.length;
      if (waiting + queues.check.length === 0) break;
      if (inFlight >= Math.min(most, inFlightFor(budget.rate(), latencyMs))) return;
      const now = clock.elapsed();
      const available = budget.availableAt();
      const at = waiting > 0 ? available : Math.max(available, checkAt);
      if (at > now) {
        tellPause(available, now);
        wakeAt(at, now);
        return;
      }
      if (waiting === 0) checkAt = Math.max(now, checkAt) + 1000 / (budget.rate() * shareOfChecks);
      const go = (queues.listing.shift() ?? queues.detail.shift() ?? queues.check.shift())!;
      inFlight++;
      budget.sent(now);
      go();
    }
    disarm();
  };

  const left = (sentAt: number, at: number) => {
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
          queue.splice(queue.indexOf(go), 1);
          pump();
          reject(signal.reason);
        });
        const go = () => {
          forget();
          resolve();
        };
        queue.push(go);
        pump();
      });
    },
    answered(answer) {
      left(answer.sentAt, answer.receivedAt);
      budget.answered(answer);
      pump();
    },
    failed(sentAt) {
      const now = clock.elapsed();
      left(sentAt, now);
      budget.failed(now);
      pump();
    },
  };
}
