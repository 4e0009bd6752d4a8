/** The demo by the built command, twice in one folder. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { runShell } from '../support/shell.ts';

let place: DuckdbPlace;
beforeEach(async () => {
  place = await duckdbPlace('demo.duckdb');
});
afterEach(() => place.remove());

const demo = () => runShell('source-intercom demo', { cwd: place.folder, env: { INTERCOM_ACCESS_TOKEN: '' } });

const requests = (text: string) => Number(/([\d,]+) requests\.$/m.exec(text)?.[1]?.replace(',', ''));

test('a second demo begins anew, says so, and costs what the first one did', async () => {
  const first = await demo();
  expect(first, first.stderr).toMatchObject({ exitCode: 0 });
  expect(first.stderr).not.toContain('replaced');
  expect(requests(first.stdout)).toBeGreaterThan(1_000);
  const second = await demo();
  expect(second, second.stderr).toMatchObject({ exitCode: 0 });
  expect(second.stderr).toContain('demo.duckdb of an earlier demo is replaced.\n');
  expect(requests(second.stdout)).toBeLessThan(requests(first.stdout) * 1.02);
  expect(await place.rows('_deleted')).toEqual(
    await place.query("SELECT * FROM _deleted WHERE reason <> 'absent from a full pass' ORDER BY ALL"),
  );
}, 300_000);

test('a file that no demo made is kept, and the demo says what to do', async () => {
  await writeFile(place.file, 'my notes on demo.duckdb');
  const { exitCode, stdout, stderr } = await demo();
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^No INTERCOM_ACCESS_TOKEN is set: .*\ndemo\.duckdb is not a DuckDB database\. .*\n$/);
  expect(await readFile(place.file, 'utf8')).toBe('my notes on demo.duckdb');
});
