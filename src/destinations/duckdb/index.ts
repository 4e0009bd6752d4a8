/** DuckDB: a table a stream in one file. */
import { type FileHandle, open } from 'node:fs/promises';
import { quotedShellWord, shellWord } from '../../core/shell.ts';
import type { Destination } from '../destination.ts';
import type { LoadedDatabase } from '../sql/loaded-database.ts';
import { sqlDestination } from '../sql/sql-destination.ts';
import { databaseOn } from './connection.ts';
import { duckdbDialect } from './dialect.ts';
import { duckdbError, isOutOfMemory } from './errors.ts';
import { refuseOtherFiles } from './file.ts';
import { type OpenFile, openFile } from './instance.ts';
import { limitMemory } from './limit.ts';
import { loadDuckdb } from './package.ts';
import { refuseTarget, writeCopy } from './publish.ts';
import { rewriteFile } from './rewrite.ts';
import { appendsPerCommit, duckdbSettings } from './settings.ts';
import type { Duckdb } from './stage.ts';
import { createStaging } from './staging.ts';
import { addUnlimited, isUnlimited, rememberUnlimited } from './unlimited.ts';

/** Opens or creates the file at a path. Rejects with `destination_unusable` where it can't be written or is in use. */
export async function openDuckdb(file: string): Promise<Destination> {
  await refuseOtherFiles(file);
  const duckdb = await loadDuckdb();
  try {
    const opened = await openFile(duckdb, file);
    for (const setting of duckdbSettings) await opened.connection.run(setting);
    return destinationOn(duckdb, opened, file);
  } catch (thrown) {
    throw duckdbError(file, thrown);
  }
}

function destinationOn(duckdb: Duckdb, { connection, close }: OpenFile, file: string): Destination {
  let ranOutOfMemory = false;
  const plain = databaseOn(connection, file);
  const database: LoadedDatabase = {
    ...plain,
    staging: createStaging(duckdb, connection),
    appendsPerCommit,
    explain(thrown) {
      ranOutOfMemory ||= isOutOfMemory(thrown);
      return duckdbError(file, thrown);
    },
    shellCommand: (query) => `duckdb ${shellWord(file)} ${quotedShellWord(query)}`,
    makeSchema: (schema) => connection.run(`CREATE SCHEMA IF NOT EXISTS ${duckdbDialect.quote(schema)}`),
    ownTables: [addUnlimited],
    limitMemory: async (columns, heaviest) =>
      limitMemory(connection, columns, (await isUnlimited(plain)) ? undefined : heaviest),
    erase: () => rewriteFile(connection, file),
  };
  const { rollback, ...destination } = sqlDestination(database);
  /** Of the file itself, to copy it. */
  let source: FileHandle | undefined;
  return {
    ...destination,
    async publish(copy, workspace) {
      await rollback();
      try {
        await refuseTarget(copy, { file, workspace });
        // From here on until it lets go of the file DuckDB writes nothing to it, and no other process can.
        await connection.run('CHECKPOINT');
        source ??= await open(file, 'r');
        await writeCopy(source, copy);
      } catch (thrown) {
        throw duckdbError(copy, thrown);
      }
    },
    async close() {
      await rollback();
      close();
      // Not before: to close any handle of a file takes this process's locks from it.
      await source?.close();
      // What ran out of memory is the error to tell, even where this fails as well.
      if (ranOutOfMemory) await liftLimit(duckdb, file).catch(() => undefined);
    },
  };
}

/** Lets later runs take what memory there is. In a connection of its own, since DuckDB may use the one that failed no more. */
async function liftLimit(duckdb: Duckdb, file: string): Promise<void> {
  const { connection, close } = await openFile(duckdb, file);
  await rememberUnlimited(databaseOn(connection, file)).finally(close);
}
