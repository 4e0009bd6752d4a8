/** What the path of a DuckDB file may not be. */
import { open } from 'node:fs/promises';
import { ConnectorError } from '../../core/errors.ts';

const sqlite = 'SQLite format 3\0';

/** Rejects with `destination_unusable` where the path is a folder, or a database of another kind that DuckDB would open all the same. */
export async function refuseOtherFiles(file: string): Promise<void> {
  const unusable = (message: string, hint: string) => new ConnectorError('destination_unusable', message, { hint });
  const handle = await open(file, 'r').catch(() => undefined);
  // DuckDB makes a file that is missing, and says of any other why it can't open it.
  if (!handle) return;
  try {
    if ((await handle.stat()).isDirectory()) {
      throw unusable(`${file} is a folder.`, `Name a file, such as ${file.replace(/[/\\]+$/, '')}/intercom.duckdb.`);
    }
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sqlite.length), 0, sqlite.length, 0);
    if (buffer.toString('latin1', 0, bytesRead) === sqlite) {
      throw unusable(
        `${file} is a SQLite database, not one of DuckDB.`,
        'Choose another file; this one is left as it is.',
      );
    }
  } finally {
    await handle.close();
  }
}
