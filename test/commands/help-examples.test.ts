/** Every example in every --help works where it is pasted: in a shell, one after the other, as its command shows them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Listening } from '../../src/simulator/index.ts';
import { cli } from '../support/command.ts';
import { hasPostgres } from '../support/postgres-server.ts';
import { runShell } from '../support/shell.ts';
import { type PostgresDatabase, postgresDatabase } from '../support/test-database.ts';

const token = 'simulator-token';
const commands = [
  'sync',
  'doctor',
  'status',
  'verify',
  'query',
  'report',
  'views',
  'demo',
  'streams',
  'simulate',
  'spec',
  'check',
  'discover',
  'read',
  'singer',
];

/** What the examples take for given, made as their reader would: files of a configuration, and what was loaded before. */
const before = `
  source-intercom sync --streams contacts,conversations,tags,teams > /dev/null 2>&1
  cp intercom.duckdb demo.duckdb
  cp intercom.duckdb readers.duckdb
  source-intercom discover --config config.json > catalog.json
  source-intercom read --streams tags > state.json`;

let server: Listening;
let folder: string;
let database: PostgresDatabase | undefined;
beforeAll(async () => {
  const simulator = createSimulator({ seed: 71, scale: 0, rateLimit: null });
  for (const name of ['Frontline', 'Billing']) simulator.workspace.createTeam({ name });
  server = await simulator.listen();
  folder = await mkdtemp(join(tmpdir(), 'examples-'));
  database = hasPostgres ? await postgresDatabase() : undefined;
  for (const name of ['config.json', 'intercom.json'])
    await write(name, { access_token: token, hash_salt: 'of a test, and long' });
  const { exitCode, stderr } = await shell(before);
  expect(exitCode, stderr).toBe(0);
  if (database)
    await shell(
      toPostgres(
        'source-intercom sync --streams conversations --to postgres://me@db.example.com/analytics --schema intercom_eu',
      ),
    );
});
afterAll(async () => {
  await server.close();
  await database?.remove();
  await rm(folder, { recursive: true });
});

const write = (name: string, content: unknown) => writeFile(join(folder, name), JSON.stringify(content));
const shell = (script: string) =>
  runShell(script, { cwd: folder, env: { INTERCOM_ACCESS_TOKEN: token, INTERCOM_API_URL: server.url } });

/** A database of the test's in the place of the example's. */
const toPostgres = (line: string) => line.replaceAll('postgres://me@db.example.com/analytics', `'${database?.url}'`);

/** The token is set, and the ellipsis stands for it; a port may be taken; and what goes on in the background must be the process itself, to be ended. */
const pasted = (line: string): string =>
  toPostgres(line)
    .replaceAll('INTERCOM_ACCESS_TOKEN=… ', '')
    .replaceAll('8080', '8097')
    .replace(/^source-intercom (.*&)$/, `"${process.execPath}" "${cli}" $1`);

/** The lines behind a `$`, each with those that it goes on in. */
async function examplesOf(command: string): Promise<string[]> {
  const { stdout } = await runShell(`source-intercom ${command} --help`);
  return [...stdout.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line]) => line!);
}

test('every command but help shows examples', async () => {
  const { stdout } = await runShell('source-intercom --help');
  const listed = [...stdout.matchAll(/^ {2}(\w+)(?: \[.*?\])* {2,}/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help');
  expect(listed.sort()).toEqual([...commands].sort());
});

describe.each(commands)('the examples of %s', (command) => {
  test('work', { timeout: 240_000 }, async () => {
    const examples = await examplesOf(command);
    expect(examples.length).toBeGreaterThan(0);
    const runnable = examples.filter((line) => database || !line.includes('postgres://')).map(pasted);
    const { exitCode, stderr } = await shell(
      `set -e; trap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n${runnable.join('\n')}\n`,
    );
    expect(exitCode, `${runnable.join('\n')}\n${stderr.slice(-2_000)}`).toBe(0);
  });
});
