/** Objects that are kept by a key, in the order in which they came. */
import type { StoreKey } from './store.ts';

/** Objects by id, or by another key. */
export type Table<T> = StoreKey<Map<string, T>>;

/** An empty table. */
export const table = <T>(name: string): Table<T> => ({ name, init: () => new Map() });

/** The object with this id, which must exist: changes are made by tests, and a wrong id is a mistake in the test. */
export function need<T>(map: ReadonlyMap<string, T>, id: string, what: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`The simulator has no ${what} with id ${id}.`);
  return found;
}

/** The id of the first object, in a list; an empty list where there is none. */
export function firstOf(map: ReadonlyMap<string, unknown>): string[] {
  const { value } = map.keys().next();
  return value === undefined ? [] : [value];
}
