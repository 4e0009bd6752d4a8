/** Queries for ids of a table's records, as `id`; of a child stream, for those of parents. Pure. */
import type { Dialect } from './dialect.ts';
import { literal } from './expressions.ts';
import type { Table } from './table.ts';

/** Rows of a parent, about, at most. */
const mostChildren = 100;

/** The records that the refresh has not seen; of a child stream, parents none of whose rows it has seen. */
export function selectStaleIds(dialect: Dialect, table: Table, where = 'true'): string {
  const id = idOf(dialect, table);
  const from = `FROM ${dialect.quote(table.name)} WHERE ${where}`;
  // Without a group, which would hold every id in memory, where each row is a record.
  if (!table.parent && table.key.length === 1)
    return `SELECT ${id} AS id ${from} AND _generation < ${table.generation}`;
  return `SELECT ${id} AS id ${from} GROUP BY ${id} HAVING max(_generation) < ${table.generation}`;
}

/** Some of the records that the refresh has seen last. What it saw first may be gone since, where it took more than one run. */
export const selectSeenIds = (dialect: Dialect, table: Table, limit: number): string =>
  `SELECT DISTINCT id FROM (
    SELECT ${idOf(dialect, table)} AS id FROM ${dialect.quote(table.name)} WHERE _generation >= ${table.generation}
    ORDER BY _synced_at DESC LIMIT ${limit * (table.parent ? mostChildren : 1)}
  ) AS latest LIMIT ${limit}`;

/** Those of the ids of which the table holds records. */
export const selectStoredIds = (dialect: Dialect, table: Table, ids: readonly string[]): string =>
  `SELECT DISTINCT ${idOf(dialect, table)} AS id FROM ${dialect.quote(table.name)} WHERE ${idOf(dialect, table)} IN (${ids.map(literal).join(', ')})`;

/** A record's id, or its parent's, as text. */
export const idOf = (dialect: Dialect, table: Table): string =>
  `${dialect.quote((table.parent?.column ?? table.key[0]!).name)}::VARCHAR`;
