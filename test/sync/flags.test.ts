/** What the flags of `sync` take, as a person types them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;
beforeAll(async () => {
  simulator = createSimulator({ seed: 32, scale: 0 });
  server = await simulator.listen();
});
afterAll(() => server.close());
beforeEach(async () => {
  place = await duckdbPlace('home/x.duckdb');
  await mkdir(join(place.folder, 'home'));
});
afterEach(() => place.remove());

const sync = (...args: string[]) =>
  startCommand(['sync', '--to', 'duckdb:~/x.duckdb', ...args], {
    HOME: join(place.folder, 'home'),
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: '',
  }).ended;

test('~ is the home folder, behind a colon and an equals sign too', async () => {
  await writeFile(join(place.folder, 'home/c.json'), JSON.stringify({ access_token: 'simulator-token' }));
  const result = await sync('--config=~/c.json', '--streams', 'admins');
  expect(result, result.stderr).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(place.file) });
  expect(await place.rows('admins')).toHaveLength(simulator.workspace.admins.size);
});

test('a wrong destination is told before the first request', async () => {
  const { ended } = startCommand(['sync', '--to', 'nowhere:x'], {
    // Where nothing listens.
    INTERCOM_API_URL: 'http://127.0.0.1:1',
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  });
  const { exitCode, stderr } = await ended;
  expect(stderr).toBe(
    'There is no destination "nowhere". A destination is written as duckdb:intercom.duckdb or postgres://user@host:5432/database.\n',
  );
  expect(exitCode).toBe(1);
});

test('a file that can not be read is named, with why', async () => {
  await mkdir(join(place.folder, 'home/folder'));
  await writeFile(join(place.folder, 'home/list.json'), '[]');
  const said = async (file: string) => {
    const { exitCode, stderr } = await sync(`--config=~/${file}`);
    expect(exitCode).toBe(1);
    return stderr.replace(join(place.folder, 'home'), 'HOME');
  };
  const hint = 'Check the path and its permissions.\n';
  expect(await said('none.json')).toBe(`The configuration file HOME/none.json does not exist. ${hint}`);
  expect(await said('folder')).toBe(`The configuration file HOME/folder is a folder. ${hint}`);
  expect(await said('list.json/c.json')).toBe(`The configuration file HOME/list.json/c.json cannot be read. ${hint}`);
  expect(await said('list.json')).toMatch(/^The configuration must be a JSON object\. For example: .*\n$/);
});

test.each(['1w', '24', '-1h', ''])('--full-check-every takes a duration, and %j is none', async (text) => {
  const { exitCode, stderr } = await sync(`--full-check-every=${text}`);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: .*--full-check-every.* It takes a duration such as 1s, 30m, 24h or 7d, or 0\. .*\n$/);
});

test('--full-check-every is in the help, with its default', async () => {
  const { stdout } = await sync('--help');
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    '--full-check-every <duration> how often to read contacts and tickets whole, to find what Intercom archived, blocked or deleted without a word; 0 turns it off (default: 24h)',
  );
});

test.each([
  [['simulate', '--port', '70000'], /'70000' is invalid\. It takes a whole number from 0 to 65535\./],
  [['simulate', '--port', 'abc'], /'abc' is invalid\. It takes a whole number from 0 to 65535\./],
  [['simulate', '--port='], /'' is invalid\. It takes a whole number/],
  [['simulate', '--scale', '1.5'], /'1\.5' is invalid\. It takes a whole number, 0 or more\./],
  [['simulate', '--prot', '1'], /unknown option '--prot' \(Did you mean --port\?\)/],
  [['nonsense'], /unknown command 'nonsense'/],
])('%j is told in one line', async (args, problem) => {
  const { exitCode, stdout, stderr } = await startCommand(args).ended;
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(problem);
  expect(stderr).toMatch(/^error: .* Run with --help for what it takes\.\n$/);
});

test('a port that is taken is told in one line', async () => {
  const { exitCode, stderr } = await startCommand(['simulate', '--scale', '0', '--port', new URL(server.url).port])
    .ended;
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^Port \d+ is in use\. Choose another with --port, or 0 for a free one\.\n$/);
});
