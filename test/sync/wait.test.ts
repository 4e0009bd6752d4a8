/** `sync --wait`: a file that another process has open is waited for, before anything is read. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { holdOpen } from '../destinations/duckdb/holder.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { spawnCommand } from '../support/command.ts';

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;
let other: Awaited<ReturnType<typeof holdOpen>>;

beforeAll(async () => {
  simulator = createSimulator({ seed: 33, scale: 0 });
  server = await simulator.listen();
});
afterAll(() => server.close());
beforeEach(async () => {
  place = await duckdbPlace();
  other = await holdOpen(place.file);
});
afterEach(async () => {
  await other.release();
  await place.remove();
});

function start(...args: string[]) {
  const { child, ended } = spawnCommand(['sync', '--to', `duckdb:${place.file}`, '--streams', 'admins', ...args], {
    env: { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' },
  });
  let stderr = '';
  const waits = new Promise<void>((resolve) => {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (stderr.includes('Waiting')) resolve();
    });
  });
  child.stdout!.resume();
  return { child, ended, waits, stderr: () => stderr };
}

const waitingFor = (limit = '') =>
  `Another process (PID ${other.pid}) has ${place.file} open. Waiting until it lets go${limit}.\n`;

test('it says for whom, reads nothing meanwhile, and syncs as soon as the file is free', async () => {
  const { ended, waits, stderr } = start('--wait');
  await waits;
  expect(simulator.requests.count('/admins')).toBe(0);
  await other.release();
  expect(await ended, stderr()).toMatchObject({ exitCode: 0 });
  expect(stderr().startsWith(waitingFor())).toBe(true);
  expect(stderr().match(/Waiting/g)).toHaveLength(1);
  expect(await place.rows('admins')).toHaveLength(simulator.workspace.admins.size);
});

test('after the duration it ends with the usual error', async () => {
  const { ended, stderr } = start('--wait', '1s');
  expect(await ended).toMatchObject({ exitCode: 1 });
  expect(stderr()).toMatch(
    /^Another process .* Waiting until it lets go, 1 s at most\.\nAnother process \(PID \d+\) has .* open\. .*--wait.*\n$/,
  );
});

test('a stop signal ends it', async () => {
  const { child, ended, waits, stderr } = start('--wait', '1h');
  await waits;
  child.kill('SIGTERM');
  expect(await ended).toEqual({ exitCode: null, signal: 'SIGTERM' });
  expect(stderr()).toBe(`${waitingFor(', 3600 s at most')}Stopped by SIGTERM. Run it again: it goes on from here.\n`);
});
