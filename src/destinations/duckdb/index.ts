/** DuckDB: a table a stream in one file. */
import type { Destination } from '../destination.ts';
import { databaseOn } from './connection.ts';
import { duckdbDestination } from './destination.ts';
import { duckdbError } from './errors.ts';
import { refuseOtherFiles } from './file.ts';
import { openFile } from './instance.ts';
import { loadDuckdb } from './package.ts';
import { duckdbSettings } from './settings.ts';
import type { Duckdb } from './stage.ts';
import { createTransaction } from './transaction.ts';
import { rememberUnlimited } from './unlimited.ts';

/** Opens or creates the file at a path. Rejects with `destination_unusable` where it can't be written or is in use. */
export async function openDuckdb(file: string): Promise<Destination> {
  await refuseOtherFiles(file);
  const duckdb = await loadDuckdb();
  try {
    const { connection, close } = await openFile(duckdb, file);
    for (const setting of duckdbSettings) await connection.run(setting);
    const transaction = createTransaction(connection, file);
    return {
      ...duckdbDestination({ duckdb, connection, transaction, location: file }),
      async close() {
        await transaction.rollback();
        close();
        // What ran out of memory is the error to tell, even where this fails as well.
        if (transaction.ranOutOfMemory()) await liftLimit(duckdb, file).catch(() => undefined);
      },
    };
  } catch (thrown) {
    throw duckdbError(file, thrown);
  }
}

/** Lets later runs take what memory there is. In a connection of its own, since DuckDB may use the one that failed no more. */
async function liftLimit(duckdb: Duckdb, file: string): Promise<void> {
  const { connection, close } = await openFile(duckdb, file);
  await rememberUnlimited(databaseOn(connection, file)).finally(close);
}
