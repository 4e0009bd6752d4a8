/** The result of a query as text: each format is given the columns, then the rows as they come, and says what to write. */
import type { ResultColumn, ResultRow } from '../core/query-result.ts';
import { table } from './table.ts';

export interface ResultFormat {
  begin(columns: readonly ResultColumn[]): string;
  rows(rows: readonly ResultRow[]): string;
  end(): string;
}

/** As RFC 4180 has it, with lines that end in a newline alone. NULL is empty, an empty text is `""`. */
export async function csvFormat(): Promise<ResultFormat> {
  const { stringify } = await import('csv-stringify/sync');
  const lines = (rows: readonly ResultRow[]) => stringify(rows as (string | null)[][], { quoted_match: /^$/ });
  return {
    begin: (columns) => lines([columns.map(({ name }) => name)]),
    rows: lines,
    end: () => '',
  };
}

/** An object a line. Numbers keep all their digits. A name that comes twice has its number behind it. */
export function jsonFormat(): ResultFormat {
  let keys: string[] = [];
  let columns: readonly ResultColumn[] = [];
  return {
    begin(given) {
      columns = given;
      keys = distinct(given.map(({ name }) => name)).map((name) => JSON.stringify(name));
      return '';
    },
    rows: (rows) =>
      rows.map((row) => `{${row.map((text, i) => `${keys[i]}:${jsonOf(text, columns[i]!)}`).join(',')}}\n`).join(''),
    end: () => '',
  };
}

/** Of these many characters of a value the table shows no more. */
const mostOfCell = 120;

/** A table of the first rows, and how many more there are. `width`: of the terminal; Infinity for none. */
export function tableFormat({ width, mostRows }: { width: number; mostRows: number }): ResultFormat {
  let columns: readonly ResultColumn[] = [];
  const shown: string[][] = [];
  let count = 0;
  return {
    begin(given) {
      columns = given;
      return '';
    },
    rows(rows) {
      const room = Math.max(0, mostRows - count);
      shown.push(...rows.slice(0, room).map((row) => row.map((text) => (text === null ? '' : oneLine(text)))));
      count += rows.length;
      return '';
    },
    end() {
      if (columns.length === 0) return '';
      const numeric = columns.map(({ kind }) => kind === 'number');
      const text = table(
        columns.map(({ name }) => oneLine(name)),
        shown,
        { numeric, width },
      );
      if (count === 0) return `${text}No rows.\n`;
      const more = count - shown.length;
      return more > 0
        ? `${text}… and ${more.toLocaleString('en-US')} more ${more === 1 ? 'row' : 'rows'}; --csv and --json give all.\n`
        : text;
    },
  };
}

function jsonOf(text: string | null, { kind }: ResultColumn): string {
  if (text === null) return 'null';
  // JSON text has line ends only between its values.
  if (kind === 'json') return text.replace(/[\r\n]+/g, ' ');
  if (kind === 'boolean') return text;
  if (kind === 'number' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return text;
  return JSON.stringify(text);
}

function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let n = 2; taken.has(own); n++) own = `${name}_${n}`;
    taken.add(own);
    return own;
  });
}

/** What a terminal would take for a command is left out. */
function oneLine(text: string): string {
  const line = text
    .slice(0, mostOfCell * 2)
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '');
  return line.length > mostOfCell ? `${line.slice(0, mostOfCell - 1)}…` : line;
}
