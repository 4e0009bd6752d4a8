/** Time, passed in wherever it is needed, so that a test can hold it. */
import { onAbort } from './abort.ts';

export interface Clock {
  /** Unix milliseconds by this machine's clock, which may be wrong by hours. */
  now(): number;
  /** Milliseconds that only ever grow, from some moment on. */
  elapsed(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when that is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = setTimeout(() => {
        forget?.();
        resolve();
      }, ms);
      const forget =
        signal &&
        onAbort(signal, () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
    }),
};
