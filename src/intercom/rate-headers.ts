/** The headers that tell of the rate limit and of the server's time. Pure. */

/** The window's allowance, what is left of it, and when it ends (unix seconds). */
export interface RateHeaders {
  limit: number;
  remaining: number;
  reset: number;
}

type Headers = Record<string, string | undefined>;

/** A window's end that is further from the server's time than this is no window's end. */
const plausibleMs = 120_000;

/** Unix milliseconds of the `Date` header, whole seconds; undefined where it is missing or malformed. */
export function readDate(headers: Headers): number | undefined {
  const date = headers.date === undefined ? Number.NaN : Date.parse(headers.date);
  return Number.isNaN(date) ? undefined : date;
}

/** The three headers, or undefined where one is missing (a proxy may drop them), is not a number, or can't be. */
export function readRateHeaders(headers: Headers, date: number | undefined): RateHeaders | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => {
    const value = headers[`x-ratelimit-${name}`];
    return value === undefined || value === '' ? Number.NaN : Number(value);
  }) as [number, number, number];
  if (!(limit >= 1 && remaining >= 0 && reset > 0)) return undefined;
  if (date !== undefined && Math.abs(reset * 1000 - date) > plausibleMs) return undefined;
  return { limit, remaining, reset };
}
