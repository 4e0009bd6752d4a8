/** Values out of JSON text that was checked. */
import { isAscii } from 'node:buffer';
import {
  beginsNumber,
  brace,
  bracket,
  exactDigits,
  letterF,
  letterN,
  letterT,
  minus,
  zero,
} from '../core/json/bytes.ts';
import { exactNumber, parseJsonExactly } from './exactly.ts';

/** The value whose text stands at [start, end), as `parseJsonExactly` gives it. */
export function valueIn(bytes: Buffer, start: number, end: number): unknown {
  const first = bytes[start]!;
  if (beginsNumber(first)) return numberIn(bytes, start, end);
  switch (first) {
    case letterN:
      return null;
    case letterT:
      return true;
    case letterF:
      return false;
    case brace:
    case bracket:
      return parseJsonExactly(stringIn(bytes, start, end));
    default:
      return unescaped(bytes.toString('utf8', start + 1, end - 1));
  }
}

/** The string whose JSON text this is, without its quotes. */
export const unescaped = (text: string): string => (text.includes('\\') ? JSON.parse(`"${text}"`) : text);

/** The text itself. Most is plain ASCII, which is decoded several times as fast. */
export function stringIn(bytes: Buffer, start: number, end: number): string {
  return bytes.toString(isAscii(bytes.subarray(start, end)) ? 'latin1' : 'utf8', start, end);
}

function numberIn(bytes: Buffer, start: number, end: number): number | string {
  if (end - start > exactDigits || bytes[start] === minus) return exactNumber(bytes.toString('latin1', start, end));
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return Number(bytes.toString('latin1', start, end));
    number = number * 10 + digit;
  }
  return number;
}
