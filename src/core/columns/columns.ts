/**
 * Columns: the one description of a stream's fields, from which its JSON schema, its SQL types and its page in
 * the docs all follow. Every column may be null; every object may hold fields that Intercom adds later.
 */
import type { JsonSchema } from './kind.ts';
import { kinds, type ScalarKind } from './kinds.ts';

/** What a kind means is said by its literal: see kinds.ts. */
export type Column =
  | { kind: ScalarKind; description?: string }
  | { kind: 'object'; fields: Columns; description?: string }
  | { kind: 'list'; item: Column; description?: string };

/** Name to column, in the order in which a table shows them. */
export type Columns = { readonly [name: string]: Column };

export const text: Column = { kind: 'text' };
export const int: Column = { kind: 'int' };
export const number: Column = { kind: 'number' };
export const bool: Column = { kind: 'bool' };
export const epoch: Column = { kind: 'epoch' };
export const timestamp: Column = { kind: 'timestamp' };
/** The id of another record, as text or as a whole number in records, and as text in tables: there both join with its own id. */
export const textReference: Column = { kind: 'text_reference' };
export const intReference: Column = { kind: 'int_reference' };
export const json: Column = { kind: 'json' };

/** An object whose known fields are these; it may hold others. */
export const object = (fields: Columns): Column => ({ kind: 'object', fields });

/** A list of like items. */
export const list = (item: Column): Column => ({ kind: 'list', item });

/** The same column with a sentence of its own in schema and docs. */
export const described = (column: Column, description: string): Column => ({ ...column, description });

/** The field that says when a record went: ISO 8601, null on live records. Airbyte's destinations delete rows by it. */
export const deletedAt = '_ab_cdc_deleted_at';

/** The field that says why it went. */
export const deletedReason = '_deleted_reason';

/** JSON schema (draft 7, no `$ref`, every type nullable, nothing closed) of a row with these columns. */
export function jsonSchema(columns: Columns): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', ...fieldsSchema(columns) };
}

function columnSchema(column: Column): JsonSchema {
  const described = column.description ? { description: column.description } : {};
  return { ...kinds[column.kind].schema, ...contentSchema(column), ...described };
}

/** What the schema of a column says of the columns inside it. */
function contentSchema(column: Column): JsonSchema {
  if (column.kind === 'object') return fieldsSchema(column.fields);
  return column.kind === 'list' ? { items: columnSchema(column.item) } : {};
}

function fieldsSchema(fields: Columns): JsonSchema {
  const properties = Object.fromEntries(Object.entries(fields).map(([name, column]) => [name, columnSchema(column)]));
  return { properties, additionalProperties: true };
}
