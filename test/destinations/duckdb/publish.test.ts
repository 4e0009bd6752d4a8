/** The copy that a sync makes of its file: whole at any moment, and in the place of nothing else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  stat,
  symlink,
  watch,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refuseTarget, refuseTargetEarly, writeCopy } from '../../../src/destinations/duckdb/publish.ts';
import { acme, contacts, loads, nothing, records } from '../fixtures.ts';
import { holdOpen } from './holder.ts';
import { type DuckdbPlace, duckdbPlace } from './place.ts';

let place: DuckdbPlace;
let copy: string;
beforeEach(async () => {
  place = await duckdbPlace();
  copy = path.join(place.folder, 'copy.duckdb');
});
afterEach(() => place.remove());

/** What a reader of its own process's sees in a file, in a connection that it opens and closes. */
async function read(file: string, sql: string) {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Resolves when a copy is begun in the folder. */
async function begunIn(folder: string) {
  for await (const { filename } of watch(folder)) if (filename?.includes('publishing')) return;
}

async function syncTo(target: string, ids: string[], workspace = acme) {
  const destination = await place.open();
  try {
    await destination.open(workspace, [contacts]);
    await destination.prepare(loads({}, [contacts]));
    await destination.write(
      records(
        contacts,
        ids.map((id) => ({ id, updated_at: 1 })),
      ),
    );
    await destination.commit(nothing);
    await destination.publish!(target, workspace);
  } finally {
    await destination.close();
  }
}

const ids = (file: string) => read(file, 'SELECT id FROM contacts ORDER BY 1').then((rows) => rows.flat());
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('a copy', () => {
  test('is the file to the byte, is its owner’s alone, and is replaced by the next one with its mode', async () => {
    await syncTo(copy, ['a']);
    expect((await readFile(copy)).equals(await readFile(place.file))).toBe(true);
    expect(await ids(copy)).toEqual(['a']);
    expect(await modeOf(copy)).toBe(0o600);
    await chmod(copy, 0o640);
    await syncTo(copy, ['b']);
    expect(await ids(copy)).toEqual(['a', 'b']);
    expect(await modeOf(copy)).toBe(0o640);
    expect((await readdir(place.folder)).sort()).toEqual(['copy.duckdb', 'intercom.duckdb']);
  });

  test('that a reader has open stays as it is for it', async () => {
    await syncTo(copy, ['a']);
    const instance = await DuckDBInstance.create(copy, { access_mode: 'READ_ONLY' });
    const reader = await instance.connect();
    await syncTo(copy, ['b']);
    expect((await reader.runAndReadAll('SELECT id FROM contacts')).getRows()).toEqual([['a']]);
    reader.closeSync();
    instance.closeSync();
    expect(await ids(copy)).toEqual(['a', 'b']);
  });

  test('through a link replaces what the link leads to', async () => {
    await mkdir(path.join(place.folder, 'shared'));
    const real = path.join(place.folder, 'shared/real.duckdb');
    await syncTo(real, ['a']);
    await symlink(real, copy);
    await syncTo(copy, ['b']);
    expect(await ids(real)).toEqual(['a', 'b']);
  });

  test('is made while no other process can open the file, until it is closed', async () => {
    const destination = await place.open();
    await destination.open(acme, [contacts]);
    await destination.publish!(copy, acme);
    const opens = "import { DuckDBInstance } from '@duckdb/node-api'; await DuckDBInstance.create(process.argv[1]);";
    const other = spawn(process.execPath, ['--input-type=module', '-e', opens, place.file], {
      cwd: import.meta.dirname,
      stdio: 'ignore',
    });
    expect((await once(other, 'exit'))[0]).toBe(1);
    await destination.close();
    const { release } = await holdOpen(place.file);
    await release();
  });

  test('does not take up the log of one that someone wrote to', async () => {
    await syncTo(copy, ['a']);
    const instance = await DuckDBInstance.create(copy);
    const writer = await instance.connect();
    await writer.run("SET checkpoint_threshold = '1GB'");
    await writer.run("INSERT INTO contacts (id, _generation) VALUES ('mine', 1)");
    const log = await readFile(`${copy}.wal`);
    writer.closeSync();
    instance.closeSync();
    await syncTo(copy, ['b']);
    await writeFile(`${copy}.wal`, log);
    await syncTo(copy, ['c']);
    expect(await ids(copy)).toEqual(['a', 'b', 'c']);
    expect(await readdir(place.folder)).not.toContain('copy.duckdb.wal');
  });

  test('is the old one until all of the new one is written', async () => {
    await syncTo(copy, ['a']);
    const newer = path.join(place.folder, 'newer.duckdb');
    await syncTo(newer, ['b']);
    const handle = await open(newer, 'r');
    const seen: unknown[] = [];
    let fails = true;
    const source = {
      async read(buffer: Buffer, offset: number, length: number, position: number) {
        seen.push(await ids(copy));
        if (fails && position > 0) throw new Error('ENOSPC: no space left on device, read');
        return handle.read(buffer, offset, length, position);
      },
    } as unknown as typeof handle;
    await expect(writeCopy(source, copy)).rejects.toThrow('ENOSPC');
    expect((await readdir(place.folder)).filter((name) => name.includes('publishing'))).toEqual([]);
    expect(await ids(copy)).toEqual(['a']);
    fails = false;
    await writeCopy(source, copy);
    await handle.close();
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(new Set(seen.map(String))).toEqual(new Set(['a']));
    expect(await ids(copy)).toEqual(['a', 'b']);
  });

  test('of a process killed at any moment is one of its copies, whole', { timeout: 120_000 }, async () => {
    const script = fileURLToPath(new URL('publisher.ts', import.meta.url));
    for (let kill = 0; kill < 4; kill++) {
      const child = spawn(process.execPath, ['--import', 'tsx', script, place.file, copy, `${kill * 1_000 + 1}`], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines = createInterface({ input: child.stdout });
      const [first] = await once(lines, 'line');
      // At another moment of the next round each time, and in between as soon as the next copy is begun.
      if (kill % 2 === 0) await new Promise((resolve) => setTimeout(resolve, kill * 40));
      else await begunIn(place.folder);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const [state] = await read(copy, "SELECT (state->>'updated_at')::INT FROM _source_intercom_state");
      const round = Number(state![0]);
      expect(round).toBeGreaterThanOrEqual(Number(first));
      const whole = await read(copy, `SELECT count(*), min(owner_id), max(owner_id) FROM contacts`);
      expect(whole).toEqual([[3_000n, BigInt(round), BigInt(round)]]);
    }
    await syncTo(copy, ['last']);
    // What the killed ones had begun is gone.
    expect((await readdir(place.folder)).filter((name) => name.includes('publishing'))).toEqual([]);
  });
});

describe('is refused, and nothing touched, in the place of', () => {
  const content = (target: string) => readFile(target, 'latin1').catch(() => undefined);
  const expectRefused = async (target: string, problem: RegExp) => {
    const before = await content(target);
    const copied = { file: place.file, workspace: acme };
    for (const refuse of [refuseTarget, refuseTargetEarly])
      await expect(refuse(target, copied)).rejects.toMatchObject({
        code: 'destination_unusable',
        message: expect.stringMatching(problem),
        hint: expect.any(String),
      });
    expect((await content(target)) === before).toBe(true);
  };

  test('the file itself, by whatever name', async () => {
    await expectRefused(place.file, /is the file that is synced into/);
    await syncTo(copy, ['a']);
    await expectRefused(place.file, /is the file that is synced into/);
    await expectRefused(path.join(place.folder, '.', 'x', '..', 'intercom.duckdb'), /is the file that is synced into/);
    for (const [make, name] of [
      [symlink, 'symbolic'],
      [link, 'hard'],
    ] as const) {
      await make(place.file, path.join(place.folder, name));
      await expectRefused(path.join(place.folder, name), /is the file that is synced into/);
    }
  });

  test('a folder, or something in a folder that is not there', async () => {
    await expectRefused(place.folder, /is a folder/);
    await expectRefused(path.join(place.folder, 'none/copy.duckdb'), /can't be created/);
  });

  test.each([
    ['a text', 'no database '.repeat(1_000), /is not a DuckDB database/],
    ['an empty file', '', /is not a DuckDB database/],
    ['a SQLite database', `SQLite format 3\0${' '.repeat(5_000)}`, /SQLite database/],
  ])('%s', async (_, content, problem) => {
    await writeFile(copy, content);
    await expectRefused(copy, problem);
  });

  test("a database of the user's own", async () => {
    const instance = await DuckDBInstance.create(copy);
    const connection = await instance.connect();
    await connection.run('CREATE TABLE mine AS SELECT 1 AS x');
    connection.closeSync();
    instance.closeSync();
    await expectRefused(copy, /is a DuckDB database that no sync has made/);
  });

  test('a copy of another workspace', async () => {
    await syncTo(copy, ['a']);
    const other = path.join(place.folder, 'other.duckdb');
    await copyFile(copy, other);
    await expect(
      refuseTarget(other, { file: place.file, workspace: { id: 'w2', name: 'Umbrella' } }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/holds the workspace w1, .*"Umbrella" \(w2\)/) });
  });

  test('a copy that something has open for writing, when it is to be replaced, not before', async () => {
    await syncTo(copy, ['a']);
    const other = await holdOpen(copy);
    await refuseTargetEarly(copy, { file: place.file, workspace: acme });
    await expect(syncTo(copy, ['b'])).rejects.toMatchObject({
      message: `Another process (PID ${other.pid}) has ${copy} open.`,
      hint: expect.stringContaining('read-only'),
    });
    await other.release();
    expect(await ids(copy)).toEqual(['a']);
  });
});
