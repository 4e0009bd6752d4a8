/** Columns out of an OpenAPI 3.0 document. Pure. */
import {
  bool,
  type Column,
  type Columns,
  epoch,
  int,
  json,
  list,
  number,
  object,
  text,
  timestamp,
} from '../src/core/columns/columns.ts';

/** A schema, as far as it is read here. That a value may be null is not: every column may be. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: { [name: string]: Schema };
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

export interface OpenApi {
  components: { schemas: { [name: string]: Schema } };
}

/** The columns of the component schema of this name. Throws where there is none, or where it has no properties. */
export function schemaColumns(document: OpenApi, name: string): Columns {
  const column = columnOf({ $ref: prefix + name }, { document, name, within: [] });
  if (column.kind !== 'object' || Object.keys(column.fields).length === 0) {
    throw new Error(`The schema ${name} is not one of an object with properties.`);
  }
  return column.fields;
}

const prefix = '#/components/schemas/';

/** Where a schema stands in its document. */
interface Context {
  document: OpenApi;
  /** The name of the property whose schema it is. */
  name: string;
  /** The references that led to it: one of them again would lead on without an end. */
  within: readonly string[];
}

function columnOf(schema: Schema, context: Context): Column {
  if (schema.$ref !== undefined) return referencedColumn(schema.$ref, context);
  if (schema.allOf) {
    const { allOf, ...own } = schema;
    return joined([...allOf, ...(Object.keys(own).some(isShape) ? [own] : [])].map((part) => columnOf(part, context)));
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return joined(choices.map((choice) => columnOf(choice, context)));
  if (schema.type === 'object' || schema.properties) return objectColumn(schema.properties ?? {}, context);
  if (schema.type === 'array') return list(schema.items ? columnOf(schema.items, context) : json);
  return scalarColumn(schema, context.name);
}

/** Whether this keyword says of what shape a value is, rather than what it means. */
const isShape = (keyword: string): boolean => ['type', 'properties', 'items', 'anyOf', 'oneOf'].includes(keyword);

function referencedColumn(reference: string, context: Context): Column {
  const { document, within } = context;
  if (within.includes(reference)) return json;
  const name = reference.startsWith(prefix) ? reference.slice(prefix.length) : undefined;
  const schemas = document.components.schemas;
  if (name === undefined || !Object.hasOwn(schemas, name)) throw new Error(`The document has no ${reference}.`);
  return columnOf(schemas[name]!, { ...context, within: [...within, reference] });
}

const objectColumn = (properties: { [name: string]: Schema }, context: Context): Column =>
  object(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, columnOf(schema, { ...context, name })]),
    ),
  );

function scalarColumn({ type, format }: Schema, name: string): Column {
  switch (type) {
    case 'string':
      return format === 'date-time' ? timestamp : text;
    case 'integer':
      return format === 'date-time' || format === 'timestamp' || name.endsWith('_at') ? epoch : int;
    case 'number':
      return number;
    case 'boolean':
      return bool;
    default:
      return json;
  }
}

/** One column for several schemas: objects have the fields of all, lists the items of all; kinds that differ are `json`. */
function joined(columns: readonly Column[]): Column {
  const [first = json, ...others] = columns;
  return others.reduce(joinedPair, first);
}

function joinedPair(one: Column, other: Column): Column {
  if (one.kind === 'list' && other.kind === 'list') return list(joinedPair(one.item, other.item));
  if (one.kind !== 'object' || other.kind !== 'object') return one.kind === other.kind ? one : json;
  const fields: { [name: string]: Column } = { ...one.fields };
  for (const [name, column] of Object.entries(other.fields)) {
    fields[name] = Object.hasOwn(fields, name) ? joinedPair(fields[name]!, column) : column;
  }
  return object(fields);
}
