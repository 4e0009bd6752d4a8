/** `status`, by the built command, against what the simulator was and what the runs were. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { holdOpen } from '../destinations/duckdb/holder.ts';
import { type CommandResult, startCommand } from '../support/command.ts';
import { onFile } from '../support/duckdb-file.ts';
import { hasPostgres, postgresServer } from '../support/postgres-server.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';

const status = (to: string, ...args: string[]): Promise<CommandResult> =>
  startCommand(['status', '--to', to, ...args]).ended;

/** The stored answer of a run, as --json has it. */
interface Shown {
  workspace: { id: string };
  last_run: Record<string, unknown> & { started_at: string; ended_at: string; seconds: number };
  streams: (Record<string, unknown> & { stream: string })[];
  too_old: string[];
}

async function shown(to: string, ...args: string[]): Promise<Shown> {
  const { stdout, stderr } = await status(to, '--json', ...args);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe.each(testDatabases)('status of $name', ({ create }) => {
  let simulator: Simulator;
  let server: Listening;
  let database: TestDatabase;

  beforeEach(async () => {
    database = await create();
    simulator = createSimulator({ seed: 5, scale: 0.25, rateLimit: null });
    server = await simulator.listen();
  });
  afterEach(async () => {
    await server.close();
    await database.remove();
  });

  const start = (...args: string[]) =>
    startCommand(['sync', '--to', database.address, '--full-check-every', '0', ...args], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: 'simulator-token',
    });

  /** What a run was, seen from outside. */
  async function sync(...args: string[]) {
    const [before, beganAt] = [simulator.requests.count(), Date.now()];
    const { exitCode } = await start(...args).ended;
    return { exitCode, requests: simulator.requests.count() - before, beganAt, endedAt: Date.now() };
  }

  const of = ({ streams }: Shown, name: string) => streams.find(({ stream }) => stream === name);

  /** When the newest of the workspace's records changed, by the workspace itself. */
  const newest = (records: Iterable<{ updated_at: number }>) =>
    new Date(Math.max(...[...records].map(({ updated_at }) => updated_at)) * 1000).toISOString();

  test('follows the runs: complete, without a permission, of some streams, killed, of everything anew', {
    timeout: 120_000,
  }, async () => {
    const { workspace } = simulator;

    const first = await sync('--streams', 'contacts,tickets,tags');
    expect(first.exitCode).toBe(0);
    const one = await shown(database.address);
    const { started_at, ended_at, seconds, ...run } = one.last_run;
    expect(one.workspace.id).toBe('sim00001');
    expect(run).toEqual({
      id: 1,
      mode: 'incremental',
      version: JSON.parse(await readFile('package.json', 'utf8')).version,
      outcome: 'complete',
      requests: first.requests,
      warnings: [],
      error: null,
    });
    expect(Date.parse(started_at)).toBeGreaterThanOrEqual(first.beganAt - 1_000);
    expect(Date.parse(ended_at)).toBeLessThanOrEqual(first.endedAt + 1_000);
    expect(seconds).toBeCloseTo((Date.parse(ended_at) - Date.parse(started_at)) / 1000, 2);
    expect(one.streams.map(({ stream }) => stream)).toEqual(['contacts', 'tags', 'tickets']);
    const contacts = workspace.contacts.size;
    expect(of(one, 'contacts')).toMatchObject({
      in_last_run: true,
      outcome: 'complete',
      rows_new: contacts,
      rows_updated: 0,
      rows_deleted: 0,
      rows_total: contacts,
      newest_at: newest(workspace.contacts.values()),
      complete_at: started_at,
      error: null,
    });
    expect(of(one, 'tags')).toMatchObject({ rows_total: workspace.tags.size, newest_at: null });

    // A contact changes and one goes, and a permission is taken away.
    const [changed, gone] = [...workspace.contacts.keys()];
    workspace.updateContact(changed!, { name: 'Renamed' });
    workspace.deleteContact(gone!);
    simulator.change({ denied: ['read_tickets'] });
    const second = await sync('--streams', 'contacts,tickets,tags');
    expect(second.exitCode).toBe(1);
    const two = await shown(database.address);
    expect(two.last_run).toMatchObject({ id: 2, outcome: 'incomplete', requests: second.requests, error: null });
    expect(of(two, 'contacts')).toMatchObject({
      mode: 'incremental',
      outcome: 'complete',
      rows_deleted: 1,
      rows_total: contacts - 1,
      newest_at: newest(workspace.contacts.values()),
      complete_at: two.last_run.started_at,
    });
    expect(of(two, 'tickets')).toMatchObject({
      in_last_run: true,
      outcome: 'failed',
      rows_total: workspace.tickets.size,
      complete_at: started_at,
      error: { code: 'permission_missing', permission: 'Read tickets' },
    });
    const text = (await status(database.address, '--max-age', '1d')).stdout.replace(/\s+/g, ' ');
    expect(text).toContain('1 of 3 streams not complete');
    expect(text).toContain('Not complete: tickets. The token lacks the permission "Read tickets".');
    // Two seconds later than it was last complete it has been for longer than one.
    await untilAfter(Date.parse(started_at) + 2_000);
    const old = await status(database.address, '--max-age', '1s');
    expect([old.exitCode, old.stdout]).toEqual([
      1,
      expect.stringMatching(/Not read completely within 1 s: .*tickets \(/),
    ]);
    expect(await status(database.address, '--max-age', '1d')).toMatchObject({ exitCode: 0 });

    // A run of one stream leaves what is known of the others.
    await sync('--streams', 'tags');
    const three = await shown(database.address, '--max-age', '0');
    expect(three.too_old).toEqual(['tags']);
    expect(of(three, 'tags')).toMatchObject({ in_last_run: true, complete_at: three.last_run.started_at });
    expect(of(three, 'contacts')).toEqual({
      ...of(two, 'contacts'),
      in_last_run: false,
      newest_age_seconds: expect.any(Number),
      complete_age_seconds: expect.any(Number),
    });

    // One that is killed amid its first page has no end, and what was complete is as old as it was.
    simulator.change({ denied: [], latencyMs: 400 });
    const asked = simulator.requests.count('/contacts/search');
    const killed = start('--streams', 'contacts,tickets');
    while (simulator.requests.count('/contacts/search') === asked) await delay(20);
    killed.kill('SIGKILL');
    await killed.ended;
    simulator.change({ latencyMs: 0 });
    const four = await shown(database.address);
    expect(four.last_run).toMatchObject({ id: 4, outcome: 'crashed', ended_at: null, requests: null });
    expect(of(four, 'contacts')).toMatchObject({
      in_last_run: true,
      outcome: 'unfinished',
      rows_total: contacts - 1,
      complete_at: two.last_run.started_at,
    });
    expect((await status(database.address)).stdout).toContain('it was killed before its end');

    const fifth = await sync('--streams', 'contacts,tickets,tags', '--full-refresh');
    expect(fifth.exitCode).toBe(0);
    const five = await shown(database.address);
    expect(five.last_run).toMatchObject({ id: 5, mode: 'full refresh', outcome: 'complete' });
    expect(five.streams.map(({ mode, outcome, complete_at }) => [mode, outcome, complete_at])).toEqual(
      Array(3).fill(['full refresh', 'complete', five.last_run.started_at]),
    );
    const outcomes = await database.use((query) => query('SELECT id, outcome FROM _runs ORDER BY id'));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'complete',
      'incomplete',
      'complete',
      'crashed',
      'complete',
    ]);
  });

  test('tells of a run that was stopped', { timeout: 60_000 }, async () => {
    simulator.change({ latencyMs: 400 });
    const run = start('--streams', 'contacts');
    while (simulator.requests.count('/contacts/search') === 0) await delay(20);
    run.kill('SIGTERM');
    expect(await run.ended).toMatchObject({ signal: 'SIGTERM' });
    expect((await shown(database.address)).last_run).toMatchObject({
      outcome: 'stopped',
      error: { code: 'stopped', message: 'Stopped by SIGTERM. Run it again: it goes on from here.' },
    });
  });

  test('says where nothing was ever synced', async () => {
    await database.use((query) => query('SELECT 1'));
    const { exitCode, stdout, stderr } = await status(database.address);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^(No sync has ever written to|There is no schema) .*\n$/);
  });
});

