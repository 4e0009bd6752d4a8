/** The demo by the built command, twice in one folder. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { runShell } from '../support/shell.ts';
import { expectTablesToEqualTruth } from './tables.ts';

let place: DuckdbPlace;
beforeEach(async () => {
  place = await duckdbPlace('demo.duckdb');
});
afterEach(() => place.remove());

const demo = () =>
  runShell('umask 022; source-intercom demo', { cwd: place.folder, env: { INTERCOM_ACCESS_TOKEN: '' } });

const requests = (text: string) => Number(/([\d,]+) requests, exit code 0\.\n$/.exec(text)?.[1]?.replace(',', ''));

/** The workspace as the demo's simulator made it, by what is noted beside the file. */
async function simulated() {
  const { moments, workspace: workspaceId } = JSON.parse(await readFile(join(place.folder, 'demo.json'), 'utf8'));
  return createSimulator({ scale: 10, moments, workspaceId, now: () => moments.at(-1) });
}

test('a second demo finds the same workspace with some business in it, reads what has changed, and says how much', async () => {
  const first = await demo();
  expect(first, first.stderr).toMatchObject({ exitCode: 0 });
  expect(first.stderr).not.toContain('replaced');
  expect(first.stdout).toContain('Run it again');
  expect(first.stdout).toContain('source-intercom report --to duckdb:demo.duckdb');
  expect(requests(first.stdout)).toBeGreaterThan(1_000);
  for (const name of ['demo.duckdb', 'demo.json'])
    expect([name, (await stat(join(place.folder, name))).mode & 0o777]).toEqual([name, 0o600]);
  const before = await simulated();
  await expectTablesToEqualTruth(place, before);

  const second = await demo();
  expect(second, second.stderr).toMatchObject({ exitCode: 0 });
  expect(second.stderr).toContain('Delete that to begin anew.\nMeanwhile 55 things have happened in it: 9 × answer,');
  expect(requests(second.stdout)).toBeLessThan(requests(first.stdout) / 8);
  const after = await simulated();
  await expectTablesToEqualTruth(place, after, undefined, { afterChanges: true });
  expect(second.stdout).toContain(`\nSince the demo before: ${changedBetween(before, after)}, synced in `);
}, 400_000);

/** As the demo counts: told by the times of records, and by the ids that are there no more. */
function changedBetween(before: Simulator, after: Simulator): string {
  let [changed, deleted] = [0, 0];
  for (const name of ['contacts', 'companies', 'conversations', 'tickets'] as const) {
    const was: ReadonlyMap<string, { updated_at: number }> = before.workspace[name];
    const is: ReadonlyMap<string, { updated_at: number }> = after.workspace[name];
    for (const [id, { updated_at }] of is) if (was.get(id)?.updated_at !== updated_at) changed += 1;
    for (const id of was.keys()) if (!is.has(id)) deleted += 1;
  }
  return `${changed} changed, ${deleted} deleted`;
}

test('a file that no demo made is kept, and the demo says what to do', async () => {
  await writeFile(place.file, 'my notes on demo.duckdb');
  const { exitCode, stdout, stderr } = await demo();
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^No INTERCOM_ACCESS_TOKEN is set: .*\ndemo\.duckdb is not a DuckDB database\. .*\n$/);
  expect(await readFile(place.file, 'utf8')).toBe('my notes on demo.duckdb');
});
