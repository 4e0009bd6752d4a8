/** Whether and when to send a request again. Pure. */

/** Attempts in all, and how the waits grow: half a second doubled each time, at most a minute, at least half of it by chance. */
export const retryLimits = { attempts: 10, firstMs: 500, longestMs: 60_000 } as const;

/** An hour of refusals is no rate limit any more. */
const mostRefusals = 300;

/** How often a response may break off that had to wait for memory. */
const mostBroken = 100;

/** How often a request was sent for nothing: failed, was refused for the rate, broke off while it waited for memory. */
export interface Attempts {
  readonly failures: number;
  readonly refusals: number;
  readonly broken: number;
}

export const noAttempts: Attempts = { failures: 0, refusals: 0, broken: 0 };

/** Why a request is to be sent again. */
type Setback = { kind: 'rate_limited' } | { kind: 'retry'; reason: string };

/**
 * `most`: failures after which no further attempt is made; `failed` then says why. `waited`: the response broke off after it had
 * to wait until there was memory for it.
 */
export function afterSetback(
  before: Attempts,
  setback: Setback,
  { most, waited }: { most: number; waited: boolean },
): { attempts: Attempts; failed: string | undefined } {
  if (setback.kind === 'rate_limited') {
    // The server did nothing, and the scheduler has paused all requests to the end of the window: no failure.
    const attempts = { ...before, refusals: before.refusals + 1 };
    return { attempts, failed: attempts.refusals > mostRefusals ? '429 again and again' : undefined };
  }
  // A server does not wait for ever while there is no memory for its response: no failure of its own.
  const isExcused = waited && before.broken < mostBroken;
  const attempts = {
    ...before,
    failures: before.failures + (isExcused ? 0 : 1),
    broken: before.broken + (waited ? 1 : 0),
  };
  return { attempts, failed: attempts.failures >= most ? setback.reason : undefined };
}

/** Milliseconds to wait after the `failure`-th failure (from 1). `random` is in [0, 1): jitter against a stampede. */
export function backoffMs(failure: number, random: number): number {
  const full = Math.min(retryLimits.longestMs, retryLimits.firstMs * 2 ** (failure - 1));
  return full / 2 + (full / 2) * random;
}

/**
 * Milliseconds that a `Retry-After` of seconds asks for, at most two minutes; undefined where there is none, or one that
 * no one can mean.
 */
export function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}(\.\d{1,3})?$/.test(header)
    ? Math.min(Number(header), 120) * 1000
    : undefined;
}
