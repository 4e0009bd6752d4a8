/** Takes out of a stream what is in the one which supersedes it, as a lead leaves when it has become a user. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { keyObject, literal, quoted, type Table, timeOf } from './table.ts';

/**
 * To be called before each commit. `mergedAt`: the `_synced_at` of the rows that its transaction has merged of one of the two, if any,
 * microseconds. True where something was taken out.
 */
export type Supersede = (superseding: Table, table: Table, mergedAt: number | undefined) => Promise<boolean>;

export function createSuperseding(connection: DuckDBConnection): Supersede {
  /** Streams that hold nothing any more of what supersedes them, but for what is merged. Before, a run may have loaded one of the two. */
  const parted = new Set<string>();
  return async (superseding, table, mergedAt) => {
    const isParted = parted.has(table.name);
    if (isParted && mergedAt === undefined) return false;
    parted.add(table.name);
    const sql = selectSuperseded(superseding, table, isParted ? mergedAt : undefined);
    if ((await connection.runAndReadAll(sql)).currentRowCount === 0) return false;
    for (const statement of takeOut(superseding, table)) await connection.run(statement);
    return true;
  };
}

/** Selects one row where there is something to take out; with `mergedAt` only among what was merged, which is much less to look at. */
function selectSuperseded(superseding: Table, table: Table, mergedAt: number | undefined): string {
  const found = `SELECT 1 ${superseded(superseding, table)}`;
  const selects =
    mergedAt === undefined
      ? [found]
      : ['held', 'other'].map((side) => `${found} WHERE ${side}._synced_at = ${timeOf(mergedAt)}`);
  return `SELECT * FROM (${selects.join(' UNION ALL ')}) LIMIT 1`;
}

/** Remembers each in `_deleted`, and deletes it. Statements to run in this order. */
function takeOut(superseding: Table, table: Table): string[] {
  const key = keyObject(table, ({ name }) => `held.${quoted(name)}`);
  const reason = literal(`is in ${superseding.name}`);
  return [
    `INSERT INTO _deleted SELECT ${literal(table.name)}, ${key}, now(), ${reason}, now() ${superseded(superseding, table)}`,
    `DELETE FROM ${quoted(table.name)} AS held USING ${quoted(superseding.name)} AS other WHERE ${isSuperseded(table)}`,
  ];
}

/** A join: of EXISTS with a comparison DuckDB makes a plan that takes four times as long. */
const superseded = (superseding: Table, table: Table): string =>
  `FROM ${quoted(table.name)} AS held JOIN ${quoted(superseding.name)} AS other ON ${isSuperseded(table)}`;

function isSuperseded({ key, cursor }: Table): string {
  const same = key.map(({ name }) => `held.${quoted(name)} = other.${quoted(name)}`);
  const at = cursor && quoted(cursor.name);
  return [...same, ...(at ? [`(held.${at} > other.${at}) IS NOT TRUE`] : [])].join(' AND ');
}
