/** What came of an export job: a file, read row by row while it lies on disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError } from '../../core/errors.ts';
import { temporaryFileFailed } from '../../core/temporary-file.ts';
import type { Client } from '../client.ts';
import type { ExportRequests } from './export-run.ts';

/** Yields the file's rows. It is gone once they were read, or are not wanted any more. Rejects with `api_unavailable` where it is damaged (details: `job`). */
export async function* downloadedRows<Row>(
  client: Client,
  { download, rows }: Pick<ExportRequests, 'download'> & { rows(file: string): AsyncGenerator<Row[]> },
  id: string,
): AsyncGenerator<Row[]> {
  const folder = temporaryFolder();
  try {
    const file = join(folder, 'export');
    await download(client, id, file);
    yield* tellingDamage(rows(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'source-intercom-'));
  } catch (error) {
    throw temporaryFileFailed(error as Error);
  }
}

async function* tellingDamage<T>(rows: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    const cause = error as Error;
    throw new ConnectorError('api_unavailable', `An export of Intercom's can't be read: ${cause.message}`, {
      hint: 'Run it again later; if it stays so, report it.',
      cause,
      details: { job: 'damaged' },
    });
  }
}
