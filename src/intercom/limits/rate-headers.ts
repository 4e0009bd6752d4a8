/** The headers of the rate limit and of the server's time. Pure. */

/** The window's allowance, what is left of it, and when it ends (unix seconds). */
export interface RateHeaders {
  limit: number;
  remaining: number;
  reset: number;
}

type Headers = Record<string, string | undefined>;

/** Twice the largest allowance that Intercom is known to give; a larger one would be no limit. */
const largestLimit = 50_000;

/** A window's end that is further from the server's time than this is no window's end. */
const plausibleMs = 120_000;

/** Unix milliseconds of the `Date` header, whole seconds; undefined where it is missing or malformed. */
export function readDate(headers: Headers): number | undefined {
  const date = headers.date === undefined ? Number.NaN : Date.parse(headers.date);
  return Number.isNaN(date) ? undefined : date;
}

/** The three headers, or undefined where one is missing (a proxy may drop them), is not a number, or can't be. */
export function readRateHeaders(headers: Headers, date: number | undefined): RateHeaders | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    wholeNumber(headers[`x-ratelimit-${name}`]),
  );
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  if (limit < 1 || limit > largestLimit || reset < 1) return undefined;
  if (date !== undefined && Math.abs(reset * 1000 - date) > plausibleMs) return undefined;
  return { limit, remaining: Math.min(remaining, limit), reset };
}

/** `Number` would take `Infinity`, `1e308` and `0x10` for numbers. */
function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,13}$/.test(text) ? Number(text) : undefined;
}
