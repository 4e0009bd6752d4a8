/** A stream's table: its columns, and what is known of them. */
import type { StreamInfo } from '../../core/catalog.ts';
import type { Column } from '../../core/columns/columns.ts';
import { kinds } from '../../core/columns/kinds.ts';
import type { LoadTarget } from '../destination.ts';
import { columnNames } from './cells.ts';
import { columnComment } from './column-comments.ts';

export type ColumnKind = Column['kind'];

export interface TableColumn {
  name: string;
  kind: ColumnKind;
  /** What its comment says. */
  description?: string | undefined;
}

/** A column that holds a custom attribute, worked out from the object `holder` in which it is called `field`. */
export interface CustomColumn {
  name: string;
  kind: ColumnKind;
  holder: string;
  field: string;
}

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
  /** Columns of custom attributes, which come after all of these. */
  custom: CustomColumn[];
}

/** Columns that every table has after the stream's own. */
export const ownColumns: readonly TableColumn[] = [
  {
    name: '_extra',
    kind: 'json',
    description:
      "JSON object by field: what has no column, and values that are not of their column's type. NULL where there is nothing of that.",
  },
  { name: '_synced_at', kind: 'timestamp', description: 'When this version of the row was stored.' },
  {
    name: '_generation',
    kind: 'int',
    description: 'For the loader: the number of the full refresh that last saw the row.',
  },
];

/** All columns of a table but its user's, in their order. */
export const allColumns = (table: Table): TableColumn[] => [...table.columns, ...ownColumns];

/** `others`, `custom`: see `Table`. */
export function tableOf(
  { info, generation, refreshing }: LoadTarget,
  { others = [], custom = [] }: Partial<Pick<Table, 'others' | 'custom'>> = {},
): Table {
  const columns = columnNames(info.columns).map((name) => {
    const column = info.columns[name]!;
    return { name, kind: column.kind, description: columnComment(column) };
  });
  const named = (name: string): TableColumn => {
    const found = columns.find((column) => column.name === name);
    if (!found) throw new Error(`The stream ${info.name} names a column ${name} that it does not declare.`);
    return found;
  };
  return {
    name: info.name,
    columns,
    others,
    custom,
    key: info.primaryKey.map(named),
    generation,
    refreshing,
    ...(info.removesFrom ? { removesFrom: info.removesFrom } : {}),
    // What every sync reads whole changes without its cursor: the last to come is the latest.
    ...(info.cursor && !info.fullSnapshot ? { cursor: named(info.cursor) } : {}),
    ...(info.parent ? { parent: { stream: info.parent.stream, column: named(info.parent.column) } } : {}),
  };
}

/** The columns of a stream's table that are its user's, of those that it has. */
export function othersOf(
  { columns }: StreamInfo,
  existing: Iterable<string>,
  fold: (name: string) => string,
): string[] {
  const ours = new Set([...columnNames(columns), ...ownColumns.map(({ name }) => name)].map(fold));
  return [...existing].filter((name) => !ours.has(name));
}

/** Whether the column holds times, which are microseconds in cells. */
export const isTime = ({ kind }: TableColumn): boolean => kinds[kind].cellType === 'time';
