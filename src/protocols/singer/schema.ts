/** A stream's schema as Singer's targets take it. */
import type { StreamInfo } from '../../core/catalog.ts';
import { type Columns, deletedAt, jsonSchema } from '../../core/columns/columns.ts';
import type { JsonSchema } from '../../core/columns/kind.ts';
import type { Row } from '../../core/events.ts';

/** The property by which targets know a record that was deleted: the time it went, ISO 8601. */
export const singerDeletedAt = '_sdc_deleted_at';

/** A property's name, of a column's. */
const propertyOf = (column: string): string => (column === deletedAt ? singerDeletedAt : column);

/** JSON schema (draft 7) of a stream's records. */
export function singerSchema(columns: Columns): JsonSchema {
  const named = Object.entries(columns).map(([name, column]) => [propertyOf(name), column]);
  return withoutAirbytesWords(jsonSchema(Object.fromEntries(named))) as JsonSchema;
}

/** A stream's properties that are always read: its key, its cursor, and what tells of deletions. */
export const automaticProperties = ({ primaryKey, cursor }: StreamInfo): ReadonlySet<string> =>
  new Set([...primaryKey, ...(cursor === undefined ? [] : [cursor]), singerDeletedAt]);

/** A row as a record. Only tombstones differ, which are never in the text of a response: a row that is as it came stays so. */
export function singerRecord(row: Row): Row {
  if (row[deletedAt] === undefined) return row;
  const { [deletedAt]: at, ...rest } = row;
  return { ...rest, [singerDeletedAt]: at };
}

/** Keywords that only Airbyte knows. */
function withoutAirbytesWords(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutAirbytesWords);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([keyword, value]) => keyword !== 'airbyte_type' || typeof value !== 'string',
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, withoutAirbytesWords(value)]));
}
