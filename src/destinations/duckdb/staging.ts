/**
 * The temporary tables of one transaction. Dropped or not, each keeps the first 2,048 values of its every column in memory until the
 * transaction ends, some 30 kB that DuckDB can't send to the disk: a commit of 66 small batches ran out of 81 MB. So few
 * rows at a time go into one and the same table.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { duckdbDialect } from './dialect.ts';
import { windowRows } from './limit.ts';
import type { Stage } from './stage.ts';

const { quote } = duckdbDialect;

export interface Staging {
  /** Stores the rows in a temporary table, which holds no others. A name stands for the same columns each time. */
  store(stage: Stage, name: string): Promise<void>;
  /** Drops the tables, as a last part of the transaction. */
  drop(): Promise<void>;
}

export function createStaging(connection: DuckDBConnection): Staging {
  /** By table the rows that it was given. */
  const given = new Map<string, number>();
  return {
    async store(stage, name) {
      const before = given.get(name);
      const isRoom = before !== undefined && before + stage.rows <= windowRows;
      await connection.run(
        isRoom
          ? `DELETE FROM temp.${quote(name)}`
          : `CREATE OR REPLACE TEMP TABLE ${quote(name)} (${stage.definition})`,
      );
      await stage.append(connection, name, 'temp');
      given.set(name, stage.rows + (isRoom ? before : 0));
    },
    async drop() {
      for (const name of given.keys()) await connection.run(`DROP TABLE temp.${quote(name)}`);
      given.clear();
    },
  };
}
