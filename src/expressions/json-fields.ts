/** Fields of JSON columns as texts: each column is parsed once, however many of its fields are read. */
import type { DialectName } from './dialects.ts';

/** What is read of a JSON object: fields that are texts, numbers or truth values, and objects inside of it. */
export interface Shape {
  [field: string]: Shape | 'text';
}

export interface JsonFields {
  /** A table to stand behind FROM, its columns, the fields of those that are objects, and the list of which each item is to be a row. */
  table: string;
  /** Columns that are read as they are, written as in SQL. */
  plain: readonly string[];
  objects: Readonly<Record<string, Shape>>;
  list?: { column: string; path: readonly string[]; items: Shape | 'text' } | undefined;
}

/** Rows to select from, which are called `stored`. What is no object, or no list, has no fields, or no items. */
export interface JsonRows {
  from: string;
  /** A field as text; NULL where there is none. */
  field(column: string, path: readonly string[]): string;
  /** The same of a list's item; the item itself where the path is empty. */
  item(path: readonly string[]): string;
  /** The item's place in its list, from 0. */
  position: string;
  /** The first item of a list in a column that is read as it is, as text. */
  first(column: string): string;
}

const quote = (name: string) => `"${name}"`;
const chain = (path: readonly string[]) => path.map((field) => `.${quote(field)}`).join('');
const inside = (path: readonly string[], shape: unknown): unknown =>
  path.reduceRight<unknown>((inner, field) => ({ [field]: inner }), shape);

/** As the JSON that `from_json` takes; it makes NULL of what does not fit. */
const structure = (shape: unknown): string =>
  `'${JSON.stringify(shape, (_, value) => (value === 'text' ? 'VARCHAR' : value))}'`;

const rowsIn: Record<DialectName, (fields: JsonFields) => JsonRows> = {
  duckdb({ table, plain, objects, list }) {
    const parsed = (column: string, shape: unknown) => `from_json(CAST(${quote(column)} AS JSON), ${structure(shape)})`;
    const columns = [
      ...plain,
      ...Object.entries(objects).map(([column, shape]) => `${parsed(column, shape)} AS ${quote(column)}`),
      ...(list ? [`${parsed(list.column, inside(list.path, [list.items]))}${chain(list.path)} AS _items`] : []),
    ];
    const rows = `SELECT ${columns.join(', ')} FROM ${table} AS source`;
    const numbered = `SELECT *, unnest(_items) AS _item, generate_subscripts(_items, 1) - 1 AS _position FROM (${rows}) AS opened`;
    return {
      from: `(${list ? numbered : rows}) AS stored`,
      field: (column, path) => `stored.${quote(column)}${chain(path)}`,
      item: (path) => `stored._item${chain(path)}`,
      position: 'stored._position',
      first: (column) => `json_extract_string(stored.${quote(column)}, '$[0]')`,
    };
  },
  postgres({ table, list }) {
    const at = (path: readonly string[]) => `'{${path.join(',')}}'`;
    const value = list && `CAST(stored.${quote(list.column)} AS JSONB) #> ${at(list.path)}`;
    return {
      from: list
        ? `${table} AS stored CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(${value}) = 'array' THEN ${value} END) WITH ORDINALITY AS listed(item, place)`
        : `${table} AS stored`,
      field: (column, path) => `(CAST(stored.${quote(column)} AS JSONB) #>> ${at(path)})`,
      item: (path) => `(listed.item #>> ${at(path)})`,
      position: '(listed.place - 1)',
      first: (column) => `(CAST(stored.${quote(column)} AS JSONB) #>> '{0}')`,
    };
  },
};

export const jsonRows = (dialect: DialectName, fields: JsonFields): JsonRows => rowsIn[dialect](fields);

/** A type of a view's column, and how it is called. Times are without a zone, in UTC. */
export type ColumnType = 'text' | 'int' | 'number' | 'bool' | 'time' | 'json';

const typeNames: Record<DialectName, Record<ColumnType, string>> = {
  duckdb: { text: 'VARCHAR', int: 'BIGINT', number: 'DOUBLE', bool: 'BOOLEAN', time: 'TIMESTAMP', json: 'JSON' },
  postgres: {
    text: 'TEXT',
    int: 'BIGINT',
    number: 'DOUBLE PRECISION',
    bool: 'BOOLEAN',
    time: 'TIMESTAMP',
    json: 'JSONB',
  },
};

/** A column, or NULL, as a type that it has already, or that no value of it has. */
export const columnAs = (dialect: DialectName, type: ColumnType, column: string): string =>
  type === 'time'
    ? `(CAST(${column} AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE 'UTC')`
    : `CAST(${column} AS ${typeNames[dialect][type]})`;

/** What a text must look like to be cast without a failure. */
const wholeNumber = '^-?[0-9]{1,18}$';
const anyNumber = '^-?[0-9]{1,100}([.][0-9]{1,100})?([eE][+-]?[0-9]{1,2})?$';
/** Unix seconds of a year with four digits. */
const unixSeconds = '^[0-9]{1,11}$';

/** A text of a field as a type; NULL where it does not fit. */
export function textAs(dialect: DialectName, type: ColumnType, text: string): string {
  const where = (pattern: string, value: string) => `(CASE WHEN ${text} ~ '${pattern}' THEN ${value} END)`;
  const cast = (name: string) => `${dialect === 'duckdb' ? 'TRY_CAST' : 'CAST'}(${text} AS ${name})`;
  switch (type) {
    case 'text':
    case 'json':
      return `CAST(${text} AS ${typeNames[dialect][type]})`;
    case 'int':
      return where(wholeNumber, cast('BIGINT'));
    case 'number':
      return where(anyNumber, cast(typeNames[dialect].number));
    case 'bool':
      return `(CASE ${text} WHEN 'true' THEN true WHEN 'false' THEN false END)`;
    case 'time':
      return where(unixSeconds, `to_timestamp(${cast(typeNames[dialect].number)}) AT TIME ZONE 'UTC'`);
  }
}
