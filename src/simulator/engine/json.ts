/** Any JSON value: what bodies, custom attributes and answers are made of. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** A JSON object; a property that is `undefined` is left out when written. */
export type JsonObject = { [key: string]: Json | undefined };

/** True for a JSON object: not null, not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
