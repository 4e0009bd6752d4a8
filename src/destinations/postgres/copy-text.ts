/**
 * Cells as COPY takes them in its text format: https://www.postgresql.org/docs/current/sql-copy.html
 *
 * PostgreSQL holds no NUL, neither in text nor in JSON: it becomes U+FFFD, as half of a surrogate pair has become before.
 * And jsonb holds no number of more than 131,072 digits: JSON that may have such a one is written anew, as JavaScript reads it.
 */
import type { Cell, CellType } from '../../core/columns/kind.ts';
import { jsonText } from '../../core/json/encode.ts';
import { parseJsonExactly } from '../../json/exactly.ts';

type Encode = (cell: Exclude<Cell, null>) => string;

const special = /[\\\t\n\r\0]/;
const eachSpecial = /[\\\t\n\r\0]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\ufffd' };

const escaped = (text: string): string =>
  special.test(text) ? text.replace(eachSpecial, (character) => escapes[character]!) : text;

/** After an even number of backslashes: after an odd one the last of them is escaped, and so `u0000` plain text. */
const eachNul = /(?<=(?:^|[^\\])(?:\\\\)*)\\u0000/g;

const farExponent = /\d[eE][+-]?\d{4}/;

function jsonb(json: string): string {
  if (!json.includes('\\') && !farExponent.test(json)) return json;
  const finite = farExponent.test(json) ? jsonText(parseJsonExactly(json)) : json;
  return escaped(finite.replace(eachNul, '\\ufffd'));
}

/** A time of microseconds since 1970, within the years 1 to 9999. */
function time(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = microseconds - milliseconds * 1000;
  const text = new Date(milliseconds).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

const encoders: Record<CellType, Encode> = {
  text: (cell) => escaped(cell as string),
  json: (cell) => jsonb(cell as string),
  time: (cell) => time(cell as number),
  bool: (cell) => (cell ? 't' : 'f'),
  number: String,
};

/** Writes rows of columns with cells of these types, one a line. */
export function rowEncoder(types: readonly CellType[]): (cells: readonly Cell[]) => string {
  const encodes = types.map((type) => encoders[type]);
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
