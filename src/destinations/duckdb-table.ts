/** A stream's table in DuckDB: its columns, their types, and how a staged cell becomes a value of them. */
import type { Column } from '../columns.ts';
import type { StreamLoad } from './destination.ts';
import { columnNames } from './fit.ts';

export interface TableColumn {
  name: string;
  kind: Column['kind'];
  /** The column's type in the table. */
  type: string;
  /** The type in which its cells are staged: times and integers as doubles, which hold each of them exactly. */
  staged: StagedType;
  description?: string;
}

export type StagedType = 'VARCHAR' | 'JSON' | 'DOUBLE' | 'BOOLEAN';

export interface Table {
  name: string;
  columns: TableColumn[];
  key: TableColumn[];
  cursor?: TableColumn;
  /** The stream of the parents, and the column that holds a parent's id. */
  parent?: { stream: string; column: TableColumn };
  /** The stream that a row leaves by being in this one. */
  supersedes?: string;
  generation: number;
  refreshing: boolean;
}

const types: Record<Column['kind'], { type: string; staged: StagedType }> = {
  text: { type: 'VARCHAR', staged: 'VARCHAR' },
  int: { type: 'BIGINT', staged: 'DOUBLE' },
  number: { type: 'DOUBLE', staged: 'DOUBLE' },
  bool: { type: 'BOOLEAN', staged: 'BOOLEAN' },
  epoch: { type: 'TIMESTAMP WITH TIME ZONE', staged: 'DOUBLE' },
  timestamp: { type: 'TIMESTAMP WITH TIME ZONE', staged: 'DOUBLE' },
  json: { type: 'JSON', staged: 'JSON' },
  object: { type: 'JSON', staged: 'JSON' },
  list: { type: 'JSON', staged: 'JSON' },
};

/** Columns that every table has after the stream's own. */
export const ownColumns = [
  { name: '_extra', type: 'JSON', description: 'Fields that have no column, and values that do not fit theirs.' },
  { name: '_synced_at', type: 'TIMESTAMP WITH TIME ZONE', description: 'When this version of the row was stored.' },
  { name: '_generation', type: 'BIGINT', description: 'The full refresh in which the row was last met.' },
];

export function tableOf({ info, generation, refreshing }: StreamLoad): Table {
  const columns = columnNames(info.columns).map((name) => {
    const { kind, description } = info.columns[name]!;
    return { name, kind, description, ...types[kind] };
  });
  const named = (name: string): TableColumn => {
    const found = columns.find((column) => column.name === name);
    if (!found) throw new Error(`The stream ${info.name} names a column ${name} that it does not declare.`);
    return found;
  };
  return {
    name: info.name,
    columns,
    key: info.key.map(named),
    generation,
    refreshing,
    ...(info.supersedes ? { supersedes: info.supersedes } : {}),
    // What every sync reads whole changes without its cursor: the last to come is the latest.
    ...(info.cursor && !info.whole ? { cursor: named(info.cursor) } : {}),
    ...(info.parent ? { parent: { stream: info.parent.stream, column: named(info.parent.column) } } : {}),
  };
}

export const isTime = ({ kind }: TableColumn): boolean => kind === 'epoch' || kind === 'timestamp';

/** SQL for a name. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** SQL for a text. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** SQL for the table's value of a staged cell, whose name may be qualified by an alias: `came.`. */
export function cellValue(column: TableColumn, alias = ''): string {
  const cell = alias + quoted(column.name);
  if (isTime(column)) return timeOf(cell);
  return column.kind === 'int' ? `${cell}::BIGINT` : cell;
}

/** SQL for the time of a cell that holds microseconds. */
export const timeOf = (cell: string): string => `make_timestamptz(${cell}::BIGINT)`;

/** SQL for the key of a row as `_deleted` holds it: a JSON object. */
export const keyObject = (table: Table, value: (column: TableColumn) => string): string =>
  `json_object(${table.key.map((column) => `${literal(column.name)}, ${value(column)}`).join(', ')})`;

/** SQL that is true where a table's row (`held`) has the key of a staged one (`came`). */
export const sameKey = (table: Table): string =>
  table.key.map((column) => `held.${quoted(column.name)} = ${cellValue(column, 'came.')}`).join(' AND ');
