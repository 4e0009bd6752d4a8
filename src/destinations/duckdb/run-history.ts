/** What is kept of the runs that loaded a DuckDB file. */
import { open } from 'node:fs/promises';
import { ConnectorError } from '../../core/errors.ts';
import type { RunHistory } from '../runs.ts';
import { readHistory } from '../sql/run-history.ts';
import { duckdbDialect } from './dialect.ts';
import { refuseOtherFiles } from './file.ts';
import { type ReadOnlyOptions, readOnly } from './read-only.ts';

/** Rejects with `destination_unusable` where the file is not there, is none of ours, or is in use for longer than `wait`. */
export async function readDuckdbRuns(file: string, options: ReadOnlyOptions = {}): Promise<RunHistory> {
  await refuseUnreadable(file);
  await refuseOtherFiles(file);
  return readOnly(file, options, (query) =>
    readHistory({
      database: { connection: { query }, dialect: duckdbDialect, location: { name: file, kind: 'file' } },
      // A file that a sync is at work on can't be opened.
      isLoaded: async () => false,
    }),
  );
}

/** What DuckDB says of these files would be of another: it speaks of writing. */
async function refuseUnreadable(file: string): Promise<void> {
  const unusable = (message: string, hint: string) => new ConnectorError('destination_unusable', message, { hint });
  try {
    const handle = await open(file, 'r');
    const { size } = await handle.stat().finally(() => handle.close());
    if (size > 0) return;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'EISDIR') return;
    throw code === 'ENOENT' || code === 'ENOTDIR'
      ? unusable(`${file} does not exist.`, 'Name the file that is synced into: --to duckdb:intercom.duckdb.')
      : unusable(`${file} can't be read.`, 'Allow reading the file and its folder.');
  }
  throw unusable(`${file} is not a DuckDB database.`, 'Name the file that is synced into.');
}
