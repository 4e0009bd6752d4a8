import { apiError } from '../engine/api-error.ts';
import type { Settings } from '../engine/options.ts';

/** The budget of requests in fixed windows aligned to the server's clock. */
export interface RateLimiter {
  /** Spends requests of the current window and gives the headers to send; throws the 429 when none is left. */
  spend(count?: number): Record<string, string>;
  /** Spends without complaint, as other apps of the workspace do. */
  drain(count: number): void;
  /** The headers of a window in which nothing is left, whatever the limit. */
  exhausted(): Record<string, string>;
}

/**
 * Counts requests in windows of the clock.
 * @see https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
 */
export function createRateLimiter({ rateLimit, now }: Pick<Settings, 'rateLimit' | 'now'>): RateLimiter {
  const { limit, windowSeconds } = rateLimit ?? { limit: 1667, windowSeconds: 10 };
  let window = -1;
  let spent = 0;

  const enter = (): void => {
    const current = Math.floor(now() / 1000 / windowSeconds);
    if (current === window) return;
    window = current;
    spent = 0;
  };
  const headers = (): Record<string, string> => ({
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(Math.max(0, limit - spent)),
    'X-RateLimit-Reset': String((window + 1) * windowSeconds),
  });
  const exhausted = (): Record<string, string> => {
    enter();
    return { ...headers(), 'X-RateLimit-Remaining': '0' };
  };
  if (rateLimit === null) return { spend: () => ({}), drain: () => {}, exhausted };

  return {
    exhausted,
    spend(count = 1) {
      enter();
      if (spent + count > limit) {
        const message = `Exceeded rate limit of ${limit} in ${windowSeconds}_seconds`;
        throw apiError(429, 'rate_limit_exceeded', message, headers());
      }
      spent += count;
      return headers();
    },
    drain(count) {
      enter();
      spent += count;
    },
  };
}
