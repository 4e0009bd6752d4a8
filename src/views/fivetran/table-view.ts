/** A view that stands for one of Fivetran's tables, from a literal: its columns, and what of which stream each is made of. */
import type { View, ViewPlace } from '../../core/view.ts';
import {
  type ColumnType,
  columnAs,
  type JsonRows,
  jsonRows,
  type Shape,
  textAs,
} from '../../expressions/json-fields.ts';

/** A column: its type, and where its value is. `reference`: an id of something else, of which `0` and an empty text are none. */
export interface Value {
  type: ColumnType;
  reference?: true;
  at:
    | { column: string; path?: readonly string[] }
    /** Of the item of `list`; the item itself where the path is empty. */
    | { item: readonly string[] }
    | { joined: string }
    /** The first of a list of plain values. */
    | { first: string }
    /** A column, and behind it the place of the list's item: what tells the items of all lists apart. */
    | { numbered: string }
    /** A text where a reference is not NULL. */
    | { told: string; where: string }
    | 'position'
    | 'nothing';
}

type ValueOf = (column: string, ...path: string[]) => Value;

const of =
  (type: ColumnType): ValueOf =>
  (column, ...path) => ({ type, at: path.length > 0 ? { column, path } : { column } });

/** Of a column, or of a field inside of one that is an object. */
export const text = of('text');
export const int = of('int');
export const number = of('number');
export const bool = of('bool');
export const time = of('time');
export const json = of('json');
export const id: ValueOf = (...at) => ({ ...text(...at), reference: true });

/** Of a list's item. */
export const item = (type: ColumnType, ...path: string[]): Value => ({ type, at: { item: path } });
/** The first id of a list. */
export const firstId = (column: string): Value => ({ type: 'text', reference: true, at: { first: column } });
export const numbered = (column: string): Value => ({ type: 'text', at: { numbered: column } });
export const position: Value = { type: 'int', at: 'position' };
/** Of the row of another stream that is joined. */
export const joined = (type: ColumnType, column: string): Value => ({ type, at: { joined: column } });
/** What Intercom does not give. */
export const nothing = (type: ColumnType): Value => ({ type, at: 'nothing' });

export interface TableView {
  name: string;
  /** What a row is. */
  description: string;
  /** What its columns are, where their names do not say it. */
  comments?: Readonly<Record<string, string>>;
  /** The stream that it is made of; of several, the rows of all. */
  of: string | readonly string[];
  /** Whether it has the columns of a history or those of a table of what is there now. Both hold one row for each record: as it is now. */
  history: boolean;
  columns: Readonly<Record<string, Value>>;
  /** A list, by its column and where it is in there: each item is a row. */
  list?: readonly string[];
  /** Another stream with one row at most for each: by its column and ours. `where`: of its columns. */
  join?: { stream: string; by: string; to: string; where?: Readonly<Record<string, string>> };
  /** Rows of which the column is another text than this are left out. */
  only?: { column: string; is: string };
  /** With the columns of custom attributes, where the table has them. */
  custom?: true;
}

/** What tells a reader of Fivetran's tables that a row is there, and when it came. */
const historyColumns = {
  _fivetran_active: 'true',
  _fivetran_start: columnOf('_synced_at'),
  _fivetran_end: `TIMESTAMP '9999-12-31 23:59:59.999'`,
};
const tableColumns = { _fivetran_deleted: 'false' };

function columnOf(name: string): string {
  return `(CAST(stored."${name}" AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE 'UTC')`;
}

const quote = (name: string) => `"${name}"`;

export function tableView(table: TableView): View {
  const streams = typeof table.of === 'string' ? [table.of] : table.of;
  const { join } = table;
  return {
    name: table.name,
    description: table.description,
    columns: { ...table.comments },
    reads: {
      ...Object.fromEntries(streams.map((stream) => [stream, readsOf(table)])),
      ...(join && { [join.stream]: joinedReads(table, join) }),
    },
    query: (place) => streams.map((stream) => queryOf(place, table, stream)).join('\nUNION ALL\n'),
  };
}

const values = ({ columns }: TableView): Value[] => Object.values(columns);

/** Columns that are read as they are. */
function plainOf(table: TableView): string[] {
  const direct = values(table).flatMap(({ at }) => {
    if (typeof at !== 'object') return [];
    if ('first' in at) return [at.first];
    if ('numbered' in at) return [at.numbered];
    if ('told' in at) return [at.where];
    return 'column' in at && !at.path ? [at.column] : [];
  });
  const { join, only } = table;
  return [...new Set([...direct, ...(join ? [join.to] : []), ...(only ? [only.column] : []), '_synced_at'])];
}

