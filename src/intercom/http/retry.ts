/** When to ask again: pure functions of the attempt's number and a random number. */

/** Attempts in all, and how the waits grow: half a second doubled each time, at most a minute, at least half of it by chance. */
export const retryLimits = { attempts: 10, firstMs: 500, longestMs: 60_000 } as const;

/** Milliseconds to wait after the `attempt`-th failure (from 1). `random` is in [0, 1): jitter against a stampede. */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(retryLimits.longestMs, retryLimits.firstMs * 2 ** (attempt - 1));
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
