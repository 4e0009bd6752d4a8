/**
 * How the objects of a list are laid out: the columns they should match, and the order in which their fields came so far.
 * Records of one list are laid out alike, so the next name is mostly the one that followed the last time: it is compared, not
 * looked up.
 */
import type { Column, Columns } from '../core/columns/columns.ts';
import type { Kind } from '../core/columns/kind.ts';
import { kinds } from '../core/columns/kinds.ts';
import { backslash, brace, bracket, colon, comma, endOfList, endOfObject, letterN, quote } from '../core/json/bytes.ts';
import { endOfString, endOfValue } from './text.ts';

/** A name that was seen, and the one that followed it the last time. */
interface Name {
  /** As it stands in the text: `"id":`. */
  text: Uint8Array;
  /** Its column among the columns; -1 where there is none. */
  columnIndex: number;
  shape: Shape | undefined;
  next: Name | undefined;
}

/** A column as the reader takes it: the same fields for all kinds, since every value passes here. */
interface Shape {
  /** Whether a value that is not null is passed on as it is. */
  matches: Kind['matches'];
  /** Of an object: its columns' names by what they are called, and what came before the first. */
  names: Map<string, Name>;
  start: Name;
  /** Of a list. */
  item: Shape | undefined;
}

export interface Layout {
  readonly columns: Columns;
  readonly shape: Shape;
  /** Of the object that is read at the moment. */
  readonly reading: Reading;
}

/** What is known so far of an object: used again for the next one, so that reading makes nothing new but the result. */
interface Reading {
  /** The first `length` are the object's; the others are left from one before. */
  spans: number[];
  length: number;
  typesMatch: boolean;
}

export const layoutOf = (columns: Columns): Layout => ({
  columns,
  shape: shapeOf({ kind: 'object', fields: columns }),
  reading: { spans: [], length: 0, typesMatch: true },
});

/** The index of the column of this name; -1 where there is none. */
export const columnIndexOf = ({ shape }: Layout, name: string): number => shape.names.get(name)?.columnIndex ?? -1;

function shapeOf(column: Column): Shape {
  const fields = column.kind === 'object' ? Object.entries(column.fields) : [];
  const names = fields.map(([name, field], columnIndex): [string, Name] => [
    name,
    { text: Buffer.from(`${JSON.stringify(name)}:`), columnIndex, shape: shapeOf(field), next: undefined },
  ]);
  return {
    matches: kinds[column.kind].matches,
    names: new Map(names),
    start: { text: Buffer.alloc(0), columnIndex: -1, shape: undefined, next: undefined },
    item: column.kind === 'list' ? shapeOf(column.item) : undefined,
  };
}

/** What was found of an object. */
export interface Found {
  /** Where it ends; -1 where it can't be read, or a name in it is written with escapes, so that its bytes are not what it says. */
  end: number;
  /** Three numbers a field, in the order of the text: where its value starts, where it ends, and its column's index or -1. */
  spans: number[];
  /** Whether every value is known to be of its column's type, so that none needs conversion. */
  typesMatch: boolean;
}

/** Reads the object that starts at `start`. */
export function readObject(layout: Layout, bytes: Buffer, start: number): Found {
  const { shape, reading } = layout;
  reading.length = 0;
  reading.typesMatch = true;
  const end = bytes[start] === brace ? readMembers(layout, shape, bytes, start) : -1;
  return { end, spans: reading.spans.slice(0, reading.length), typesMatch: reading.typesMatch };
}

function readMembers(layout: Layout, shape: Shape, bytes: Buffer, start: number): number {
  if (bytes[start + 1] === endOfObject) return start + 2;
  const { reading } = layout;
  const isOutermost = shape === layout.shape;
  let before = shape.start;
  for (let at = start + 1; ; at++) {
    let name = before.next;
    if (!name || !isAt(name.text, bytes, at)) {
      name = readName(shape, bytes, at);
      if (!name) return -1;
      before.next = name;
    }
    before = name;
    const value = at + name.text.length;
    at = name.shape ? readValue(layout, name.shape, bytes, value) : endOfValue(bytes, value);
    if (at < 0) return -1;
    if (isOutermost) {
      const { spans, length } = reading;
      spans[length] = value;
      spans[length + 1] = at;
      spans[length + 2] = name.columnIndex;
      reading.length = length + 3;
    }
    if (bytes[at] === endOfObject) return at + 1;
    if (bytes[at] !== comma) return -1;
  }
}

/** A name that is not the one expected. Undefined where it has escapes or is none. */
function readName({ names }: Shape, bytes: Buffer, start: number): Name | undefined {
  const end = bytes[start] === quote ? endOfString(bytes, start) : -1;
  if (end < 0 || bytes[end] !== colon) return undefined;
  const text = bytes.subarray(start, end + 1);
  if (text.includes(backslash)) return undefined;
  const known = names.get(bytes.toString('utf8', start + 1, end - 1));
  // A copy, so that it does not keep its whole page in memory.
  return known ?? { text: Uint8Array.from(text), columnIndex: -1, shape: undefined, next: undefined };
}

/** Where the value ends; notes if it is not of its column's type, or if its bytes alone can't say. */
function readValue(layout: Layout, shape: Shape, bytes: Buffer, start: number): number {
  const first = bytes[start]!;
  if (first === brace && shape.names.size > 0) return readMembers(layout, shape, bytes, start);
  if (first === bracket && shape.item) return readItems(layout, shape.item, bytes, start);
  const end = endOfValue(bytes, start);
  if (first !== letterN && !shape.matches(bytes, start, end)) layout.reading.typesMatch = false;
  return end;
}

function readItems(layout: Layout, item: Shape, bytes: Buffer, start: number): number {
  if (bytes[start + 1] === endOfList) return start + 2;
  for (let at = start + 1; ; at++) {
    at = readValue(layout, item, bytes, at);
    if (at < 0) return -1;
    if (bytes[at] === endOfList) return at + 1;
    if (bytes[at] !== comma) return -1;
  }
}

function isAt(wanted: Uint8Array, bytes: Uint8Array, start: number): boolean {
  const { length } = wanted;
  for (let i = 0; i < length; i++) if (wanted[i] !== bytes[start + i]) return false;
  return true;
}
