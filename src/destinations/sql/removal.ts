/** Removes from a stream what is in another one, such as leads that have become users. */
import { type Database, runAll } from './database.ts';
import type { Dialect } from './dialect.ts';
import { keyObject, literal, sameKey } from './expressions.ts';
import type { Table } from './table.ts';

/**
 * To be called before each commit: removes from `target` what is in `source`. `mergedAt`: the `_synced_at` of the rows that its
 * transaction has merged into one of the two, if any, microseconds. True where something was removed.
 */
export type Removal = (source: Table, target: Table, mergedAt: number | undefined) => Promise<boolean>;

export function createRemoval(database: Database): Removal {
  const { connection, dialect } = database;
  /**
   * Streams that were searched as a whole: from then on only what is merged can be in both. An earlier run may have loaded one of
   * the two.
   */
  const searched = new Set<string>();
  return async (source, target, mergedAt) => {
    const isSearched = searched.has(target.name);
    if (isSearched && mergedAt === undefined) return false;
    searched.add(target.name);
    const sql = selectRemoved(dialect, { source, target, mergedAt: isSearched ? mergedAt : undefined });
    if ((await connection.query(sql)).length === 0) return false;
    await runAll(database, removeFrom(dialect, { source, target }));
    return true;
  };
}

interface Pair {
  source: Table;
  target: Table;
}

/** Selects one row where there is something to remove; with `mergedAt` only among what was merged, which is much less to look at. */
export function selectRemoved(dialect: Dialect, { mergedAt, ...pair }: Pair & { mergedAt?: number }): string {
  const found = `SELECT 1 ${inBoth(dialect, pair)}`;
  const selects =
    mergedAt === undefined
      ? [found]
      : ['_target', '_source'].map((side) => `${found} WHERE ${side}._synced_at = ${dialect.time(mergedAt)}`);
  return `SELECT * FROM (${selects.join(' UNION ALL ')}) AS found LIMIT 1`;
}

/** Remembers each row in `_deleted`, and deletes it. Statements to run in this order. */
export function removeFrom(dialect: Dialect, pair: Pair): string[] {
  const { quote } = dialect;
  const { source, target } = pair;
  const stream = literal(target.name);
  const reason = literal(`is in ${source.name}`);
  return [
    `INSERT INTO _deleted SELECT ${stream}, ${keyObject(dialect, target, '_target')}, now(), ${reason}, now() ${inBoth(dialect, pair)}`,
    `DELETE FROM ${quote(target.name)} AS _target USING ${quote(source.name)} AS _source WHERE ${isInBoth(dialect, target)}`,
  ];
}

/** A join: of EXISTS with a comparison a plan was made that takes four times as long. */
const inBoth = (dialect: Dialect, { source, target }: Pair): string =>
  `FROM ${dialect.quote(target.name)} AS _target JOIN ${dialect.quote(source.name)} AS _source ON ${isInBoth(dialect, target)}`;

function isInBoth(dialect: Dialect, target: Table): string {
  const cursor = target.cursor && dialect.quote(target.cursor.name);
  return `${sameKey(dialect, target)}${cursor ? ` AND (_target.${cursor} > _source.${cursor}) IS NOT TRUE` : ''}`;
}
