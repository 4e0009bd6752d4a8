/** The contract of a column's kind: all that a kind is, but for what a database adds (its SQL type). */

export type JsonSchema = { [keyword: string]: unknown };

/** What a table holds of a value, whichever database it is in: text, a number, microseconds since 1970, or JSON text. */
export type Cell = string | number | boolean | null;

/** `time` is microseconds since 1970, `json` JSON text. */
export type CellType = 'text' | 'number' | 'bool' | 'time' | 'json';

/** No function is given a null: it is a value of every kind, and its cell is null. */
export interface Kind {
  /** For the docs: "a whole number". */
  readonly meaning: string;
  /** JSON schema (draft 7) of a value; of an object or a list without what is inside. */
  readonly schema: JsonSchema;
  /** Whether the JSON value at [start, end) is one that `convert` gives back as it is. False where its bytes alone can't say. */
  matches(bytes: Uint8Array, start: number, end: number): boolean;
  /** The value in this kind's type; undefined where the conversion would lose something. */
  convert(value: unknown): unknown;
  /** The value's cell; undefined where a column of this kind can't hold the value without loss. */
  cell(value: unknown): Cell | undefined;
  /** What cells are; with `json`, the JSON in which a value came is its cell. */
  readonly cellType: CellType;
}
