import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deletedAt, described, text } from '../../../src/core/columns/columns.ts';
import type { Row } from '../../../src/core/events.ts';
import { openDuckdb } from '../../../src/destinations/duckdb/index.ts';
import { conformance } from '../conformance.ts';
import { acme, contacts, loads, nothing, parts, records, tags } from '../fixtures.ts';
import { sqlConformance } from '../sql-conformance.ts';
import { type DuckdbPlace, duckdbPlace } from './place.ts';

conformance({ name: 'DuckDB', create: duckdbPlace });
sqlConformance({ name: 'DuckDB', create: duckdbPlace });

let place: DuckdbPlace;
beforeEach(async () => {
  place = await duckdbPlace();
});
afterEach(() => place.remove());

const names = Array.from({ length: 60 }, (_, i) => `text_${i}`);
const wide = {
  ...contacts,
  columns: { ...contacts.columns, ...Object.fromEntries(names.map((name) => [name, text])) },
};

async function load(info = tags) {
  const destination = await place.open();
  await destination.open(acme, [info]);
  await destination.prepare(loads({}, [info]));
  await destination.write(records(info, [{ id: 'a', updated_at: 1 }]));
  await destination.commit({ ...nothing, states: [{ stream: info.name, state: { updated_at: 1 } }] });
  await destination.close();
}

/** Starts the endless writer on the place's file; resolves once it has committed so often. */
async function startWriter(commits: number): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('writer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, place.file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! })) if (Number(line) >= commits) break;
  child.stdout!.resume();
  return child;
}

