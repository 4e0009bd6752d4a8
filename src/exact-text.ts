/**
 * The text in which a record came, kept beside what was parsed of it: a sink that writes JSON passes it on as it is, which is
 * cheaper than to write it anew, and exact to the last digit. A copy of the record has none.
 */

const exactText = Symbol('exact text');

type Kept = { [exactText]?: Uint8Array };

/** Keeps with a record its text: UTF-8, JSON on one line. */
export function keepText<T extends object>(record: T, text: Uint8Array): T {
  // Not enumerable, so that a copy that may be changed does not carry it.
  return Object.defineProperty(record, exactText, { value: text });
}

/** The text of a record that is as it came. */
export const textOf = (record: object): Uint8Array | undefined => (record as Kept)[exactText];
