/** Values as JSON text that every parser and database takes. */
import { deepText } from './deep.ts';

/** Like `JSON.stringify`, but half of a surrogate pair becomes U+FFFD and a bigint a string; values may be nested however deep. */
export function jsonText(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? 'null';
    // Half of a surrogate pair is written as an escape, which DuckDB and PostgreSQL refuse; whole pairs never are.
    if (!text.includes('\\ud')) return text;
  } catch (error) {
    if (error instanceof RangeError) return deepText(value);
    // A bigint somewhere inside.
  }
  return JSON.stringify(plain(value)) ?? 'null';
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Surrogate}/gu, '\ufffd');
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [plain(name), plain(held)]));
}
