/**
 * The demo's file, and `demo.json` beside it, which says when its workspace was made and visited: the next demo makes the same one, with what has
 * happened since. A file whose workspace can't be made again is replaced; one that is no demo's is left as it is.
 */
import { existsSync } from 'node:fs';
import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { ConnectorError } from '../core/errors.ts';
import { workspaceIn } from '../destinations/duckdb/workspace.ts';

export interface Demo {
  /** Milliseconds since the epoch: when the workspace was made, and when demos have looked at it, the last one now. */
  moments: number[];
  workspaceId: string;
  /** Whether it goes on from the demo before, begins, or begins in place of one that it could not go on from. */
  begins: 'anew' | 'in place' | false;
}

/** As it is written. */
interface Kept {
  version: string;
  workspace: string;
  moments: number[];
}

/** Of demos that had no workspace of their own. */
const earlier = 'sim00001';

/** No id that Intercom gives has a hyphen. */
const idOf = (made: number): string => `sim-${made}`;

const isDemo = (id: string | undefined): id is string => id !== undefined && (id === earlier || /^sim-\d+$/.test(id));

/** Says which workspace to sync, and notes it. Rejects with `destination_unusable` where the file is in use, is not a demo's, or can't be removed. */
export async function openDemo(file: string, { version, now }: { version: string; now: number }): Promise<Demo> {
  const note = file.replace(/\.duckdb$/, '.json');
  const isThere = existsSync(file);
  const kept = isThere ? await keptOf(file, note, version) : undefined;
  const goesOn = kept !== undefined && kept.moments.at(-1)! <= now;
  if (isThere && !goesOn) await remove(file);
  const moments = goesOn ? [...kept.moments, now] : [now];
  const workspaceId = idOf(moments[0]!);
  await keep(note, { version, workspace: workspaceId, moments });
  return { moments, workspaceId, begins: goesOn ? false : isThere ? 'in place' : 'anew' };
}

/** What was noted of the file's workspace; undefined where that is none that this version makes. */
async function keptOf(file: string, note: string, version: string): Promise<Kept | undefined> {
  const id = await workspaceIn(file);
  if (!isDemo(id)) {
    throw new ConnectorError('destination_unusable', `${file} is there already, and was not made by a demo.`, {
      hint: 'Rename it, or run the demo in another folder.',
    });
  }
  const kept = await readFile(note, 'utf8').then(parse, () => undefined);
  return kept?.version === version && kept.workspace === id ? kept : undefined;
}

function parse(text: string): Kept | undefined {
  try {
    const { version, workspace, moments } = JSON.parse(text) as Partial<Kept>;
    const isComplete = Array.isArray(moments) && moments.length > 0 && moments.every(Number.isSafeInteger);
    return version && isComplete && workspace === idOf(moments[0]!) ? { version, workspace, moments } : undefined;
  } catch {
    return undefined;
  }
}

/** Before the sync: what it may bring must be known to the next one. */
async function keep(note: string, kept: Kept): Promise<void> {
  try {
    const { mode } = await stat(note).catch(() => ({ mode: 0o600 }));
    await writeFile(`${note}.new`, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
    // One that was there keeps its mode.
    await chmod(`${note}.new`, mode & 0o777);
    await rename(`${note}.new`, note);
  } catch (cause) {
    throw unusable(`${note} can't be written`, cause);
  }
}

async function remove(file: string): Promise<void> {
  try {
    // In this order: without its log the file is an older one of itself, while a log without its file is none's.
    await rm(`${file}.wal`, { force: true });
    await rm(file);
  } catch (cause) {
    throw unusable(`${file} of an earlier demo can't be removed`, cause);
  }
}

function unusable(what: string, cause: unknown): ConnectorError {
  const { code } = cause as NodeJS.ErrnoException;
  return new ConnectorError('destination_unusable', `${what} (${code}).`, {
    hint: 'Allow writing to its folder, or run the demo in another one.',
    cause,
  });
}
