/** The door that every request passes: it holds them until the budget allows one and not too many are in flight. */
import type { Clock } from '../clock.ts';
import type { Answered, Budget } from './budget.ts';

/** Listings go first: a detail is asked for because of a listing, and a company scroll expires while it waits. */
export type Priority = 'listing' | 'detail';

export interface Gate {
  /** Resolves when the request may leave. Each entry is followed by `answered` or `lost`, once. */
  enter(priority: Priority, signal: AbortSignal): Promise<void>;
  answered(answer: Answered): void;
  lost(): void;
  readonly budget: Budget;
}

interface Waiting {
  go(): void;
  signal: AbortSignal;
}

/** Enough in flight to spend the budget at the latency at hand, and some more for answers that take longer. */
const inFlightFor = (rate: number, latencyMs: number) => Math.ceil((rate * latencyMs * 1.3) / 1000) + 4;

/** `workers`: the owner's bound of requests in flight. `onPause` is told until when the budget is spent. */
export function createGate(options: {
  budget: Budget;
  clock: Clock;
  workers?: number;
  onPause?(untilUnixMs: number): void;
}): Gate {
  const { budget, clock } = options;
  const most = options.workers ?? 100;
  const queues: Record<Priority, Waiting[]> = { listing: [], detail: [] };
  let inFlight = 0;
  let latencyMs = 300;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const next = (): Waiting | undefined => {
    for (const queue of [queues.listing, queues.detail]) {
      for (let waiting = queue.shift(); waiting; waiting = queue.shift()) if (!waiting.signal.aborted) return waiting;
    }
    return undefined;
  };

  const pump = () => {
    if (timer) clearTimeout(timer);
    timer = undefined;
    while (queues.listing.length + queues.detail.length > 0) {
      if (inFlight >= Math.min(most, inFlightFor(budget.rate(), latencyMs))) return;
      const now = clock.elapsed();
      const at = budget.availableAt(now);
      if (at > now) {
        if (at - now > 500) options.onPause?.(clock.now() + (at - now));
        timer = setTimeout(pump, at - now);
        return;
      }
      const waiting = next();
      if (!waiting) return;
      inFlight++;
      budget.sent(now);
      waiting.go();
    }
  };

  return {
    budget,
    enter(priority, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const abort = () => reject(signal.reason);
        signal.addEventListener('abort', abort, { once: true });
        const go = () => {
          signal.removeEventListener('abort', abort);
          resolve();
        };
        queues[priority].push({ go, signal });
        pump();
      });
    },
    answered(answer) {
      inFlight--;
      latencyMs += (answer.receivedAt - answer.sentAt - latencyMs) * 0.05;
      budget.answered(answer);
      pump();
    },
    lost() {
      inFlight--;
      budget.lost();
      pump();
    },
  };
}