async function kill(child: ChildProcess) {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('a DuckDB file', () => {
  test('has typed columns, a key that is never null, and descriptions', async () => {
    await load({ ...contacts, columns: { ...contacts.columns, name: described(text, "The contact's name.") } });
    const columns = await place.query(
      `SELECT column_name AS name, data_type AS type, comment FROM duckdb_columns() WHERE table_name = 'contacts'`,
    );
    expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toEqual({
      id: 'VARCHAR',
      name: 'VARCHAR',
      updated_at: 'TIMESTAMP WITH TIME ZONE',
      owner_id: 'BIGINT',
      score: 'DOUBLE',
      subscribed: 'BOOLEAN',
      seen: 'TIMESTAMP WITH TIME ZONE',
      location: 'JSON',
      tags: 'JSON',
      anything: 'JSON',
      _extra: 'JSON',
      _synced_at: 'TIMESTAMP WITH TIME ZONE',
      _generation: 'BIGINT',
    });
    expect(columns.find(({ name }) => name === 'name')?.comment).toBe("The contact's name.");
    const constraints = await place.query(
      `SELECT constraint_column_names::VARCHAR AS key, constraint_type AS type FROM duckdb_constraints()
       WHERE table_name = 'contacts'`,
    );
    expect(constraints).toEqual([{ key: '[id]', type: 'NOT NULL' }]);
  });

  test('takes rows of a megabyte, and those of a letter after them, whatever limits its memory', async () => {
    const destination = await place.open();
    await destination.open(acme, [tags]);
    await destination.prepare(loads({}, [tags]));
    const rows = Array.from({ length: 80 }, (_, i) => ({ id: `${i}`, name: randomBytes(500_000).toString('hex') }));
    for (const row of rows) await destination.write(records(tags, [row]));
    await destination.commit(nothing);
    await destination.close();
    // A later run of light rows folds the heavy ones into the file again.
    const later = await place.open();
    await later.open(acme, [tags]);
    await later.prepare(loads({ generation: 2, refreshing: true }, [tags]));
    await later.write(
      records(
        tags,
        Array.from({ length: 3_000 }, (_, i) => ({ id: `${i + 40}`, name: 'x' })),
      ),
    );
    await later.commit(nothing);
    await later.close();
    const [held] = await place.query('SELECT count(*) AS n, count_if(length(name) >= 1_000_000) AS heavy FROM tags');
    expect(held).toEqual({ n: 3_040, heavy: 40 });
  });

  test('for which the memory limit was too low is written without one from then on', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ id: `${i}`, name: randomBytes(100).toString('hex') }));
    const limit = async () => (await place.query(`SELECT current_setting('memory_limit') AS held`))[0]!.held;
    const unlimited = await limit();
    const run = async (limited: boolean) => {
      const destination = await place.open();
      await destination.open(acme, [tags]);
      await destination.prepare(loads({}, [tags]));
      await destination.write(records(tags, rows.slice(0, 5_000)));
      await destination.commit(nothing);
      const before = await limit();
      if (limited) await place.query(`SET memory_limit = '2MB'`);
      const written = destination.write(records(tags, rows)).then(() => destination.commit(nothing));
      const ending = await written.then(
        () => 'written',
        ({ message }: Error) => message,
      );
      await destination.close();
      return { ending, isLimited: before !== unlimited };
    };
    expect(await run(true)).toEqual({
      ending: `DuckDB had too little memory to write ${place.file}.`,
      isLimited: true,
    });
    expect(await run(false)).toEqual({ ending: 'written', isLimited: false });
    expect(await run(false)).toEqual({ ending: 'written', isLimited: false });
    expect(await place.query('SELECT count(*) AS n FROM tags')).toEqual([{ n: 20_000 }]);
  });

  test('would have larger commits while its tables are new and only appended to', async () => {
    const appended = 125_000;
    const destination = await place.open();
    await destination.open(acme, [contacts]);
    await destination.prepare(loads({}, [contacts]));
    const asked: unknown[] = [destination.rowsPerCommit?.()];
    const write = async (...rows: Row[]) => {
      await destination.write(records(contacts, rows));
      // What it is told of the rows it answers once they are merged.
      await destination.storedIds('contacts', ['x']);
      asked.push(destination.rowsPerCommit?.());
    };
    await write({ id: 'a', updated_at: 1 });
    await write({ id: 'a', updated_at: 2 }, { id: 'b', updated_at: 2 });
    await destination.commit(nothing);
    await write({ id: 'c', updated_at: 2 });
    await write({ id: 'c', [deletedAt]: 2 });
    await destination.commit(nothing);
    await destination.close();
    const again = await place.open();
    await again.open(acme, [contacts]);
    await again.prepare(loads({}, [contacts]));
    await again.write(records(contacts, [{ id: 'e', updated_at: 3 }]));
    await again.storedIds('contacts', ['x']);
    asked.push(again.rowsPerCommit?.());
    await again.close();
    expect(asked).toEqual([appended, appended, undefined, appended, undefined, undefined]);
  });

  test('of many columns takes many rows and deletions by turns in one commit, within its memory', async () => {
    const destination = await place.open();
    await destination.open(acme, [wide]);
    await destination.prepare(loads({}, [wide]));
    const count = 120;
    await destination.write(
      records(
        wide,
        Array.from({ length: count }, (_, i) => [
          { id: `${i}`, updated_at: 1, text_59: 'replaced within its batch' },
          { id: `${i}`, updated_at: 2, text_59: `of ${i}` },
          { id: `${i - 1}`, [deletedAt]: 2 },
        ]).flat(),
      ),
    );
    await destination.commit(nothing);
    await destination.close();
    expect(await place.query('SELECT id, text_59 FROM contacts')).toEqual([
      { id: `${count - 1}`, text_59: `of ${count - 1}` },
    ]);
    const [gone] = await place.query('SELECT count(*) AS n, count(DISTINCT key) AS keys FROM _deleted');
    expect(gone).toEqual({ n: count, keys: count });
  });

  test('of many columns is refreshed within its memory, however many rows are replaced', async () => {
    const count = 20_000;
    for (const generation of [1, 2]) {
      const destination = await place.open();
      await destination.open(acme, [wide]);
      await destination.prepare(loads({ generation, refreshing: true }, [wide]));
      for (let from = 0; from < count; from += 1_000) {
        const rows = Array.from({ length: 1_000 }, (_, i) => {
          const value = `${generation} of ${from + i}, and what else there is to say`;
          return {
            id: `${from + i}`,
            updated_at: generation,
            ...Object.fromEntries(names.map((name) => [name, value])),
          };
        });
        await destination.write(records(wide, rows));
        if (from % 20_000 === 19_000) await destination.commit(nothing);
      }
      await destination.commit({ ...nothing, complete: ['contacts'], completeSnapshots: ['contacts'] });
      await destination.close();
    }
    const [held] = await place.query(`
      SELECT count(*) AS n, count(DISTINCT id) AS ids, count_if(text_59 = '2 of ' || id || ', and what else there is to say') AS new
      FROM contacts`);
    expect(held).toEqual({ n: count, ids: count, new: count });
  });

  test.each([
    ['without', []],
    ['with', ['ALTER TABLE contacts ADD PRIMARY KEY (id)', 'ALTER TABLE conversation_parts ADD PRIMARY KEY (id)']],
  ])('%s the index that earlier versions made holds each key once, whatever comes', async (_, statements) => {
    const infos = [contacts, parts];
    const expected = new Map<string, number>();
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let run = 0; run < 3; run++) {
      const destination = await place.open();
      await destination.open(acme, infos);
      await destination.prepare(loads({ generation: run + 1, refreshing: run !== 1 }, infos));
      for (let round = 0; round < 6; round++) {
        // In the first run most are new at first, then ever fewer.
        const rows = Array.from({ length: 1 + random(4_000) }, () => {
          const id = `${random(2_000 * (round + 1))}`;
          const updatedAt = random(50);
          expected.set(id, Math.max(expected.get(id) ?? 0, updatedAt));
          return { id, updated_at: updatedAt };
        });
        await destination.write(records(contacts, rows));
        const sets = Array.from({ length: 20 }, () => `${random(100)}`);
        const children = [...new Set(sets)].map((id) => ({ id: `p${id}`, conversation_id: id }));
        await destination.write(records(parts, children, [...new Set(sets)]));
        if (round % 2 === 1) await destination.commit(nothing);
      }
      await destination.commit(nothing);
      await destination.close();
      if (run === 0) for (const statement of statements) await place.query(statement);
    }
    const held = await place.query('SELECT id, epoch(updated_at)::INT AS at FROM contacts');
    expect(held).toHaveLength(expected.size);
    expect(new Map(held.map(({ id, at }) => [id, at]))).toEqual(expected);
    const [children] = await place.query('SELECT count(*) AS n, count(DISTINCT id) AS ids FROM conversation_parts');
    expect(children!.n).toBe(children!.ids);
  });

  test.each(['main.duckdb', 'temp.duckdb', 'system.duckdb', 'contacts', 'a b\'"c.duckdb'])(
    'may be called %s',
    async (name) => {
      const odd = await duckdbPlace(name);
      const destination = await odd.open();
      await destination.open(acme, [contacts]);
      await destination.prepare(loads({}, [contacts]));
      await destination.write(records(contacts, [{ id: 'a' }]));
      await destination.commit(nothing);
      await destination.close();
      expect(await odd.rows('contacts')).toMatchObject([{ id: 'a' }]);
      await odd.remove();
    },
  );

  test('that another process writes to is refused, and is whole when that one is killed', async () => {
    const writer = await startWriter(1);
    await expect(openDuckdb(place.file)).rejects.toMatchObject({
      code: 'destination_unusable',
      message: `Another process (PID ${writer.pid}) has ${place.file} open.`,
      hint: 'Close it there (a DuckDB shell, a notebook), wait for another sync (--wait), or choose another file. What reads beside a sync reads a copy: sync --publish.',
    });
    await kill(writer);
    const destination = await place.open();
    expect((await destination.open(acme, [contacts])).get('contacts')).toMatchObject({
      generation: 1,
      refreshing: true,
    });
    await destination.close();
  });

  test('of a process killed at any moment holds whole commits, data and state alike', async () => {
    let before = 0;
    for (const commits of [1, 3, 6]) {
      await kill(await startWriter(commits));
      const destination = await place.open();
      const { state } = (await destination.open(acme, [contacts])).get('contacts')!;
      await destination.close();
      const round = Number(state!.updated_at);
      expect(round).toBeGreaterThanOrEqual(commits);
      const [held] = await place.query(`
        SELECT count(*) AS rows, count(DISTINCT id) AS ids, max(owner_id) AS round FROM contacts`);
      const rounds = Math.max(round, before);
      expect(held).toEqual({ rows: rounds * 2_000 + 1, ids: rounds * 2_000 + 1, round: rounds });
      before = rounds;
    }
  });

  test('in a folder that is missing is refused', async () => {
    const file = path.join(place.folder, 'missing', 'x.duckdb');
    await expect(openDuckdb(file)).rejects.toMatchObject({
      code: 'destination_unusable',
      message: `${file} can't be created.`,
      hint: 'Make sure that its folder exists, or choose another file.',
    });
  });

  test('that is a folder is refused', async () => {
    const folder = path.join(place.folder, 'folder.duckdb');
    await mkdir(folder);
    await expect(openDuckdb(`${folder}/`)).rejects.toMatchObject({
      code: 'destination_unusable',
      message: `${folder}/ is a folder.`,
      hint: `Name a file, such as ${folder}/intercom.duckdb.`,
    });
  });

  const kept = 'Choose another file; this one is left as it is.';
  const restored = 'Restore it from a backup, or sync into another file; this one is left as it is.';
  const damaged = 'is damaged: it is cut off, or something else wrote into it.';
  test.each<[string, string, string, (whole: Buffer) => Buffer]>([
    ['something else', 'is not a DuckDB database.', kept, () => Buffer.from('id,name\n'.repeat(1000))],
    ['empty', 'is not a DuckDB database.', kept, () => Buffer.alloc(0)],
    [
      'a SQLite database',
      'is a SQLite database, not one of DuckDB.',
      kept,
      () => Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176)]),
    ],
    ['cut off', damaged, restored, (whole) => whole.subarray(0, 20_000)],
    ['cut off in its first block', damaged, restored, (whole) => whole.subarray(0, 5_000)],
    ['overwritten at its start', damaged, restored, (whole) => whole.fill('x', 5_000, 6_000)],
    ['overwritten behind its start', damaged, restored, (whole) => whole.fill('x', 12_288)],
  ])('that is %s is refused, and left as it is', async (_, message, hint, spoil) => {
    await load();
    const spoilt = spoil(await readFile(place.file));
    await writeFile(place.file, spoilt);
    await expect(openDuckdb(place.file)).rejects.toMatchObject({
      code: 'destination_unusable',
      message: `${place.file} ${message}`,
      hint,
    });
    expect(spoilt.equals(await readFile(place.file))).toBe(true);
    expect(await readdir(place.folder)).toEqual([path.basename(place.file)]);
  });

  test('that is damaged where it is read later only is told to be so, and is left as it is', async () => {
    await load();
    await place.query(`INSERT INTO tags SELECT md5(range::VARCHAR), NULL, NULL, now(), 1 FROM range(200_000)`);
    const [block] = await place.query(
      `SELECT block_id AS id FROM pragma_storage_info('tags') WHERE column_name = 'id' AND block_id > 0 ORDER BY count DESC LIMIT 1`,
    );
    const spoilt = await readFile(place.file);
    const start = 12_288 + Number(block!.id) * 262_144;
    spoilt.fill(0, start + 1_000, start + 2_000);
    await writeFile(place.file, spoilt);
    const destination = await place.open();
    await destination.open(acme, [tags]);
    await destination.prepare(loads({}, [tags]));
    const written = destination
      .write(
        records(
          tags,
          Array.from({ length: 3_000 }, (_, i) => ({ id: `${i}` })),
        ),
      )
      .then(() => destination.commit(nothing));
    await expect(written).rejects.toMatchObject({
      code: 'destination_unusable',
      message: `${place.file} ${damaged}`,
    });
    await destination.close();
  });

  test.skipIf(process.getuid?.() === 0)('that is read-only is refused', async () => {
    await load();
    await chmod(place.file, 0o444);
    await expect(openDuckdb(place.file)).rejects.toMatchObject({
      code: 'destination_unusable',
      message: `${place.file} can't be written.`,
    });
  });

  test('with a state that is no JSON object is refused, never read as empty', async () => {
    await load();
    await place.query(`UPDATE _source_intercom_state SET state = '["not", "a state"]'`);
    const destination = await place.open();
    await expect(destination.open(acme, [tags])).rejects.toMatchObject({
      code: 'state_invalid',
      message: `The state of "tags" in ${place.file} is not a JSON object.`,
    });
    await destination.close();
  });

  test("with someone else's table of a stream's name is refused", async () => {
    await place.query('CREATE TABLE tags (id VARCHAR)');
    const destination = await place.open();
    await expect(destination.open(acme, [tags])).rejects.toMatchObject({
      code: 'destination_unusable',
      message: `The table tags in ${place.file} was not made by source-intercom.`,
    });
    await destination.close();
  });

  test('whose key is of another type is refused', async () => {
    await load();
    await place.query("UPDATE tags SET id = '7'");
    await place.query('ALTER TABLE tags ALTER id TYPE BIGINT');
    const destination = await place.open();
    await expect(destination.open(acme, [tags])).rejects.toMatchObject({
      message: `The table tags in ${place.file} has the column id as BIGINT, and VARCHAR is needed.`,
    });
    await destination.close();
  });

  test('takes no commit after a failed write', async () => {
    const destination = await place.open();
    await destination.open(acme, [tags]);
    await destination.prepare(loads({}, [tags]));
    await destination.write(records(tags, [{ id: 'a' }, { id: null }]));
    const commit = { ...nothing, states: [{ stream: 'tags', state: { done: true } }] };
    await expect(destination.commit(commit)).rejects.toMatchObject({ code: 'internal' });
    await expect(destination.commit(commit)).rejects.toMatchObject({ code: 'internal' });
    await destination.close();
    expect(await place.rows('tags')).toEqual([]);
    expect(await place.query('SELECT * FROM _source_intercom_state')).toEqual([]);
  });

  test.each([
    [['tags', 'conversations'], 'in.duckdb', 'duckdb in.duckdb "SELECT count(*) FROM tags"'],
    [['tags'], 'my file.duckdb', `duckdb 'my file.duckdb' "SELECT count(*) FROM tags"`],
    [['odd $name'], "it's", `duckdb 'it'\\''s' "SELECT count(*) FROM \\"odd \\$name\\""`],
  ])('says how it is looked at: %j in %s', async (streams, name, command) => {
    const destination = await openDuckdb(path.join(place.folder, name));
    const look = destination.look(streams);
    await destination.close();
    expect(look.replace(`${place.folder}/`, '')).toBe(command);
  });
});
