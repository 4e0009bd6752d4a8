/**
 * From a row to what a typed table holds: one cell a column, and apart from them whatever the columns can't hold. What
 * fits in no way is kept by its name in `extra`, so that a wrong type in one record neither stops a load nor is lost.
 *
 * Two things of JavaScript that no JSON text can say are replaced: half of a surrogate pair by U+FFFD, and inside of
 * objects a number beyond the doubles (`1e999` reads as Infinity) by null. An integer that no double holds comes as a string
 * of its digits (json/exactly), and stays one in `extra` where the column holds doubles.
 */
import { isAscii } from 'node:buffer';
import { type Column, type Columns, deletedAt, deletedReason } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import { deepText } from '../../json/deep.ts';
import { parseJsonExactly } from '../../json/exactly.ts';
import { nameAt, parsed, type RecordText, textOf } from '../../json/record.ts';
import { letterN, quote } from '../../json/text.ts';
import { valueIn } from '../../json/values.ts';

/** A cell: `epoch` and `timestamp` as microseconds since 1970, objects, lists and `json` as JSON text. */
export type Cell = string | number | boolean | null;

export interface RowCells {
  /** In the order of `columnNames`. */
  cells: Cell[];
  /** JSON text of an object: fields without a column, and values that do not fit theirs. Null where there are none. */
  extra: string | null;
}

/** The columns a table has: all but the deletion mark, which live rows hold as null. */
export const columnNames = (columns: Columns): string[] =>
  Object.keys(columns).filter((name) => name !== deletedAt && name !== deletedReason);

/** A function that gives the cells of a stream's rows. Pure. */
export function rowToCells(columns: Columns): (row: Row) => RowCells {
  const convertText = textToCells(columns);
  const convertObject = objectToCells(columns);
  return (row) => {
    const text = textOf(row);
    return text?.layout.columns === columns ? convertText(text) : convertObject(parsed(row));
  };
}

function objectToCells(columns: Columns): (row: Row) => RowCells {
  const names = columnNames(columns);
  const conversions = names.map((name) => cellOf[columns[name]!.kind]);
  const known = new Set([...names, deletedAt]);
  return (row) => {
    const cells = new Array<Cell>(names.length);
    const kept: [string, unknown][] = [];
    let met = row[deletedAt] === undefined ? 0 : 1;
    for (let i = 0; i < names.length; i++) {
      const value = row[names[i]!];
      if (value !== undefined) met += 1;
      const cell = value === null || value === undefined ? null : conversions[i]!(value);
      if (cell === undefined) kept.push([names[i]!, value]);
      cells[i] = cell ?? null;
    }
    const fields = Object.keys(row);
    if (fields.length > met) {
      for (const name of fields) if (!known.has(name) && row[name] !== undefined) kept.push([name, row[name]]);
    }
    return { cells, extra: extraOf(kept) };
  };
}

/** Fits records that are not parsed: their cells are read from the text where they stand. */
function textToCells(columns: Columns): (text: RecordText) => RowCells {
  const names = columnNames(columns);
  const kinds = Object.values(columns).map(({ kind }) => kind);
  /** By a column's place among all: its cell's, or -1. */
  const cellPlaces = Object.keys(columns).map((name) => names.indexOf(name));
  return (text) => {
    const { places } = text;
    const cells = new Array<Cell>(names.length).fill(null);
    const kept: [string, unknown][] = [];
    const slice = textSlicer(text);
    for (let place = 0; place < places.length; place += 3) {
      const [start, end, column] = [places[place]!, places[place + 1]!, places[place + 2]!];
      const cellPlace = cellPlaces[column] ?? -1;
      const cell = cellPlace < 0 ? undefined : cellIn(text.bytes, kinds[column]!, start, end, slice);
      if (cell !== undefined) {
        cells[cellPlace] = cell;
        continue;
      }
      const name = nameAt(text, place);
      if (name !== deletedAt) kept.push([name, valueIn(text.bytes, start, end)]);
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
function cellIn(bytes: Buffer, kind: Column['kind'], start: number, end: number, slice: Slice): Cell | undefined {
  const first = bytes[start];
  if (first === letterN) return null;
  if (kind === 'text' && first === quote) {
    const text = slice(start + 1, end - 1);
    return text.includes('\\') ? JSON.parse(`"${text}"`) : text;
  }
  if (kind === 'json' || kind === 'object' || kind === 'list') {
    const text = slice(start, end);
    return text.includes('\\u') ? jsonText(parseJsonExactly(text)) : text;
  }
  return cellOf[kind](valueIn(bytes, start, end));
}

const extraOf = (kept: [string, unknown][]): string | null =>
  kept.length === 0 ? null : jsonText(Object.fromEntries(kept.map(nonFiniteAsText)));

/** A function that gives the cells of a row's key, or undefined where one is missing, so that no table can hold the row. */
export function keyToCells(columns: Columns, key: readonly string[]): (row: Row) => Cell[] | undefined {
  const conversions = key.map((name) => cellOf[columns[name]?.kind ?? 'text']);
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

/** By kind: the cell of a value that is not null, or undefined where the column can't hold it without loss. */
const cellOf: Record<Column['kind'], (value: unknown) => Cell | undefined> = {
  text: (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value)) return String(value);
    return undefined;
  },
  int: (value) => {
    const held = numberOf(value);
    return Number.isInteger(held) && Math.abs(held!) < 2 ** 63 ? held : undefined;
  },
  number: numberOf,
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  epoch: microseconds,
  timestamp: microseconds,
  json: jsonText,
  object: jsonText,
  list: jsonText,
};

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return numeral(value);
  if (typeof value !== 'bigint' || !Number.isFinite(Number(value))) return undefined;
  return BigInt(Number(value)) === value ? Number(value) : undefined;
}

/** The number that a text spells exactly as JavaScript would, or digit by digit, so that nothing is lost by taking it. */
function numeral(text: string): number | undefined {
  const held = Number(text);
  if (!Number.isFinite(held)) return undefined;
  const exact = String(held) === text || (Number.isInteger(held) && String(BigInt(held)) === text);
  return exact ? held : undefined;
}

/** JSON text that every parser takes. */
function jsonText(value: unknown): string {
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

/** Numbers that JSON can't write are kept as their names. */
const nonFiniteAsText = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
];
