/** Which file a demo goes on from or replaces: one that a demo made, and no other. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDemo } from '../../src/commands/demo-file.ts';
import { holdOpen } from '../destinations/duckdb/holder.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';

let place: DuckdbPlace;
beforeEach(async () => {
  place = await duckdbPlace('demo.duckdb');
});
afterEach(() => place.remove());

/** The workspace of demos that could not go on. */
const earlier = 'sim00001';

const noon = 1_764_244_800_000;
const demoAt = (now: number, version = 'v1', file = place.file) => openDemo(file, { version, now });

/** Makes the file as a sync of this workspace does. */
async function syncedFrom(id: string) {
  const destination = await place.open();
  await destination.open({ id, name: 'Some' }, []);
  return destination;
}

/** Refused, and not a byte of it changed. */
async function expectKept(problem: RegExp) {
  const before = await readFile(place.file);
  await expect(demoAt(noon)).rejects.toMatchObject({
    code: 'destination_unusable',
    message: expect.stringMatching(problem),
  });
  expect((await readFile(place.file)).equals(before)).toBe(true);
}

test('without a file a demo begins, with a workspace of its own', async () => {
  expect(await demoAt(noon)).toEqual({ moments: [noon], workspaceId: `sim-${noon}`, begins: 'anew' });
  // A note without its file is none's.
  expect(await demoAt(noon + 5)).toEqual({ moments: [noon + 5], workspaceId: `sim-${noon + 5}`, begins: 'anew' });
});

test('the next one goes on from it, and the one after it', async () => {
  const { workspaceId } = await demoAt(noon);
  await (await syncedFrom(workspaceId)).close();
  expect(await demoAt(noon + 60_000)).toEqual({ moments: [noon, noon + 60_000], workspaceId, begins: false });
  expect((await demoAt(noon + 90_000)).moments).toEqual([noon, noon + 60_000, noon + 90_000]);
  expect(existsSync(place.file)).toBe(true);
});

test.each<[string, (note: string) => Promise<unknown>, number, string]>([
  ['another version makes another workspace', async () => {}, noon + 1, 'v2'],
  ['the clock was put back', async () => {}, noon - 1, 'v1'],
  ['its note is lost', (note) => rm(note), noon + 1, 'v1'],
  ['its note is no JSON', (note) => writeFile(note, '{"version":"v1","mom'), noon + 1, 'v1'],
  ['its note is of another file', (note) => writeFile(note, noteOf(noon - 7)), noon + 1, 'v1'],
])('it begins in place of it where %s', async (_, happens, now, version) => {
  await (await syncedFrom((await demoAt(noon)).workspaceId)).close();
  await happens(place.file.replace('.duckdb', '.json'));
  expect(await demoAt(now, version)).toMatchObject({ moments: [now], begins: 'in place' });
  expect(existsSync(place.file)).toBe(false);
});

const noteOf = (made: number) => JSON.stringify({ version: 'v1', workspace: `sim-${made}`, moments: [made] });

test('the file of an earlier demo is replaced', async () => {
  await (await syncedFrom(earlier)).close();
  expect(await demoAt(noon)).toMatchObject({ begins: 'in place' });
  expect(existsSync(place.file)).toBe(false);
});

test('so is that of a demo that was killed, of which all is in the log still', async () => {
  const destination = await syncedFrom(earlier);
  const killed = join(place.folder, 'killed.duckdb');
  await copyFile(place.file, killed);
  await copyFile(`${place.file}.wal`, `${killed}.wal`);
  await destination.close();
  expect(await demoAt(noon, 'v1', killed)).toMatchObject({ begins: 'in place' });
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
  await expect(demoAt(noon)).rejects.toMatchObject({ code: 'destination_unusable' });
});

test('the file of a demo that another process has open is kept', async () => {
  await (await syncedFrom(earlier)).close();
  const other = await holdOpen(place.file);
  await expectKept(/^Another process .*has .*demo\.duckdb open/);
  await other.release();
});
