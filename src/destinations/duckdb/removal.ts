/** Removes from a stream what is in another one, such as leads that have become users. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { keyObject, literal, quoted, sameKey, type Table, timeOf } from './table.ts';

/**
 * To be called before each commit. `mergedAt`: the `_synced_at` of the rows that its transaction has merged of one of the two, if any,
 * microseconds. True where something was taken out.
 */
export type Removal = (source: Table, table: Table, mergedAt: number | undefined) => Promise<boolean>;

export function createRemoval(connection: DuckDBConnection): Removal {
  /** Streams that were searched as a whole: from then on only what is merged can be in both. An earlier run may have loaded one of the two. */
  const parted = new Set<string>();
  return async (source, table, mergedAt) => {
    const isParted = parted.has(table.name);
    if (isParted && mergedAt === undefined) return false;
    parted.add(table.name);
    const sql = selectRemoved(source, table, isParted ? mergedAt : undefined);
    if ((await connection.runAndReadAll(sql)).currentRowCount === 0) return false;
    for (const statement of takeOut(source, table)) await connection.run(statement);
    return true;
  };
}

/** Selects one row where there is something to take out; with `mergedAt` only among what was merged, which is much less to look at. */
function selectRemoved(source: Table, table: Table, mergedAt: number | undefined): string {
  const found = `SELECT 1 ${inBoth(source, table)}`;
  const selects =
    mergedAt === undefined
      ? [found]
      : ['_target', '_source'].map((side) => `${found} WHERE ${side}._synced_at = ${timeOf(mergedAt)}`);
  return `SELECT * FROM (${selects.join(' UNION ALL ')}) LIMIT 1`;
}

/** Remembers each in `_deleted`, and deletes it. Statements to run in this order. */
function takeOut(source: Table, table: Table): string[] {
  const key = keyObject(table, ({ name }) => `_target.${quoted(name)}`);
  const reason = literal(`is in ${source.name}`);
  return [
    `INSERT INTO _deleted SELECT ${literal(table.name)}, ${key}, now(), ${reason}, now() ${inBoth(source, table)}`,
    `DELETE FROM ${quoted(table.name)} AS _target USING ${quoted(source.name)} AS _source WHERE ${isInBoth(table)}`,
  ];
}

/** A join: of EXISTS with a comparison DuckDB makes a plan that takes four times as long. */
const inBoth = (source: Table, table: Table): string =>
  `FROM ${quoted(table.name)} AS _target JOIN ${quoted(source.name)} AS _source ON ${isInBoth(table)}`;

function isInBoth(table: Table): string {
  const at = table.cursor && quoted(table.cursor.name);
  return `${sameKey(table)}${at ? ` AND (_target.${at} > _source.${at}) IS NOT TRUE` : ''}`;
}
