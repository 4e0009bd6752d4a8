/** `sync --publish` by the built command: readers have a copy of what it committed, and nothing of theirs is lost. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { holdOpen } from '../destinations/duckdb/holder.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';
import { onFile } from '../support/duckdb-file.ts';

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;
let copy: string;

beforeAll(async () => {
  simulator = createSimulator({ seed: 37, scale: 0.2, denied: ['read_tickets'] });
  server = await simulator.listen();
});
afterAll(() => server.close());
beforeEach(async () => {
  place = await duckdbPlace();
  copy = join(place.folder, 'copy.duckdb');
});
afterEach(() => place.remove());

const sync = (publish: string, streams = 'contacts,tags', ...args: string[]) =>
  startCommand(['sync', '--to', `duckdb:${place.file}`, '--publish', publish, '--streams', streams, ...args], {
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  }).ended;

/** All rows of all tables of a file, by table. */
const contents = (file: string) =>
  onFile(file, async (query) => {
    const names = await query(
      'SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database()',
    );
    const tables: Record<string, unknown> = {};
    for (const { name } of names) tables[String(name)] = await query(`SELECT * FROM "${name}" ORDER BY ALL`);
    return tables;
  });

test('the copy is what the file holds, also after a sync of which a stream failed, and readers of it meet no lock', async () => {
  const first = await sync(copy);
  expect(first, first.stderr).toMatchObject({ exitCode: 0 });
  expect(first.stdout).toContain(`\n\nA copy for readers: ${copy}\n\nDone in `);
  expect((await stat(copy)).mode & 0o777).toBe(0o600);
  const before = await contents(copy);
  expect(before).toEqual(await contents(place.file));
  expect(before.contacts).toHaveLength(simulator.workspace.contacts.size);

  simulator.workspace.createContact({ role: 'user', name: 'Later' });
  const reader = await DuckDBInstance.create(copy, { access_mode: 'READ_ONLY' });
  const second = await sync(copy, 'contacts,tags,tickets');
  reader.closeSync();
  expect(second, second.stderr).toMatchObject({ exitCode: 1 });
  expect(second.stdout).toContain(`A copy for readers: ${copy}`);
  const after = await contents(copy);
  expect(after).toEqual(await contents(place.file));
  expect(after.contacts).toHaveLength(simulator.workspace.contacts.size);

  const writer = await holdOpen(place.file);
  const read = await DuckDBInstance.create(copy, { access_mode: 'READ_ONLY' });
  read.closeSync();
  await writer.release();
});

test('what it would take the place of is told before anything is read', async () => {
  const notes = join(place.folder, 'notes.txt');
  await writeFile(notes, 'no database');
  const asked = simulator.requests.count('/tags');
  for (const [target, problem] of [
    [notes, /notes\.txt is not a DuckDB database\./],
    [place.file, /is the file that is synced into\. Name another file/],
    [place.folder, /is a folder\./],
    ['', /--publish copies a file, and "" is none\./],
  ] as const) {
    const { exitCode, stderr, stdout } = await sync(target);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(problem);
  }
  expect(simulator.requests.count('/tags')).toBe(asked);
  expect(await readFile(notes, 'utf8')).toBe('no database');
  await expect(stat(place.file)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('where the copy can not be replaced the sync is kept, and the exit code is 1', async () => {
  await sync(copy, 'tags');
  simulator.workspace.createTag({ name: 'later' });
  const writer = await holdOpen(copy);
  const { exitCode, stdout } = await sync(copy, 'tags');
  await writer.release();
  expect(exitCode).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /The copy was not published\. Another process \(PID \d+\) has .*copy\.duckdb open\. Open it read-only there .* 1 stream complete .* something else went wrong: exit code 1\. $/,
  );
  expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);
});
