/**
 * The temporary tables of one transaction. Dropped or not, each keeps the first 2,048 values of its every column in memory until the
 * transaction ends, some 30 kB that DuckDB can't send to the disk: a commit of 66 small batches ran out of 81 MB. So few
 * rows at a time go into one and the same table.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Staging } from '../sql/staging.ts';
import { duckdbDialect } from './dialect.ts';
import { windowRows } from './limit.ts';
import { type ChunkStage, createStages, type Duckdb } from './stage.ts';

const { quote } = duckdbDialect;

export function createStaging(duckdb: Duckdb, connection: DuckDBConnection): Staging<ChunkStage> {
  /** By table the rows that it was given. */
  const given = new Map<string, number>();
  return {
    stages: (columns) => createStages(duckdb, columns),
    async store(stage, name, without = []) {
      const before = given.get(name);
      const isRoom = before !== undefined && before + stage.rows <= windowRows;
      const table = `temp.${quote(name)}`;
      await connection.run(
        isRoom ? `DELETE FROM ${table}` : `CREATE OR REPLACE TEMP TABLE ${quote(name)} (${stage.definition})`,
      );
      await stage.append(connection, name, 'temp');
      given.set(name, stage.rows + (isRoom ? before : 0));
      if (without.length > 0)
        // Rows of an open transaction are counted from some number on.
        await connection.run(
          `DELETE FROM ${table} WHERE rowid - (SELECT min(rowid) FROM ${table}) IN (${without.join(', ')})`,
        );
    },
    append: (stage, table) => stage.append(connection, table),
    async drop() {
      for (const name of given.keys()) await connection.run(`DROP TABLE temp.${quote(name)}`);
      given.clear();
    },
  };
}
