/** The kinds that are moments. Their cells are microseconds since 1970. */
import { quote } from '../../json/bytes.ts';
import type { Kind } from '../kind.ts';
import { isShortInteger } from './numbers.ts';
import { isWhole, numeral } from './numeral.ts';

export const epoch: Kind = {
  meaning: 'a moment in unix seconds, as Intercom gives it',
  schema: { type: ['null', 'integer'] },
  matches: isShortInteger,
  convert(value) {
    if (isWhole(value)) return Number(value);
    return typeof value === 'string' && isWholeSecond(value) ? Date.parse(value) / 1000 : undefined;
  },
  cell: microseconds,
  cellType: 'time',
};

export const timestamp: Kind = {
  meaning: 'a moment as an ISO 8601 string',
  schema: { type: ['null', 'string'], format: 'date-time', airbyte_type: 'timestamp_with_timezone' },
  matches: (bytes, start) => bytes[start] === quote,
  convert: (value) => (typeof value === 'string' ? value : undefined),
  cell: microseconds,
  cellType: 'time',
};

/** Microseconds since 1970 of an ISO 8601 instant or of unix seconds within the years 1 to 9999; else undefined. */
export function microseconds(value: unknown): number | undefined {
  if (typeof value === 'string') return microsecondsOfText(value);
  if (typeof value !== 'number' || !(value >= firstSecond && value <= lastSecond)) return undefined;
  return Math.round(value * 1e6);
}

const firstSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;
const iso = /^(\d{4}-\d\d-(\d\d))T\d\d:\d\d:\d\d(?:\.(\d{1,6}))?(?:Z|[+-]\d\d:\d\d)$/;

function microsecondsOfText(text: string): number | undefined {
  const parts = iso.exec(text);
  if (!parts) {
    const seconds = numeral(text);
    return seconds === undefined ? undefined : microseconds(seconds);
  }
  // The engine takes the 30th of February for a day of March.
  if (new Date(`${parts[1]}T00:00:00Z`).getUTCDate() !== Number(parts[2])) return undefined;
  const fraction = parts[3] ?? '';
  const seconds = Math.floor(Date.parse(text) / 1000);
  return seconds >= firstSecond && seconds <= lastSecond ? seconds * 1e6 + Number(fraction.padEnd(6, '0')) : undefined;
}

/** An ISO 8601 time that exists, in a zone that it names. */
const isWholeSecond = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.0+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
