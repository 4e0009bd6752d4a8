/** What is stored of what is left out or hashed by now: emptied at once, whatever is loaded, and read again. */
import { chmod, lstat, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Masking, StreamInfo } from '../../../src/core/catalog.ts';
import { text } from '../../../src/core/columns/columns.ts';
import type { Row } from '../../../src/core/events.ts';
import { openDuckdb } from '../../../src/destinations/duckdb/index.ts';
import { acme, contacts, loads, nothing, records, tags } from '../fixtures.ts';
import { type DuckdbPlace, duckdbPlace } from './place.ts';

let place: DuckdbPlace;
beforeEach(async () => {
  place = await duckdbPlace();
});
afterEach(() => place.remove());

const state = { updated_at: 1 };
const row: Row = { id: 'a', name: 'Ada', updated_at: 1, owner_id: 7, unknown: 'kept' };

const without = (info: StreamInfo, column: string, digest: string): StreamInfo => {
  const { [column]: _, ...columns } = info.columns;
  return { ...info, columns, masking: { digest, columns: [column] } };
};
const withHashed = (info: StreamInfo, column: string, digest: string): StreamInfo => ({
  ...info,
  columns: { ...info.columns, [column]: text },
  masking: { digest, columns: [column] } satisfies Masking,
});

/** Loads rows of these streams, and gives why each of them is read again. `registry`: all streams, and `excluded` those left out. */
async function load(
  streams: StreamInfo[],
  rows: Row[],
  registry = streams,
  excluded: string[] = [],
  file = place.file,
) {
  const destination = await openDuckdb(file);
  try {
    const stored = await destination.open(acme, streams, { masked: { registry, excluded } });
    await destination.prepare(loads({ generation: 1 }, streams));
    for (const info of streams) await destination.write(records(info, rows));
    await destination.commit({ ...nothing, states: streams.map(({ name }) => ({ stream: name, state })) });
    return Object.fromEntries([...stored].map(([name, { readAgain, dropped }]) => [name, readAgain ?? dropped]));
  } finally {
    await destination.close();
  }
}

const why = 'what is left out of it or hashed has changed';
const columns = async () => Object.keys((await place.rows('contacts'))[0] ?? {});

describe('a table', () => {
  beforeEach(() => load([contacts, tags], [row]));

  test('loses the column that is left out, and what has no column, and is read again', async () => {
    const masked = without(contacts, 'name', 'A');
    expect(await load([masked], [])).toMatchObject({ contacts: why });
    expect(await columns()).not.toContain('name');
    expect(await place.rows('contacts')).toMatchObject([{ id: 'a', owner_id: 7, _extra: null }]);
    expect(await load([masked], [])).toMatchObject({ contacts: undefined });
  });

  test('has a hashed column as text, and as it was once it is hashed no longer', async () => {
    expect(await load([withHashed(contacts, 'owner_id', 'A')], [{ ...row, owner_id: 'hash' }])).toMatchObject({
      contacts: why,
    });
    expect(await place.rows('contacts')).toMatchObject([{ owner_id: 'hash', name: 'Ada' }]);
    expect(await load([contacts], [])).toMatchObject({ contacts: why });
    expect(await place.rows('contacts')).toMatchObject([{ owner_id: null, name: 'Ada' }]);
    await load([contacts], [row]);
    expect(await place.rows('contacts')).toMatchObject([{ owner_id: 7 }]);
  });

  test('is emptied though its stream is not loaded, once, and read again when it is, by whichever rules', async () => {
    const [a, b] = [without(contacts, 'name', 'A'), without(contacts, 'owner_id', 'B')];
    await load([a], [row]);
    await load([tags], [], [b, tags]);
    expect(await place.rows('contacts')).toMatchObject([{ id: 'a', _extra: null }]);
    expect(await columns()).not.toContain('owner_id');
    const { ino } = await stat(place.file);
    await load([tags], [], [b, tags]);
    // Not written anew a second time.
    expect((await stat(place.file)).ino).toBe(ino);
    // The rules of before hold again, and what was emptied meanwhile is not there.
    expect(await load([a], [])).toMatchObject({ contacts: why });
  });

  test('of a stream that is left out is dropped, and its stream begins anew when it is not any more', async () => {
    expect(await load([contacts], [], [contacts, tags], ['tags'])).toMatchObject({ tags: true, contacts: undefined });
    expect(await place.query("SELECT 1 FROM duckdb_tables() WHERE table_name = 'tags'")).toEqual([]);
    expect(await place.query("SELECT 1 FROM _source_intercom_state WHERE stream = 'tags'")).toEqual([]);
    expect(await load([contacts], [], [contacts, tags], ['tags'])).not.toHaveProperty('tags');
    expect(await load([tags], [row])).not.toHaveProperty('tags');
    expect(await place.rows('tags')).toHaveLength(1);
  });

  test('that is not ours stays, whatever it is called', async () => {
    await place.query('CREATE TABLE leads AS SELECT 1 AS email');
    await load(
      [contacts],
      [],
      [contacts, { ...contacts, name: 'leads', masking: { digest: 'A', columns: ['email'] } }],
    );
    await load([contacts], [], [contacts, { ...contacts, name: 'leads' }], ['leads']);
    expect(await place.rows('leads')).toEqual([{ email: 1 }]);
  });

  test('with an index that keeps its columns is told, and left as it is', async () => {
    await place.query('CREATE INDEX mine ON contacts (updated_at)');
    await expect(load([without(contacts, 'name', 'A')], [])).rejects.toMatchObject({
      code: 'destination_unusable',
      hint: 'Drop the index and run again, or choose another file.',
    });
    expect(await place.rows('contacts')).toMatchObject([{ name: 'Ada', _extra: { unknown: 'kept' } }]);
  });
});

test('a file that is written anew keeps all else: views, comments, tables of its user, its mode, and the link to it', async () => {
  const link = join(place.folder, 'link.duckdb');
  await load([contacts], [row]);
  await place.query('CREATE VIEW mine AS SELECT count(*) AS n FROM contacts');
  await place.query('CREATE SCHEMA own');
  await place.query("CREATE TABLE own.notes AS SELECT 'mine' AS note");
  await place.query("COMMENT ON TABLE own.notes IS 'a comment'");
  await chmod(place.file, 0o640);
  await symlink(place.file, link);
  const before = await stat(place.file);
  await load([without(contacts, 'name', 'A')], [], undefined, [], link);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  const after = await stat(place.file);
  expect([after.mode, after.ino === before.ino]).toEqual([before.mode, false]);
  expect(await place.query('SELECT n FROM mine')).toEqual([{ n: 1 }]);
  expect(await place.query('SELECT note FROM own.notes')).toEqual([{ note: 'mine' }]);
  expect(await place.query("SELECT comment FROM duckdb_tables() WHERE table_name = 'notes'")).toEqual([
    { comment: 'a comment' },
  ]);
  // The table is known by its comment still: nothing says that it is another one.
  expect(await load([without(contacts, 'name', 'A')], [])).toMatchObject({ contacts: undefined });
});
