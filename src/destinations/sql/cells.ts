/**
 * From a row to what a typed table holds: one cell a column, and apart from them whatever the columns can't hold. A value that
 * can't be converted without loss is kept by its name in `extra`, so that a wrong type in one record neither stops a load nor is lost.
 *
 * Two things of JavaScript that no JSON text can say are replaced: half of a surrogate pair by U+FFFD, and inside of
 * objects a number beyond the doubles (`1e999` reads as Infinity) by null. An integer that no double holds comes as a string
 * of its digits (json/exactly), and stays one in `extra` where the column holds doubles.
 */
import { isAscii } from 'node:buffer';
import { type Columns, deletedAt, deletedReason } from '../../core/columns/columns.ts';
import type { Cell, Kind } from '../../core/columns/kind.ts';
import { kinds } from '../../core/columns/kinds.ts';
import type { Row } from '../../core/events.ts';
import { letterN, quote } from '../../core/json/bytes.ts';
import { jsonText } from '../../core/json/encode.ts';
import { parseJsonExactly } from '../../json/exactly.ts';
import { nameAt, parsed, type RecordText, textOf } from '../../json/record.ts';
import { unescaped, valueIn } from '../../json/values.ts';

export interface RowCells {
  /** In the order of `columnNames`. */
  cells: Cell[];
  /** JSON text of an object: fields without a column, and values that do not fit theirs. Null where there are none. */
  extra: string | null;
}

/** The columns a table has: all but the deletion mark, which live rows hold as null. */
export const columnNames = (columns: Columns): string[] =>
  Object.keys(columns).filter((name) => name !== deletedAt && name !== deletedReason);

/** Is told the name of each field that has no column, of every row that has it. */
export type OnUnknown = (field: string) => void;

/** A function that gives the cells of a stream's rows. Pure, but for what it tells. */
export function rowToCells(columns: Columns, onUnknown: OnUnknown = () => {}): (row: Row) => RowCells {
  const convertText = textToCells(columns, onUnknown);
  const convertObject = objectToCells(columns, onUnknown);
  return (row) => {
    const text = textOf(row);
    return text?.layout.columns === columns ? convertText(text) : convertObject(parsed(row));
  };
}

function objectToCells(columns: Columns, onUnknown: OnUnknown): (row: Row) => RowCells {
  const names = columnNames(columns);
  const conversions = names.map((name) => kinds[columns[name]!.kind].cell);
  const known = new Set([...names, deletedAt]);
  return (row) => {
    const cells = new Array<Cell>(names.length);
    const kept: [string, unknown][] = [];
    let seen = row[deletedAt] === undefined ? 0 : 1;
    for (let i = 0; i < names.length; i++) {
      const value = row[names[i]!];
      if (value !== undefined) seen += 1;
      const cell = value === null || value === undefined ? null : conversions[i]!(value);
      if (cell === undefined) kept.push([names[i]!, value]);
      cells[i] = cell ?? null;
    }
    const fields = Object.keys(row);
    if (fields.length > seen) {
      for (const name of fields) {
        if (known.has(name) || row[name] === undefined) continue;
        kept.push([name, row[name]]);
        if (!columns[name]) onUnknown(name);
      }
    }
    return { cells, extra: extraOf(kept) };
  };
}

/** For records that are not parsed: their cells are read from the text where they stand. */
function textToCells(columns: Columns, onUnknown: OnUnknown): (text: RecordText) => RowCells {
  const names = columnNames(columns);
  const columnKinds = Object.values(columns).map(({ kind }) => kinds[kind]);
  /** By a column's index: its cell's, or -1. */
  const cellIndexes = Object.keys(columns).map((name) => names.indexOf(name));
  return (text) => {
    const { spans } = text;
    const cells = new Array<Cell>(names.length).fill(null);
    const kept: [string, unknown][] = [];
    const slice = textSlicer(text);
    for (let index = 0; index < spans.length; index += 3) {
      const [start, end, column] = [spans[index]!, spans[index + 1]!, spans[index + 2]!];
      const cellIndex = cellIndexes[column] ?? -1;
      const cell = cellIndex < 0 ? undefined : cellIn(text.bytes, columnKinds[column]!, start, end, slice);
      if (cell !== undefined) {
        cells[cellIndex] = cell;
        continue;
      }
      const name = nameAt(text, index);
      if (name === deletedAt) continue;
      kept.push([name, valueIn(text.bytes, start, end)]);
      if (!columns[name]) onUnknown(name);
    }
    return { cells, extra: extraOf(kept) };
  };
}

/** Gives the text of a part of a record, as a string. */
type Slice = (start: number, end: number) => string;

/** Most records are plain ASCII: then a byte is a character, and all parts are cut out of one string. */
function textSlicer({ bytes, start: from, end: to }: RecordText): Slice {
  if (!isAscii(bytes.subarray(from, to))) return (start, end) => bytes.toString('utf8', start, end);
  const all = bytes.toString('latin1', from, to);
  return (start, end) => all.slice(start - from, end - from);
}

/** The cell of a value that is not parsed. */
function cellIn(bytes: Buffer, kind: Kind, start: number, end: number, slice: Slice): Cell | undefined {
  const first = bytes[start];
  if (first === letterN) return null;
  if (kind.cellType === 'json') {
    const text = slice(start, end);
    return text.includes('\\u') ? kind.cell(parseJsonExactly(text)) : text;
  }
  return kind.cell(first === quote ? unescaped(slice(start + 1, end - 1)) : valueIn(bytes, start, end));
}

const extraOf = (kept: [string, unknown][]): string | null =>
  kept.length === 0 ? null : jsonText(Object.fromEntries(kept.map(nonFiniteAsText)));

/** A function that gives the cells of a row's key, or undefined where one is missing, so that no table can hold the row. */
export function keyToCells(columns: Columns, key: readonly string[]): (row: Row) => Cell[] | undefined {
  const conversions = key.map((name) => kinds[columns[name]?.kind ?? 'text'].cell);
  return (row) => {
    const cells: Cell[] = [];
    for (let i = 0; i < key.length; i++) {
      const value = row[key[i]!];
      const cell = value === null || value === undefined ? null : conversions[i]!(value);
      if (cell === null || cell === undefined) return undefined;
      cells.push(cell);
    }
    return cells;
  };
}

/** Numbers that JSON can't write are kept as their names. */
const nonFiniteAsText = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
];
