/** A model of Intercom's rate limit in virtual time: fixed windows, requests counted when they arrive, headers on responses. */
import { setMaxListeners } from 'node:events';
import type { Budget } from '../../../src/intercom/limits/budget.ts';
import { createRequestScheduler } from '../../../src/intercom/limits/scheduler.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

export interface Load {
  budget: Budget;
  workers?: number;
  /** Requests that are always ready to leave. */
  waiting?: number;
  /** How long it goes on, in windows. */
  windows: number;
  /** The window's allowance, by the window's number from 0. */
  limit(window: number): number;
  /** Milliseconds from leaving (at that time of the server's) to being counted, and from there to the response. */
  latency(serverTime: number): [up: number, down: number];
  /** Milliseconds of the server's time at our `elapsed() === 0`. */
  serverStart: number;
  /** How much faster the server's clock runs than ours: 1e-4 is 100 ppm. */
  drift?: number;
  /** How far the clock of `Date` is ahead of the limiter's, milliseconds. */
  dateAhead?: number;
  /** What other apps spend: requests counted before each of ours. */
  others?(): number;
  /** Which responses carry which headers: default all. */
  carries?(response: number): { limit: boolean; date: boolean };
  /** The headers of a response as they come, where something on the way, or the server, garbles them. */
  garbles?(response: number, headers: Record<string, string>): Record<string, string>;
  /** Which requests get no response though they are counted. */
  loses?(request: number): boolean;
  retryAfter?: number;
}

export interface Spending {
  /** The window's number from 0. */
  window: number;
  limit: number;
  ours: number;
  /** With what other apps spent. */
  total: number;
  refused: number;
  mostInFlight: number;
}

const windowMs = 10_000;

/** Sends as much as scheduler and budget let through, and tells what the server counted in each window. */
export async function spend(load: Load): Promise<Spending[]> {
  const clock = createFakeClock();
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const scheduler = createRequestScheduler({ budget: load.budget, clock, workers: load.workers });
  const { garbles = (_, headers) => headers } = load;
  const { carries = () => ({ limit: true, date: true }), loses = () => false, others = () => 0 } = load;
  const first = Math.floor(load.serverStart / windowMs);
  const end = load.windows * windowMs;
  const windows: Spending[] = [];
  let inFlight = 0;
  let requests = 0;

  const serverTime = () => load.serverStart + clock.elapsed() * (1 + (load.drift ?? 0));
  const at = (window: number): Spending => {
    windows[window] ??= { window, limit: load.limit(window), ours: 0, total: 0, refused: 0, mostInFlight: 0 };
    return windows[window];
  };
  const current = () => at(Math.floor(serverTime() / windowMs) - first);

  async function worker() {
    while (!over.signal.aborted) {
      const entered = await scheduler.enter('detail', over.signal).then(
        () => true,
        () => false,
      );
      if (!entered) return;
      const request = requests++;
      inFlight++;
      const sentAt = clock.elapsed();
      const [up, down] = load.latency(serverTime());
      await clock.sleep(up);
      const window = current();
      window.mostInFlight = Math.max(window.mostInFlight, inFlight);
      window.total += others();
      const refused = window.total >= window.limit;
      if (refused) window.refused++;
      else {
        window.ours++;
        window.total++;
      }
      const carried = carries(request);
      const headers = garbles(request, {
        ...(carried.limit
          ? {
              'x-ratelimit-limit': String(window.limit),
              'x-ratelimit-remaining': String(Math.max(0, window.limit - window.total)),
              'x-ratelimit-reset': String(((first + window.window + 1) * windowMs) / 1000),
            }
          : {}),
        ...(carried.date ? { date: new Date(serverTime() + (load.dateAhead ?? 0)).toUTCString() } : {}),
        ...(refused && load.retryAfter !== undefined ? { 'retry-after': String(load.retryAfter) } : {}),
      });
      await clock.sleep(down);
      inFlight--;
      if (loses(request)) scheduler.failed(sentAt);
      else scheduler.responded({ status: refused ? 429 : 200, headers, sentAt, receivedAt: clock.elapsed() });
    }
  }
  clock.sleep(end).then(() => over.abort());
  await Promise.all(Array.from({ length: load.waiting ?? 700 }, worker));
  return Array.from(windows, (_, window) => at(window));
}

/** The windows that were not cut short by the beginning or the end, nor spent on learning the limit and the latency. */
export const inner = (windows: readonly Spending[], skip = 2): Spending[] => windows.slice(skip, -2);
