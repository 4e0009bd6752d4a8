/** Files that the commands make are their owner's alone, and files that were there keep their mode. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { cli, startCommand } from '../support/command.ts';

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;
beforeAll(async () => {
  simulator = createSimulator({ seed: 36, scale: 0.3, latencyMs: 5 });
  server = await simulator.listen();
});
afterAll(() => server.close());
beforeEach(async () => {
  place = await duckdbPlace();
});
afterEach(() => place.remove());

const env = () => ({
  INTERCOM_API_URL: server.url,
  INTERCOM_ACCESS_TOKEN: 'simulator-token',
  TMPDIR: join(place.folder, 'tmp'),
});

/** The permissions of all files below a folder, in octal, by their path in it; of folders with a slash. */
async function modesIn(folder: string): Promise<Record<string, string>> {
  const modes: Record<string, string> = {};
  for (const name of await readdir(folder, { recursive: true })) {
    // What is temporary may go while it is looked at.
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found) modes[found.isDirectory() ? `${name}/` : name] = (found.mode & 0o777).toString(8);
  }
  return modes;
}

test('the file, its log and what waits on disk, while a sync is killed', async () => {
  await mkdir(join(place.folder, 'tmp'));
  const names = 'contacts,companies,conversations,message_receipts';
  const script = 'umask 022; exec "$@"';
  const args = [process.execPath, cli, 'sync', '--to', `duckdb:${place.file}`, '--streams', names];
  const child = spawn('sh', ['-c', script, 'sh', ...args], { env: { ...process.env, ...env() }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  // The log is there from the first commit on, an export only while it is read.
  const seen: Record<string, string> = {};
  const log = 'intercom.duckdb.wal';
  while (child.exitCode === null && !(log in seen && Object.keys(seen).some((name) => name.startsWith('tmp/source'))))
    Object.assign(seen, await modesIn(place.folder));
  child.kill('SIGKILL');
  await ended;
  expect(Object.keys(seen)).toEqual(expect.arrayContaining(['intercom.duckdb', log]));
  const { 'tmp/': _, ...made } = seen;
  for (const [name, mode] of Object.entries(made))
    expect([name, mode]).toEqual([name, name.endsWith('/') ? '700' : '600']);
});

test('a file that was there keeps its mode, also where it is written anew', async () => {
  await mkdir(join(place.folder, 'tmp'));
  const sync = (...args: string[]) =>
    startCommand(['sync', '--to', `duckdb:${place.file}`, '--streams', 'admins', ...args], env()).ended;
  expect(await sync()).toMatchObject({ exitCode: 0 });
  await chmod(place.file, 0o664);
  expect(await sync()).toMatchObject({ exitCode: 0 });
  // What is left out is taken out of the file, which is another one then.
  const before = await stat(place.file);
  expect(await sync('--exclude', 'admins.email')).toMatchObject({ exitCode: 0 });
  const after = await stat(place.file);
  expect(after.ino).not.toBe(before.ino);
  expect([before, after].map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['664', '664']);
});
