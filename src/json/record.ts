/**
 * Records whose JSON is parsed only when it must be. They are read as any object is: reading one field decodes it from the text,
 * each time anew; spread or `Object.keys` parses the record once and caches it. A record that only passes through costs no
 * object, and goes out in the text in which it came, exact to the last digit. An integer that no number holds is read as a string
 * of its digits: see exactly.ts.
 */
import { columnIndexOf, type Layout, readObject } from './layout.ts';
import { stringIn, valueIn } from './values.ts';

export type Fields = { [field: string]: unknown };

/** A record's text, and where its fields are in it, in bytes. */
export interface RecordText {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly layout: Layout;
  /** Three numbers a field, in the order of the text: where its value starts, where it ends, and its column's index or -1. */
  readonly spans: readonly number[];
  /** Whether every value is known to be of the type of the layout's column, so that none needs conversion. */
  readonly typesMatch: boolean;
}

/**
 * The record that starts there, and where it ends. It can't be changed: a copy can, and is an object like any other.
 * Undefined where there is none that can be read: see `readObject`.
 */
export function recordAt(layout: Layout, bytes: Buffer, start: number): { record: Fields; end: number } | undefined {
  const { end, spans, typesMatch } = readObject(layout, bytes, start);
  if (end < 0) return undefined;
  return { record: new Proxy(nothing, new Reader({ bytes, start, end, layout, spans, typesMatch })), end };
}

/** The text in which a record came, and where its fields are; undefined of any other object. */
export const textOf = (record: object): RecordText | undefined => readerOf(record)?.text;

/** A record as an object like any other; any other object itself. */
export const parsed = <T extends object>(record: T): T => (readerOf(record)?.whole() as T | undefined) ?? record;

/** The name of the field whose span begins at this index of `spans`. */
export function nameAt({ bytes, start, spans }: RecordText, index: number): string {
  // Nothing but quotes and signs stands between a value and the name before or behind it.
  const from = index === 0 ? start : spans[index - 2]!;
  return stringIn(bytes, from + 2, spans[index]! - 2);
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
    const { bytes, spans } = this.text;
    const index = spanIndexOf(this.text, name);
    const value = index < 0 ? nothing[name] : valueIn(bytes, spans[index]!, spans[index + 1]!);
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

/** Where in `spans` the field of this name is: the last one, as JSON.parse has it. -1 where there is none. */
function spanIndexOf(text: RecordText, name: string): number {
  const { spans, layout } = text;
  const column = columnIndexOf(layout, name);
  for (let index = spans.length - 3; index >= 0; index -= 3) {
    if (spans[index + 2] === column && (column >= 0 || nameAt(text, index) === name)) return index;
  }
  return -1;
}