const untilAfter = async (time: number) => {
  while (Date.now() <= time) await delay(100);
};

describe('a file that can not be told of', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'status-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const said = async (name: string) => {
    const { exitCode, stdout, stderr } = await status(`duckdb:${folder}/${name}`);
    expect([exitCode, stdout]).toEqual([1, '']);
    return stderr.replaceAll(folder, 'HERE');
  };

  test('is named, with what is wrong, and none is made', async () => {
    await writeFile(join(folder, 'empty.duckdb'), '');
    await writeFile(
      join(folder, 'text.duckdb'),
      'a text that is longer than the header of a file of DuckDB'.repeat(100),
    );
    expect(await said('none.duckdb')).toMatch(/^HERE\/none.duckdb does not exist\. Name the file/);
    expect(await said('none/x.duckdb')).toMatch(/^HERE\/none\/x.duckdb does not exist\./);
    expect(await said('empty.duckdb')).toMatch(/^HERE\/empty.duckdb is not a DuckDB database\./);
    expect(await said('text.duckdb')).toMatch(/^HERE\/text.duckdb is not a DuckDB database\./);
    expect(await said('')).toMatch(/^HERE\/ is a folder\./);
    expect((await readdir(folder)).sort()).toEqual(['empty.duckdb', 'text.duckdb']);
    expect(await readFile(join(folder, 'empty.duckdb'), 'utf8')).toBe('');
  });

  test('is waited for a little where a sync is at work on it', async () => {
    const file = join(folder, 'x.duckdb');
    await onFile(file, (query) => query('SELECT 1'));
    const other = await holdOpen(file);
    try {
      expect(await said('x.duckdb')).toMatch(/^Another process \(PID \d+\) has HERE\/x.duckdb open\. .*--publish/);
    } finally {
      await other.release();
    }
    expect(await said('x.duckdb')).toMatch(/^No sync has ever written to HERE\/x.duckdb\./);
  });
});

test('a wrong address is told', async () => {
  const { exitCode, stderr } = await status('nowhere:x');
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^There is no destination "nowhere"\./)]);
});

test('a server that is not there is told', async () => {
  const { exitCode, stderr } = await status('postgres://me:secret-word@127.0.0.1:1/x');
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/127\.0\.0\.1:1\/x .*can't be reached\./)]);
  expect(stderr).not.toContain('secret-word');
});

test.runIf(hasPostgres)('a database that is not there is told', async () => {
  const url = new URL((await postgresServer()).url);
  url.pathname = '/none';
  const { exitCode, stderr } = await status(url.href);
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/none/)]);
});
