/** A stream's table in DuckDB: its columns and their types. */
import type { Column } from '../../core/columns/columns.ts';
import type { LoadTarget } from '../destination.ts';
import { columnNames } from '../sql/cells.ts';

export interface TableColumn {
  name: string;
  kind: Column['kind'];
  type: ColumnType;
  description?: string;
}

export type ColumnType = 'VARCHAR' | 'JSON' | 'DOUBLE' | 'BOOLEAN' | 'BIGINT' | 'TIMESTAMP WITH TIME ZONE';

export interface Table {
  name: string;
  columns: TableColumn[];
  key: TableColumn[];
  cursor?: TableColumn;
  /** The stream of the parents, and the column that holds a parent's id. */
  parent?: { stream: string; column: TableColumn };
  /** The stream that a row leaves by being in this one. */
  removesFrom?: string;
  generation: number;
  refreshing: boolean;
  /** Columns that are not ours: its user's. */
  others: string[];
}

const types: Record<Column['kind'], ColumnType> = {
  text: 'VARCHAR',
  int: 'BIGINT',
  number: 'DOUBLE',
  bool: 'BOOLEAN',
  epoch: 'TIMESTAMP WITH TIME ZONE',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  json: 'JSON',
  object: 'JSON',
  list: 'JSON',
};

/** Columns that every table has after the stream's own. */
export const ownColumns: readonly { name: string; type: ColumnType; description: string }[] = [
  { name: '_extra', type: 'JSON', description: 'Fields that have no column, and values that do not fit theirs.' },
  { name: '_synced_at', type: 'TIMESTAMP WITH TIME ZONE', description: 'When this version of the row was stored.' },
  { name: '_generation', type: 'BIGINT', description: 'The full refresh in which the row was last met.' },
];

/** `held`: the columns that the table has, if it is there, in lower case. */
export function tableOf({ info, generation, refreshing }: LoadTarget, held: Iterable<string> = []): Table {
  const columns = columnNames(info.columns).map((name) => {
    const { kind, description } = info.columns[name]!;
    return { name, kind, description, type: types[kind] };
  });
  const named = (name: string): TableColumn => {
    const found = columns.find((column) => column.name === name);
    if (!found) throw new Error(`The stream ${info.name} names a column ${name} that it does not declare.`);
    return found;
  };
  const ours = new Set([...columns, ...ownColumns].map(({ name }) => name.toLowerCase()));
  return {
    name: info.name,
    columns,
    others: [...held].filter((name) => !ours.has(name)),
    key: info.primaryKey.map(named),
    generation,
    refreshing,
    ...(info.removesFrom ? { removesFrom: info.removesFrom } : {}),
    // What every sync reads whole changes without its cursor: the last to come is the latest.
    ...(info.cursor && !info.fullSnapshot ? { cursor: named(info.cursor) } : {}),
    ...(info.parent ? { parent: { stream: info.parent.stream, column: named(info.parent.column) } } : {}),
  };
}

export const isTime = ({ kind }: TableColumn): boolean => kind === 'epoch' || kind === 'timestamp';

/** SQL for a name. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** SQL for a text. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** SQL for a time in microseconds. */
export const timeOf = (microseconds: number): string => `make_timestamptz(${Math.round(microseconds)}::BIGINT)`;

/** SQL for the key of a row as `_deleted` holds it: a JSON object. */
export const keyObject = (table: Table, value: (column: TableColumn) => string): string =>
  `json_object(${table.key.map((column) => `${literal(column.name)}, ${value(column)}`).join(', ')})`;

/**
 * SQL that is true where a table's row (`_target`) has the key of a staged one (`_source`). No stream has columns of such names:
 * within a subquery over conversations, `source.id` is the id in their column `source`, not that of a staged row.
 */
export const sameKey = (table: Table): string =>
  table.key.map(({ name }) => `_target.${quoted(name)} = _source.${quoted(name)}`).join(' AND ');