/** The fields that are read, by column. */
function objectsOf(table: TableView): Record<string, Shape> {
  const shapes: Record<string, Shape> = {};
  for (const { at } of values(table)) {
    if (typeof at !== 'object' || !('column' in at) || !at.path) continue;
    shapes[at.column] ??= {};
    addPath(shapes[at.column]!, at.path);
  }
  return shapes;
}

function addPath(shape: Shape, path: readonly string[]): void {
  let inner = shape;
  for (const field of path.slice(0, -1)) {
    inner[field] ??= {};
    inner = inner[field] as Shape;
  }
  inner[path.at(-1)!] = 'text';
}

function itemsOf(table: TableView): Shape | 'text' {
  const shape: Shape = {};
  for (const { at } of values(table))
    if (typeof at === 'object' && 'item' in at && at.item.length > 0) addPath(shape, at.item);
  return Object.keys(shape).length > 0 ? shape : 'text';
}

const readsOf = (table: TableView): string[] => [
  ...new Set([...plainOf(table), ...Object.keys(objectsOf(table)), ...(table.list ? [table.list[0]!] : [])]),
];

const joinedReads = (table: TableView, { by, where = {} }: NonNullable<TableView['join']>): string[] => [
  ...new Set([
    by,
    ...Object.keys(where),
    ...values(table).flatMap(({ at }) => (typeof at === 'object' && 'joined' in at ? [at.joined] : [])),
  ]),
];

function queryOf({ sql, table: tableOf, custom, customTimes }: ViewPlace, table: TableView, stream: string): string {
  const { list, join, only } = table;
  const items = itemsOf(table);
  const isPlainList = list !== undefined && items === 'text';
  const customColumns = table.custom ? custom(stream) : [];
  const rows = jsonRows(sql, {
    table: tableOf(stream),
    plain: [...plainOf(table).map(quote), ...customColumns],
    objects: objectsOf(table),
    list: list && { column: list[0]!, path: list.slice(1), items },
  });
  const times = table.custom ? customTimes(stream) : [];
  const selected = [
    ...Object.entries(table.columns).map(([name, value]) => `${expressionOf(sql, rows, value)} AS ${quote(name)}`),
    ...Object.entries(table.history ? historyColumns : tableColumns).map(([name, value]) => `${value} AS ${name}`),
    `${columnOf('_synced_at')} AS _fivetran_synced`,
    // Last: PostgreSQL adds columns to a view that others build on only behind those that it has.
    ...customColumns.map((name) =>
      times.includes(name) ? `${columnAs(sql, 'time', `stored.${name}`)} AS ${name}` : `stored.${name}`,
    ),
  ];
  const on = join && [
    `joined.${quote(join.by)} = stored.${quote(join.to)}`,
    ...Object.entries(join.where ?? {}).map(([column, value]) => `joined.${quote(column)} = ${value}`),
  ];
  return [
    `SELECT ${isPlainList ? 'DISTINCT ' : ''}${selected.join(',\n  ')}`,
    `FROM ${rows.from}`,
    ...(join ? [`LEFT JOIN ${tableOf(join.stream)} AS joined ON ${on!.join(' AND ')}`] : []),
    ...(isPlainList ? [`WHERE ${rows.item([])} IS NOT NULL`] : []),
    ...(only ? [`WHERE stored.${quote(only.column)} = '${only.is}'`] : []),
  ].join('\n');
}

function expressionOf(sql: ViewPlace['sql'], rows: JsonRows, { type, reference, at }: Value): string {
  const value = () => {
    if (at === 'nothing') return columnAs(sql, type, 'NULL');
    if (at === 'position') return columnAs(sql, type, rows.position);
    if ('item' in at) return textAs(sql, type, rows.item(at.item));
    if ('first' in at) return textAs(sql, type, rows.first(at.first));
    if ('numbered' in at) return `(stored.${quote(at.numbered)} || '-' || ${rows.position})`;
    if ('told' in at)
      return `(CASE WHEN ${someId(`CAST(stored.${quote(at.where)} AS TEXT)`)} IS NOT NULL THEN '${at.told}' END)`;
    if ('joined' in at) return columnAs(sql, type, `joined.${quote(at.joined)}`);
    if (at.path) return textAs(sql, type, rows.field(at.column, at.path));
    return columnAs(sql, type, `stored.${quote(at.column)}`);
  };
  return reference ? someId(value()) : value();
}

/** NULL in place of what refers to nothing. */
const someId = (value: string): string => `nullif(nullif(${value}, ''), '0')`;
