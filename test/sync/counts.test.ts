/** The table at the end of `sync` against the tables before and after, compared row by row. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';
import { streams } from '../support/registry.ts';
import { changeOfEveryKind } from './change-of-every-kind.ts';

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;

beforeEach(async () => {
  place = await duckdbPlace();
  simulator = createSimulator({ seed: 3, scale: 0.25, rateLimit: null });
  server = await simulator.listen();
});
afterEach(async () => {
  await server.close();
  await place.remove();
});

const number = (text: string | undefined) => Number(text?.replaceAll(',', ''));

/** By stream what the table says: new, updated, deleted, in table. */
async function sync(args: string[] = []): Promise<Map<string, number[]>> {
  const { exitCode, stdout, stderr } = await startCommand(['sync', '--to', `duckdb:${place.file}`, ...args], {
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  }).ended;
  expect(exitCode, stderr).toBe(0);
  const lines = stdout.matchAll(/^(\w+) +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+)(?: |$)/gm);
  return new Map([...lines].map(([, name, ...numbers]) => [name!, numbers.map(number)]));
}

type Tables = Map<string, Map<string, Row>>;

async function tables(names: Iterable<string>): Promise<Tables> {
  const all: Tables = new Map();
  for (const name of names) {
    const { primaryKey } = streamOf(name);
    const rows = await place.rows(name);
    all.set(name, new Map(rows.map((row) => [JSON.stringify(primaryKey.map((column) => row[column])), row])));
  }
  return all;
}

const streamOf = (name: string): Stream => streams.find((one) => one.name === name)!;

const withoutOurs = ({ _synced_at, _generation, ...row }: Row) => JSON.stringify(row);

/** What became of the tables, by their rows before and after. */
const differences = (before: Tables, after: Tables): Map<string, number[]> =>
  new Map(
    [...after].map(([name, rows]) => {
      const was = before.get(name) ?? new Map<string, Row>();
      const { cursor, fullSnapshot } = streamOf(name);
      const versionOf = cursor && !fullSnapshot ? (row: Row) => row[cursor] : withoutOurs;
      const kept = [...rows].filter(([key]) => was.has(key));
      const updated = kept.filter(([key, row]) => versionOf(row) !== versionOf(was.get(key)!));
      const deleted = [...was.keys()].filter((key) => !rows.has(key));
      return [name, [rows.size - kept.length, updated.length, deleted.length, rows.size]];
    }),
  );

test('new, updated and deleted rows are those by which the tables differ, of every stream', {
  timeout: 240_000,
}, async () => {
  simulator.workspace.createTag({ name: 'doomed' });
  const first = await sync();
  expect(first.size).toBeGreaterThan(60);
  const before = await tables(first.keys());
  expect(first).toEqual(differences(new Map(), before));
  expect(first.get('conversation_parts')?.[3]).toBeGreaterThan(100);

  changeOfEveryKind(simulator.workspace);
  const second = await sync();
  const after = await tables(second.keys());
  expect(second).toEqual(differences(before, after));
  const sums = [...second.values()].reduce((sum, row) => sum.map((value, i) => value + row[i]!), [0, 0, 0, 0]);
  // In all three ways something has happened.
  for (const sum of sums) expect(sum).toBeGreaterThan(3);

  // All of it is read again, and nothing has changed.
  const again = await sync(['--full-refresh']);
  expect(again).toEqual(differences(after, await tables(again.keys())));
});
