import { isObject, type Json } from '../json.ts';
import { type SortKey, sortedAsNumber } from './sorted-index.ts';

/**
 * What a searchable field holds: `timestamp` is one of Intercom's own times, `date` a custom attribute's,
 * `words` is matched word by word, `ids` has several values, `tag` takes `=` and `!=` only, `number-id` is a text of digits that is
 * compared as the number it spells.
 */
export type FieldType = 'string' | 'number-id' | 'integer' | 'boolean' | 'timestamp' | 'date' | 'words' | 'ids' | 'tag';

/** A field that can be searched. */
export interface Field<T> {
  type: FieldType;
  value(item: T): Json | undefined;
}

/** The fields of one kind of record. */
export interface Fields<T> {
  find(name: string): Field<T> | undefined;
  keyOf(name: string): (item: T) => SortKey;
}

/** The fields in a table, and others by a rule. */
export function fields<T>(table: Record<string, Field<T>>, dynamic: (name: string) => Field<T> | undefined): Fields<T> {
  const find = (name: string) => (Object.hasOwn(table, name) ? table[name] : dynamic(name));
  return {
    find,
    keyOf(name) {
      const field = find(name);
      if (field === undefined) throw new Error(`There is no order by ${name}.`);
      const numeric = field.type === 'timestamp' || field.type === 'integer' || field.type === 'date';
      if (field.type === 'number-id') return (item) => sortedAsNumber(String(field.value(item)));
      return (item) => {
        const value = field.value(item);
        if (numeric) return typeof value === 'number' ? value : -1;
        return value === null || value === undefined || isObject(value) ? '' : String(value);
      };
    },
  };
}

/** A table of fields of one type, read by a path such as `source.author.id`. */
export function plain<T extends object>(type: FieldType, names: string): Record<string, Field<T>> {
  return Object.fromEntries(
    names.split(/\s+/).map((name) => {
      const path = name.split('.');
      return [name, { type, value: (item: T) => path.reduce<unknown>(step, item) as Json | undefined }];
    }),
  );
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** A custom attribute, which has one name behind the prefix. */
export function customAttribute<T>(
  name: string,
  prefix: string,
  attributes: (item: T) => Record<string, Json>,
): Field<T> | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const key = name.slice(prefix.length);
  return { type: 'string', value: (item) => attributes(item)[key] };
}
