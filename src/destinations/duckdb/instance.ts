/** A DuckDB file opened to be loaded: attached to a database in memory, since only a file that is attached takes a size of row groups. */
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../sql/expressions.ts';

type DuckdbApi = typeof import('@duckdb/node-api');

export interface OpenFile {
  connection: DuckDBConnection;
  close(): void;
}

/**
 * Rows in a group, in place of 122,880. When DuckDB folds its log into the file it packs each group anew that was added to, and holds
 * a good part of it in memory: with groups of contacts as large as by default that took more than 100 MB, so that no lower limit could be set.
 */
const rowGroupSize = 16_384;

/** What an attached file is called in SQL. */
export const attached = 'file';

/** Attaches a file under a name, creating it where there is none. */
export async function attach(connection: DuckDBConnection, full: string, name: string): Promise<void> {
  await connection.run(
    `ATTACH IF NOT EXISTS ${literal(full)} AS ${name} (TYPE duckdb, ROW_GROUP_SIZE ${rowGroupSize})`,
  );
}

/** Lets go of an attached file. Its log is folded into it. */
export async function detach(connection: DuckDBConnection, name: string): Promise<void> {
  await connection.run('USE memory');
  await connection.run(`DETACH ${name}`);
}

/** Opens or creates the file. All who open it so within a process see one database: DuckDB's lock keeps out other processes only. */
export async function openFile({ DuckDBInstance }: DuckdbApi, file: string): Promise<OpenFile> {
  const full = path.resolve(file);
  // By default what memory can't hold would go to the working directory.
  const instance = await DuckDBInstance.fromCache(`:memory:${full}`, { temp_directory: `${full}.tmp` });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await attach(connection, full, attached);
    await connection.run(`USE ${attached}`);
    return { connection, close };
  } catch (thrown) {
    // What is left open waits for the garbage collector, and whoever opens the file again waits for it.
    close();
    throw thrown;
  }
}
