/**
 * A copy of the file for readers, who can't open the file itself while a sync writes to it. It is written beside under another name, then renamed:
 * whoever opens it finds the old copy or the new one, whenever a process is killed, and whoever has the old one open keeps it.
 */
import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConnectorError } from '../../core/errors.ts';
import type { Workspace } from '../destination.ts';
import { isInUse } from '../in-use.ts';
import { refuseOtherFiles } from './file.ts';
import type { ReadOnlyOptions } from './read-only.ts';
import { workspaceIn } from './workspace.ts';

interface Copied {
  /** The file that is copied. */
  file: string;
  workspace: Workspace;
}

/**
 * Rejects with `destination_unusable` where the copy would take the place of something else than a copy of the workspace: the file itself, a
 * folder, what is no DuckDB file, or is none that a sync has made.
 */
export async function refuseTarget(copy: string, { file, workspace }: Copied, options: ReadOnlyOptions = {}) {
  const there = await stat(copy).catch(() => undefined);
  const source = await stat(file).catch(() => undefined);
  if (isSame({ copy, there }, { file, source }))
    throw refused(`The copy to publish, ${copy}, is the file that is synced into.`);
  if (!there) {
    const folder = await stat(path.dirname(copy)).catch(() => undefined);
    if (folder?.isDirectory()) return;
    throw refused(`${copy} can't be created.`, 'Make sure that its folder exists, or name another file.');
  }
  await refuseOtherFiles(copy);
  if (!there.isFile() || there.size === 0) throw refused(`${copy} is not a DuckDB database.`);
  const owner = await workspaceIn(copy, options).catch((thrown) => {
    throw isInUse(thrown) ? heldOpen(thrown) : thrown;
  });
  if (owner === undefined) throw refused(`${copy} is a DuckDB database that no sync has made.`);
  if (owner !== workspace.id)
    throw refused(`${copy} holds the workspace ${owner}, and the token is of "${workspace.name}" (${workspace.id}).`);
}

/** As `refuseTarget`, before anything is read. A copy that something has open for writing may be free when it is to be replaced. */
export const refuseTargetEarly = (copy: string, copied: Copied): Promise<void> =>
  refuseTarget(copy, copied, { wait: 0 }).catch((thrown) => {
    if (!isInUse(thrown)) throw thrown;
  });

/** Puts a copy of the whole source in its place, on the disk when it resolves. Its mode is 0600, or that of the copy before. */
export async function writeCopy(source: FileHandle, copy: string): Promise<void> {
  const place = await realpath(copy).catch(() => copy);
  await removeLeft(place);
  const beside = `${place}${suffix}${process.pid}`;
  try {
    const target = await open(beside, 'wx', 0o600);
    try {
      await copyBytes(source, target);
      const { mode } = await stat(place).catch(() => ({ mode: 0o600 }));
      await target.chmod(mode & 0o777);
      await target.sync();
    } finally {
      await target.close();
    }
    // The log of a copy that someone wrote to: DuckDB would play it on the new one.
    await rm(`${place}.wal`, { force: true });
    await rename(beside, place);
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw thrown;
  }
  await syncFolder(path.dirname(place));
}

/** Of a copy that is being written, before the process's id: two syncs may publish side by side. */
const suffix = '.publishing-';

const chunkBytes = 4 * 1024 * 1024;

async function copyBytes(source: FileHandle, target: FileHandle): Promise<void> {
  const buffer = Buffer.alloc(chunkBytes);
  for (let at = 0; ; ) {
    const { bytesRead } = await source.read(buffer, 0, chunkBytes, at);
    if (bytesRead === 0) return;
    for (let written = 0; written < bytesRead; ) {
      const { bytesWritten } = await target.write(buffer, written, bytesRead - written, at + written);
      written += bytesWritten;
    }
    at += bytesRead;
  }
}

/** Removes what processes left that were killed. */
async function removeLeft(place: string): Promise<void> {
  const prefix = `${path.basename(place)}${suffix}`;
  for (const name of await readdir(path.dirname(place))) {
    if (!name.startsWith(prefix) || isRunning(Number(name.slice(prefix.length)))) continue;
    await rm(path.join(path.dirname(place), name), { force: true });
  }
}

/** Whether there is another process of this id. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** So that the new name is on the disk too. Not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const heldOpen = ({ message, details, cause }: ConnectorError) =>
  new ConnectorError('destination_unusable', message, {
    hint: 'Open it read-only there (duckdb -readonly): then it can be replaced while it is open.',
    details,
    cause,
  });

type Found = Awaited<ReturnType<typeof stat>> | undefined;

function isSame({ copy, there }: { copy: string; there: Found }, { file, source }: { file: string; source: Found }) {
  if (there && source) return there.ino === source.ino && there.dev === source.dev;
  return path.resolve(copy) === path.resolve(file);
}

const refused = (message: string, hint = 'Name another file; this one is left as it is.') =>
  new ConnectorError('destination_unusable', message, { hint });
