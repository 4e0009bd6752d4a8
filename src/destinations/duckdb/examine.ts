/** Whether a sync could write to a DuckDB file: nothing is written. */
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { ConnectorError } from '../../core/errors.ts';
import type { Examined } from '../examined.ts';
import { openDuckdb } from './index.ts';

/** Rejects with `destination_unusable` where it could not, or where something else has it open (`isInUse`). */
export async function examineDuckdb(file: string): Promise<Examined> {
  const folder = path.dirname(path.resolve(file));
  const there = await stat(file).catch(() => undefined);
  if (there) {
    // As a sync does: DuckDB alone knows whether it can, and who holds the file.
    const destination = await openDuckdb(file);
    await destination.close();
  }
  await access(folder, constants.W_OK).catch((cause) => {
    throw new ConnectorError('destination_unusable', `Nothing can be made in the folder ${folder}.`, {
      hint: 'DuckDB writes its log beside the file: make the folder, allow writing in it, or name another file.',
      cause,
    });
  });
  const { bavail, bsize } = await statfs(folder);
  const found = there ? `a file of ${(there.size / 1e6).toFixed(1)} MB` : 'not there yet: a sync makes it';
  return { location: file, found, freeBytes: bavail * bsize };
}
