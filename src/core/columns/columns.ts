/**
 * Columns: the one description of a stream's fields, from which its JSON schema, its SQL types and its page in
 * the docs all follow. Every column may be null; every object may hold fields that Intercom adds later.
 */

/** A scalar column's kind. `epoch` is unix seconds; `timestamp` is an ISO 8601 string; `json` is any JSON value. */
export type ScalarKind = 'text' | 'int' | 'number' | 'bool' | 'epoch' | 'timestamp' | 'json';

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

export type JsonSchema = { [keyword: string]: unknown };

/** JSON schema (draft 7, no `$ref`, every type nullable, nothing closed) of a row with these columns. */
export function jsonSchema(columns: Columns): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...objectSchema(columns, 'object') };
}

const scalarSchemas: Record<ScalarKind, JsonSchema> = {
  text: { type: ['null', 'string'] },
  int: { type: ['null', 'integer'] },
  number: { type: ['null', 'number'] },
  bool: { type: ['null', 'boolean'] },
  epoch: { type: ['null', 'integer'] },
  timestamp: { type: ['null', 'string'], format: 'date-time', airbyte_type: 'timestamp_with_timezone' },
  json: {},
};

function columnSchema(column: Column): JsonSchema {
  const described = column.description ? { description: column.description } : {};
  if (column.kind === 'object') return { ...objectSchema(column.fields, ['null', 'object']), ...described };
  if (column.kind === 'list') return { type: ['null', 'array'], items: columnSchema(column.item), ...described };
  return { ...scalarSchemas[column.kind], ...described };
}

function objectSchema(fields: Columns, type: string | string[]): JsonSchema {
  const properties = Object.fromEntries(Object.entries(fields).map(([name, column]) => [name, columnSchema(column)]));
  return { type, properties, additionalProperties: true };
}
