/**
 * Records that are not parsed before someone looks inside. They are read as any object is: a field alone is read from the text
 * where it stands, each time anew; what needs all fields parses the record once. So a record that only passes through costs
 * no object, and goes out in the text in which it came, exact to the last digit. An integer that no number holds is read as a
 * string of its digits: see exactly.ts.
 */
import { columnPlace, type Layout, readObject } from './layout.ts';
import { stringIn, valueIn } from './values.ts';

export type Fields = { [field: string]: unknown };

/** A record's text, and where its fields are in it. Places are bytes. */
export interface RecordText {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly layout: Layout;
  /** Three numbers a field, in the order of the text: where its value starts, where it ends, and its column's place or -1. */
  readonly places: readonly number[];
  /** Whether every value is known to fit the layout's columns as it is. */
  readonly fits: boolean;
}

/**
 * The record that starts there, and where it ends. It can't be changed: a copy can, and is an object like any other.
 * Undefined where there is none that can be read: see `readObject`.
 */
export function recordAt(layout: Layout, bytes: Buffer, start: number): { record: Fields; end: number } | undefined {
  const { end, places, fits } = readObject(layout, bytes, start);
  if (end < 0) return undefined;
  return { record: new Proxy(nothing, new Reader({ bytes, start, end, layout, places, fits })), end };
}

/** The text in which a record came, and where its fields are; undefined of any other object. */
export const textOf = (record: object): RecordText | undefined => readerOf(record)?.text;

/** A record as an object like any other; any other object itself. */
export const parsed = <T extends object>(record: T): T => (readerOf(record)?.whole() as T | undefined) ?? record;

/** The name of the field at a place. */
export function nameAt({ bytes, start, places }: RecordText, place: number): string {
  // Nothing but quotes and signs stands between a value and the name before or behind it.
  const from = place === 0 ? start : places[place - 2]!;
  return stringIn(bytes, from + 2, places[place]! - 2);
}

const itself = Symbol('reader');

const readerOf = (record: object): Reader | undefined => (record as { [itself]?: Reader })[itself];

/** What the engine takes each record for: an object without fields of its own. */
const nothing: Fields = {};

class Reader implements ProxyHandler<Fields> {
  readonly text: RecordText;
  #whole: Fields | undefined;
  /** The two fields that were read last, unless they are objects: ids and times are asked for again and again. */
  #name: string | undefined;
  #value: unknown;
  #nameBefore: string | undefined;
  #valueBefore: unknown;

  constructor(text: RecordText) {
    this.text = text;
  }

  whole(): Fields {
    const { bytes, start, end } = this.text;
    this.#whole ??= valueIn(bytes, start, end) as Fields;
    return this.#whole;
  }

  get(_: Fields, name: string | symbol): unknown {
    if (name === itself) return this;
    if (name === this.#name) return this.#value;
    if (name === this.#nameBefore && typeof name === 'string') return this.#keep(name, this.#valueBefore);
    if (this.#whole || typeof name === 'symbol') return Reflect.get(this.whole(), name);
    const { bytes, places } = this.text;
    const place = placeOf(this.text, name);
    const value = place < 0 ? nothing[name] : valueIn(bytes, places[place]!, places[place + 1]!);
    if (typeof value === 'object' || typeof value === 'function') return value;
    return this.#keep(name, value);
  }

  #keep(name: string, value: unknown): unknown {
    this.#nameBefore = this.#name;
    this.#valueBefore = this.#value;
    this.#name = name;
    this.#value = value;
    return value;
  }

  has(_: Fields, name: string | symbol): boolean {
    return Reflect.has(this.whole(), name);
  }

  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.whole());
  }

  getOwnPropertyDescriptor(_: Fields, name: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.whole(), name);
  }

  set(): boolean {
    return false;
  }

  defineProperty(): boolean {
    return false;
  }

  deleteProperty(): boolean {
    return false;
  }

  setPrototypeOf(): boolean {
    return false;
  }

  preventExtensions(): boolean {
    return false;
  }
}

/** The place of the field of this name: of the last one, as JSON.parse has it. -1 where there is none. */
function placeOf(text: RecordText, name: string): number {
  const { places, layout } = text;
  const column = columnPlace(layout, name);
  for (let place = places.length - 3; place >= 0; place -= 3) {
    if (places[place + 2] === column && (column >= 0 || nameAt(text, place) === name)) return place;
  }
  return -1;
}
