/**
 * Cells as COPY takes them in its text format: https://www.postgresql.org/docs/current/sql-copy.html
 *
 * PostgreSQL holds no NUL, neither in text nor in JSON: it becomes U+FFFD, as half of a surrogate pair has become before.
 * jsonb holds every number that comes here: those of a text that was not parsed are short (json/text), the others are doubles.
 */
import type { Cell, CellType } from '../../core/columns/kind.ts';
import { readableJson } from './jsonb-depth.ts';
import { createTimeText } from './time-text.ts';

type Encode = (cell: Exclude<Cell, null>) => string;

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\ufffd' };

const special = /[\\\t\n\r\0]/;
const eachSpecial = /[\\\t\n\r\0]/g;

const textOf = (text: string): string =>
  special.test(text) ? text.replace(eachSpecial, (character) => escapes[character]!) : text;

/** Escapes of JSON, from left to right, so that the second of two backslashes begins none; and what may stand between values. */
const eachEscape = /\\u0000|\\.|[\t\n\r]/g;

function escapedJson(found: string): string {
  if (found === '\\u0000') return '\\\\ufffd';
  if (found.length === 1) return escapes[found]!;
  return found === '\\\\' ? '\\\\\\\\' : `\\${found}`;
}

function jsonOf(json: string): string {
  const held = readableJson(json);
  return special.test(held) ? held.replace(eachEscape, escapedJson) : held;
}

const encoders: Record<CellType, () => Encode> = {
  text: () => textOf as Encode,
  json: () => jsonOf as Encode,
  time: () => createTimeText() as Encode,
  bool: () => (cell) => (cell ? 't' : 'f'),
  number: () => (cell) => (Object.is(cell, -0) ? '-0' : String(cell)),
};

/** Writes rows of columns with cells of these types, one a line. */
export function rowEncoder(types: readonly CellType[]): (cells: readonly Cell[]) => string {
  const encodes = types.map((type) => encoders[type]());
  return (cells) => {
    let line = '';
    for (let i = 0; i < encodes.length; i++) {
      const cell = cells[i]!;
      if (i > 0) line += '\t';
      line += cell === null ? '\\N' : encodes[i]!(cell);
    }
    return `${line}\n`;
  };
}
