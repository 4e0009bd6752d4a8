/** Writing the file anew: what was dropped from its tables stays readable in its free blocks until they are used again. */
import { chmod, realpath, rename, rm, stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConnectorError } from '../../core/errors.ts';
import { duckdbError } from './errors.ts';
import { attach, attached, detach } from './instance.ts';

/** Copies all that the file holds into a new one, which takes its place. No transaction may be open. */
export async function rewriteFile(connection: DuckDBConnection, location: string): Promise<void> {
  try {
    const file = await realpath(location);
    const copy = `${file}.rewritten`;
    // One may be left of a process that was killed.
    for (const left of [copy, `${copy}.wal`]) await rm(left, { force: true });
    try {
      await connection.run('CHECKPOINT');
      await attach(connection, copy, 'rewritten');
      await connection.run(`COPY FROM DATABASE ${attached} TO rewritten`);
      await connection.run('CHECKPOINT rewritten');
      await detach(connection, 'rewritten');
      await chmod(copy, (await stat(file)).mode);
      await detach(connection, attached);
      await rename(copy, file);
    } catch (thrown) {
      await rm(copy, { force: true }).catch(() => undefined);
      throw thrown;
    }
    await attach(connection, file, attached);
    await connection.run(`USE ${attached}`);
  } catch (thrown) {
    const error = duckdbError(location, thrown);
    if (error.code !== 'internal') throw error;
    throw new ConnectorError(
      'destination_unusable',
      `${location} could not be written anew, and what is left out now may still be found in it.`,
      { hint: 'Sync into another file, and delete this one.', cause: thrown },
    );
  }
}
