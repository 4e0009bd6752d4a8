/** The command `doctor`, where all is well and where one thing or another is not. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { checkNode } from '../../src/doctor/machine.ts';
import { checkNetwork } from '../../src/doctor/network.ts';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { holdOpen } from '../destinations/duckdb/holder.ts';
import { roleOf } from '../destinations/postgres/roles.ts';
import { startCommand } from '../support/command.ts';
import { canStartServer, ownServer } from '../support/postgres-server.ts';
import { postgresDatabase } from '../support/test-database.ts';
import { listenWithTls } from '../support/tls.ts';

let simulator: Simulator;
let server: Awaited<ReturnType<Simulator['listen']>>;
let folder: string;
beforeAll(async () => {
  simulator = createSimulator({ seed: 5, counts: { contacts: 700, conversations: 260, tickets: 40, companies: 120 } });
  server = await simulator.listen();
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(() => simulator.change({ denied: [] }));
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const env = () => ({ INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' });
const at = (name: string) => `duckdb:${join(folder, name)}`;

async function doctor(to: string, changed: Record<string, string> = {}) {
  const { stdout, stderr, exitCode } = await startCommand(['doctor', '--to', to, '--json'], { ...env(), ...changed })
    .ended;
  expect(stderr).toBe('');
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] };
  expect(exitCode).toBe(ok ? 0 : 1);
  const of = (name: string) => checks.find((check) => check.name === name);
  const failed = checks.filter(({ status }) => status === 'failed').map(({ name }) => name);
  return { checks, of, failed, stdout };
}

describe('doctor', () => {
  test('finds all well, and leaves nothing behind', async () => {
    const { of, failed, checks } = await doctor(at('new.duckdb'));
    expect(failed).toEqual([]);
    expect(of('token')).toMatchObject({
      status: 'ok',
      found: 'opens "Northwind Simulator" (sim00001), API version 2.17',
    });
    expect(of('region')?.found).toBe('us, time zone America/Los_Angeles');
    expect(of('rate limit')?.found).toBe('10,002 requests a minute, of which a sync may spend 9,000');
    expect(of('Read tags')).toMatchObject({ status: 'ok', found: 'opens tags' });
    expect(of('writing')?.found).toContain('not there yet: a sync makes it');
    expect(checks.filter(({ section }) => section === 'permissions').length).toBeGreaterThan(8);
    expect(await readdir(folder)).toEqual([]);
  });

  test('foretells the requests of a first sync', async () => {
    const { of } = await doctor(at('counted.duckdb'));
    // The list of companies leaves out those without people.
    expect(of('records')?.found).toMatch(/^700 contacts, 260 conversations, 40 tickets, 1[12]\d companies$/);
    const foretold = Number(/about ([\d,]+)/.exec(of('requests')!.found)![1]!.replaceAll(',', ''));
    const before = simulator.requests.all.length;
    const { exitCode, stderr } = await startCommand(['sync', '--to', at('counted.duckdb')], env()).ended;
    expect(exitCode, stderr).toBe(0);
    const spent = simulator.requests.all.length - before;
    // What long lists of tags take besides, no count tells.
    expect(foretold / spent).toBeGreaterThan(0.7);
    expect(foretold / spent).toBeLessThan(1.1);
  });

  test('names the permissions that lack, what they close, and the conversations that tickets hide', async () => {
    simulator.change({ denied: ['read_tickets', 'read_admins'] });
    const { of, failed } = await doctor(at('new.duckdb'));
    expect(failed.sort()).toEqual(['Read admins', 'Read tickets', 'conversations that are tickets']);
    expect(of('Read tickets')).toMatchObject({
      found: expect.stringMatching(/^closes tickets, ticket_parts, /),
      hint: expect.stringContaining("Grant it in Intercom's Developer Hub"),
    });
    expect(of('conversations that are tickets')?.found).toBe('left out, without an error');
    expect(of('records')?.found).not.toContain('tickets');
  });

  test.each([
    ['a wrong token', { INTERCOM_ACCESS_TOKEN: 'secret-but-wrong' }, ['token'], /refuses the access token/],
    ['no token', { INTERCOM_ACCESS_TOKEN: '' }, ['configuration'], /There is no access token/],
    ['a name that is not there', { INTERCOM_API_URL: 'https://api.invalid' }, ['DNS'], /api\.invalid is not found/],
    [
      'a port at which nothing is',
      { INTERCOM_API_URL: 'https://127.0.0.1:9' },
      ['TLS'],
      /no connection to 127\.0\.0\.1:9/,
    ],
    ['a proxy that is none', { HTTPS_PROXY: 'user:secret-but-wrong' }, ['proxy'], /HTTPS_PROXY is not the address/],
  ])('tells of %s, and looks at the destination all the same', async (_, changed, expected, found) => {
    const { failed, of, stdout } = await doctor(at('new.duckdb'), changed);
    expect(failed).toEqual(expected);
    expect(of(expected[0]!)?.found).toMatch(found);
    expect(of(expected[0]!)?.hint).toBeTruthy();
    expect(of('writing')?.status).toBe('ok');
    expect(stdout).not.toContain('secret-but-wrong');
  });

  test('tells a certificate that no one has signed from a server that is not there', async () => {
    const tls = await listenWithTls(Number(new URL(server.url).port));
    const { failed, of } = await doctor(at('new.duckdb'), { INTERCOM_API_URL: `https://127.0.0.1:${tls.port}` });
    await tls.close();
    expect(failed).toEqual(['TLS']);
    expect(of('TLS')?.found).toMatch(/certificate of 127\.0\.0\.1:\d+ is not trusted/);
    expect(of('TLS')?.hint).toContain('NODE_EXTRA_CA_CERTS');
    expect(tls.arrived()).toBe(0);
  });

  test('does not wait for a server that takes a connection and says nothing', async () => {
    const silent = createServer();
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const { port } = silent.address() as { port: number };
    const { signal } = new AbortController();
    const checks = await checkNetwork({ url: `https://127.0.0.1:${port}`, env: {}, signal, patience: 100 });
    silent.close();
    expect(checks.at(-1)?.found).toBe(`no connection to 127.0.0.1:${port} (ETIMEDOUT)`);
  });

  test('measures how far the clocks are apart', async () => {
    const other = createSimulator({ now: () => Date.now() - 600_000, counts: { contacts: 3, conversations: 2 } });
    const listening = await other.listen();
    const { of } = await doctor(at('new.duckdb'), { INTERCOM_API_URL: listening.url });
    await listening.close();
    expect(of('clock')?.found).toMatch(/^(599|600|601) s ahead of Intercom's$/);
    expect(of('clock')?.status).toBe('warning');
  });

  test('tells of a rate limit that the answers do not name', async () => {
    const other = createSimulator({ rateLimit: null, counts: { contacts: 3, conversations: 2 } });
    const listening = await other.listen();
    const { of } = await doctor(at('new.duckdb'), { INTERCOM_API_URL: listening.url });
    await listening.close();
    expect(of('rate limit')).toMatchObject({ status: 'warning', found: 'not told in the answers' });
  });

  test('tells who holds the file, whose data it has, and changes nothing of it', async () => {
    const file = join(folder, 'counted.duckdb');
    const before = { bytes: await readFile(file), mtime: (await stat(file)).mtimeMs };
    const own = await doctor(at('counted.duckdb'));
    expect(own.failed).toEqual([]);
    expect(own.of('workspace')).toMatchObject({ status: 'ok', found: 'holds "Northwind Simulator" (sim00001)' });
    const other = createSimulator({ workspaceId: 'other001', counts: { contacts: 3, conversations: 2 } });
    const listening = await other.listen();
    const foreign = await doctor(at('counted.duckdb'), { INTERCOM_API_URL: listening.url });
    await listening.close();
    expect(foreign.failed).toEqual(['workspace']);
    const holder = await holdOpen(file);
    const held = await doctor(at('counted.duckdb'));
    await holder.release();
    expect(held.of('lock')).toMatchObject({ status: 'warning', found: expect.stringContaining(`${holder.pid}`) });
    expect((await readFile(file)).equals(before.bytes)).toBe(true);
    expect((await stat(file)).mtimeMs).toBe(before.mtime);
  });

  test.each([
    ['a folder that is not there', 'nowhere/x.duckdb', /Nothing can be made in the folder/],
    ['a folder in its place', '.', /is a folder/],
  ])('tells of %s', async (_, name, found) => {
    const { failed, of } = await doctor(at(name));
    expect(failed).toEqual(['writing']);
    expect(of('writing')?.found).toMatch(found);
  });

  test.runIf(canStartServer)('tells what a user of PostgreSQL lacks, and makes no schema', async () => {
    const database = await postgresDatabase(await ownServer());
    const role = await roleOf(database);
    const schemas = () =>
      database.use((query) => query(`SELECT 1 FROM pg_namespace WHERE nspname = '${database.schema}'`));
    const lacking = await doctor(role.address);
    await role.run(`GRANT CREATE, CONNECT, TEMPORARY ON DATABASE postgres TO :role`);
    const allowed = await doctor(role.address);
    expect(lacking.failed).toEqual(['writing']);
    expect(lacking.of('writing')?.hint).toMatch(/run: CREATE SCHEMA /);
    expect(allowed.failed).toEqual([]);
    expect(allowed.of('writing')?.found).toMatch(/PostgreSQL \d+[\d.]*, the schema is not there yet: a sync makes it/);
    expect(await schemas()).toEqual([]);
    await role.run('REVOKE CREATE ON DATABASE postgres FROM :role');
    await role.remove();
    await database.remove();
  });

  test('tells people in lines that fit, with what to do below each', async () => {
    simulator.change({ denied: ['read_tags'] });
    const { stdout, exitCode } = await startCommand(['doctor', '--to', at('new.duckdb')], env()).ended;
    expect(exitCode).toBe(1);
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/\n {2}✗ Read tags {5}closes tags\n {18}→ Grant it/);
    expect(stdout).toMatch(/\n1 problem(, 1 warning)?: see what is marked ✗\.\n$/);
  });
});

test('a Node that gets no fixes any more is told, a newer one is well', () => {
  expect(checkNode('20.19.0')).toMatchObject({ status: 'warning', hint: expect.stringContaining('22 or later') });
  expect(checkNode('24.1.0')).toEqual({ section: 'machine', name: 'Node', status: 'ok', found: '24.1.0' });
});
