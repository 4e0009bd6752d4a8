/** How a command ends whose output no one reads any more: by itself, with its own exit code, and without a complaint. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { spawnCommand } from '../support/command.ts';
import { runShell } from '../support/shell.ts';

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;

beforeAll(async () => {
  simulator = createSimulator({ seed: 31, scale: 0.3, denied: ['read_tickets'] });
  server = await simulator.listen();
});
afterAll(() => server.close());
beforeEach(async () => {
  place = await duckdbPlace();
});
afterEach(() => place.remove());

const shell = (script: string) =>
  runShell(script, {
    env: { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token', TO: `duckdb:${place.file}` },
  });

async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  return port;
}

/** Pipes whose reader goes before the end, and what is left for us to see. */
const pipes: [name: string, pipe: string][] = [
  ['stdout and stderr, after a line', '2>&1 | head -n 1 > /dev/null'],
  ['stdout', '| true'],
  ['stderr', '2>&1 > /dev/null | true'],
];

describe.each(pipes)('when no one reads %s', (_name, pipe) => {
  test('a sync goes on to its end, and commits', async () => {
    const { exitCode, stderr } = await shell(`source-intercom sync --to "$TO" --streams tags,contacts ${pipe}`);
    expect(stderr).not.toMatch(/EPIPE|Error|^\s+at /m);
    expect(exitCode).toBe(0);
    expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);
    expect(await place.rows('contacts')).toHaveLength(simulator.workspace.contacts.size);
  });

  test('a sync that fails still says so by its exit code', async () => {
    const { exitCode, stderr } = await shell(`source-intercom sync --to "$TO" --streams tags,tickets ${pipe}`);
    expect(stderr).not.toMatch(/EPIPE|at .*\.js:\d+/);
    expect(exitCode).toBe(1);
    expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);
  });

  test('streams, spec and help end well', async () => {
    for (const command of ['streams', 'streams --json', 'spec', 'discover', '--help']) {
      const { exitCode, stderr } = await shell(`source-intercom ${command} ${pipe}`);
      expect([command, exitCode, stderr]).toEqual([command, 0, '']);
    }
  });
});

test('the simulator goes on without readers until it is stopped', async () => {
  const port = await freePort();
  const { child, ended } = spawnCommand(['simulate', '--port', String(port), '--scale', '0']);
  child.stdout!.destroy();
  child.stderr!.destroy();
  const stats = () => fetch(`http://127.0.0.1:${port}/_simulator/stats`).then(({ ok }) => ok);
  await expect.poll(() => stats().catch(() => false), { timeout: 10_000 }).toBe(true);
  expect(await stats()).toBe(true);
  child.kill('SIGTERM');
  expect(await ended).toEqual({ exitCode: null, signal: 'SIGTERM' });
});

test('a read does not mind that no one reads its stderr', async () => {
  // Node itself, or a package, may have something to say there.
  const files = `echo 'process.once("beforeExit", () => process.stderr.write("a warning\\n"))' > warn.cjs
    printf '{"access_token":"simulator-token"}' > c.json`;
  const { exitCode, stdout, stderr } = await shell(
    `cd "$(dirname "\${TO#duckdb:}")"; ${files}; { NODE_OPTIONS='--require ./warn.cjs' source-intercom read --config c.json --streams tags 2>&1 >&3 | true; } 3>&1`,
  );
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.match(/"type":"RECORD"/g)).toHaveLength(simulator.workspace.tags.size);
});

describe('when the output can not be written', () => {
  test.each(['streams', 'streams --json', 'spec', 'discover'])('%s says so in one line', async (command) => {
    const { exitCode, stderr } = await shell(`source-intercom ${command} > /dev/full`);
    expect(stderr).toMatch(/^The output can't be written: .*no space left on device.*\n$/);
    expect(exitCode).toBe(1);
  });

  test('a sync ends and commits all the same, where only what it tells has no room', async () => {
    const { exitCode } = await shell('source-intercom sync --to "$TO" --streams tags 2> /dev/full');
    expect(exitCode).toBe(0);
    expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);
  });
});
