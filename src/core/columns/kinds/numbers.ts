/** The kinds that are numbers. */
import { beginsNumber, endOfDigits, exactDigits } from '../../json/bytes.ts';
import type { Kind } from '../kind.ts';
import { isNumeral, isWhole, numeral } from './numeral.ts';

export const int: Kind = {
  meaning: 'a whole number',
  schema: { type: ['null', 'integer'] },
  matches: isShortInteger,
  convert: (value) => (isWhole(value) ? Number(value) : undefined),
  cell(value) {
    const held = numberOf(value);
    return Number.isInteger(held) && Math.abs(held!) < 2 ** 63 ? held : undefined;
  },
  cellType: 'number',
};

export const number: Kind = {
  meaning: 'a number, possibly with a fraction',
  schema: { type: ['null', 'number'] },
  // A long integer is read as text: see json/exactly.ts.
  matches: (bytes, start, end) =>
    beginsNumber(bytes[start]!) && (end - start <= exactDigits || endOfDigits(bytes, start + 1) < end),
  convert(value) {
    if (typeof value === 'number') return value;
    return isNumeral(value) ? Number(value) : undefined;
  },
  cell: numberOf,
  cellType: 'number',
};

/** Whether a JSON value is an integer that is exact at any rate. */
export function isShortInteger(bytes: Uint8Array, start: number, end: number): boolean {
  return beginsNumber(bytes[start]!) && end - start <= exactDigits && endOfDigits(bytes, start + 1) === end;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return numeral(value);
  if (typeof value !== 'bigint' || !Number.isFinite(Number(value))) return undefined;
  return BigInt(Number(value)) === value ? Number(value) : undefined;
}
