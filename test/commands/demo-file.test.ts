/** Which file a demo may replace: one that a demo made, and no other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeOldDemo } from '../../src/commands/demo-file.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';

let place: DuckdbPlace;
beforeEach(async () => {
  place = await duckdbPlace('demo.duckdb');
});
afterEach(() => place.remove());

const simulated = async () => {
  const me = await createSimulator({ scale: 0 }).fetch(
    new Request('http://simulator.test/me', { headers: { authorization: 'Bearer simulator-token' } }),
  );
  return ((await me.json()) as { app: { id_code: string } }).app.id_code;
};

/** Makes the file as a sync of this workspace does. */
async function syncedFrom(id: string) {
  const destination = await place.open();
  await destination.open({ id, name: 'Some' }, []);
  return destination;
}

/** Refused, and not a byte of it changed. */
async function expectKept(problem: RegExp) {
  const before = await readFile(place.file);
  await expect(removeOldDemo(place.file)).rejects.toMatchObject({
    code: 'destination_unusable',
    message: expect.stringMatching(problem),
  });
  expect((await readFile(place.file)).equals(before)).toBe(true);
}

test('no file is none to remove', async () => {
  expect(await removeOldDemo(place.file)).toBe(false);
});

test('the file of a demo is removed', async () => {
  await (await syncedFrom(await simulated())).close();
  expect(await removeOldDemo(place.file)).toBe(true);
  expect(existsSync(place.file)).toBe(false);
});

test('so is that of a demo that was killed, of which all is in the log still', async () => {
  const destination = await syncedFrom(await simulated());
  const killed = join(place.folder, 'killed.duckdb');
  await copyFile(place.file, killed);
  await copyFile(`${place.file}.wal`, `${killed}.wal`);
  await destination.close();
  expect(await removeOldDemo(killed)).toBe(true);
  expect([existsSync(killed), existsSync(`${killed}.wal`)]).toEqual([false, false]);
});

test('a file of a real workspace is kept', async () => {
  await (await syncedFrom('ab12cd34')).close();
  await expectKept(/demo\.duckdb is there already, and was not made by a demo/);
});

test("a database of the user's own is kept", async () => {
  const instance = await DuckDBInstance.create(place.file);
  const connection = await instance.connect();
  await connection.run('CREATE TABLE mine AS SELECT 1 AS x');
  connection.closeSync();
  instance.closeSync();
  await expectKept(/is there already, and was not made by a demo/);
});

test.each([
  ['a text', 'no database '.repeat(1_000)],
  ['an empty file', ''],
])('%s is kept', async (_, content) => {
  await writeFile(place.file, content);
  await expectKept(/demo\.duckdb/);
});

test('a folder is kept', async () => {
  await mkdir(place.file);
  await expect(removeOldDemo(place.file)).rejects.toMatchObject({ code: 'destination_unusable' });
});

test('the file of a demo that another process has open is kept', async () => {
  await (await syncedFrom(await simulated())).close();
  const holds = `
    import { DuckDBInstance } from '@duckdb/node-api';
    const instance = await DuckDBInstance.create(process.argv[1]);
    console.log('open');
    setInterval(() => instance, 1_000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', holds, place.file], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout, 'data');
  await expectKept(/^Another process .*has .*demo\.duckdb open/);
  other.kill('SIGKILL');
  await once(other, 'exit');
});
