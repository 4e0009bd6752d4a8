/** `sync` by the built command, from a simulated Intercom over HTTP into a DuckDB file: the tables equal the workspace. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { type CommandResult, startCommand } from '../support/command.ts';
import { defining } from '../support/registry.ts';
import { changeOfEveryKind } from './change-of-every-kind.ts';
import { expectTablesToEqualTruth as expectAllTablesToEqualTruth } from './tables.ts';

const token = 'simulator-token';
const types = defining.custom_object_types.join(',');

let simulator: Simulator;
let server: { url: string; close(): Promise<void> };
let place: DuckdbPlace;

async function serve(options: SimulatorOptions = {}) {
  simulator = createSimulator({ scale: 0.4, ...options });
  server = await simulator.listen();
}

beforeEach(async () => {
  place = await duckdbPlace();
});
afterEach(async () => {
  await server.close();
  await place.remove();
});

const program = (args: string[] = [], env: Record<string, string> = {}) =>
  startCommand(['sync', '--to', `duckdb:${place.file}`, '--custom-object-types', types, ...args], {
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: token,
    ...env,
  });
const sync = (args?: string[], env?: Record<string, string>): Promise<CommandResult> => program(args, env).ended;

const expectTablesToEqualTruth = (streams?: 'all') => expectAllTablesToEqualTruth(place, simulator, streams);

describe('a sync into DuckDB', () => {
  test('holds the workspace, and after changes the changed workspace', { timeout: 240_000 }, async () => {
    await serve({ seed: 3, scale: 0.25, rateLimit: null });
    simulator.workspace.createTag({ name: 'doomed' });
    const first = await sync(['--streams', 'all']);
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });
    await expectTablesToEqualTruth('all');

    changeOfEveryKind(simulator.workspace);
    const requests = simulator.requests.count();
    const second = await sync(['--streams', 'all']);
    expect(second, second.stderr).toMatchObject({ exitCode: 0 });
    await expectTablesToEqualTruth('all');
    expect(simulator.requests.count() - requests).toBeLessThan(requests / 2);
    const deleted = await place.query('SELECT DISTINCT stream, reason FROM _deleted ORDER BY ALL');
    expect(deleted).toEqual(
      expect.arrayContaining([
        { stream: 'contacts', reason: 'deleted' },
        { stream: 'contacts', reason: 'merged' },
        { stream: 'conversations', reason: 'deleted' },
        { stream: 'companies', reason: 'absent from a full pass' },
        { stream: 'leads', reason: 'became_user' },
      ]),
    );
  });

  test('drops in a full refresh what it does not meet, tickets too, and keeps what Intercom still has', async () => {
    await serve({ seed: 4 });
    await sync();
    const [gone, kept] = [...simulator.workspace.tickets.keys()];
    simulator.workspace.deleteTicket(gone!);
    // A record that search leaves out for once, though it is there.
    const hides = simulator.faults.add({ kind: 'search-404', match: '/tickets/search', id: kept! });
    const second = await sync(['--full-refresh']);
    expect(second, second.stderr).toMatchObject({ exitCode: 0 });
    expect(hides.fired).toBeGreaterThan(0);
    await expectTablesToEqualTruth();
  });

  test('finds deleted contacts in a full refresh where their activities are closed', async () => {
    await serve({ seed: 5, versions: ['2.16', '2.17'], inactiveContacts: false });
    const [gone] = [...simulator.workspace.contacts.values()].filter(({ role }) => role === 'user');
    const names = ['--streams', 'contacts,users,leads'];
    const first = await sync(names);
    expect(first.stderr).toContain('Deletions are unavailable for contacts, users, leads');
    simulator.workspace.deleteContact(gone!.id);
    await sync(names);
    const held = () => place.query(`SELECT count(*) AS n FROM users WHERE id = '${gone!.id}'`);
    expect(await held()).toEqual([{ n: 1 }]);
    await sync([...names, '--full-refresh']);
    expect(await held()).toEqual([{ n: 0 }]);
  });

  test('killed in the middle and run again, it holds the workspace', async () => {
    await serve({ seed: 6, scale: 1, latencyMs: 5 });
    const half = 100;
    const running = program();
    while (simulator.requests.count() < half) await new Promise((resolve) => setTimeout(resolve, 5));
    running.kill('SIGKILL');
    expect(await running.ended).toMatchObject({ signal: 'SIGKILL' });
    simulator.workspace.updateContact([...simulator.workspace.contacts.keys()][0]!, { name: 'Changed in between' });
    const second = await sync();
    expect(second, second.stderr).toMatchObject({ exitCode: 0 });
    await expectTablesToEqualTruth();
  });

  test('reads only the streams asked for, and only since the date given', async () => {
    await serve({ seed: 7 });
    const since = '2020-01-01T00:00:00Z';
    const result = await sync(['--streams', 'tags', '--since', since, '--streams', ' contacts']);
    expect(result, result.stderr).toMatchObject({ exitCode: 0 });
    const paths = new Set(simulator.requests.all.map(({ path }) => path));
    expect([...paths].sort()).toEqual(['/contacts/activities', '/contacts/search', '/data_attributes', '/me', '/tags']);
  });
});

describe('what goes wrong is told in a line that says what to do', () => {
  test('a stream without its permission: the others are complete, the exit code is 1', async () => {
    await serve({ denied: ['read_tickets'] });
    const { exitCode, stderr, stdout } = await sync(['--streams', 'tags,tickets,admins']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Stream "tickets" is closed to this token: it needs the permission "Read tickets".');
    expect(stdout).toMatch(/^tickets .*failed/m);
    expect(stdout).toMatch(/^Not complete: tickets\.\n {2}The token lacks the permission "Read tickets"\. Grant it /m);
    expect(stdout).toMatch(/\n\n1 of 3 streams is not complete after .* exit code 1\.\n$/);
    expect(await place.rows('tags')).not.toEqual([]);
    expect(await place.rows('tickets')).toEqual([]);
  });

  test('no token, a wrong one, another region', async () => {
    await serve();
    expect(await sync([], { INTERCOM_ACCESS_TOKEN: '' })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^There is no access token\. Set INTERCOM_ACCESS_TOKEN.*\n$/),
    });
    const wrong = await sync([], { INTERCOM_ACCESS_TOKEN: 'wrong-token-1' });
    expect(wrong.stderr).toMatch(/^Intercom's us host refuses the access token\. .*\n$/);
    expect(wrong.stderr).not.toContain('wrong-token-1');
    const elsewhere = await sync(['--region', 'eu']);
    expect(elsewhere.stderr).toMatch(/^The token's workspace is in region "us", .* Set region to us\.\n$/);
  });

  test('a wrong value, an unknown stream, an unknown kind of destination', async () => {
    await serve();
    expect((await sync(['--since', 'yesterday'])).stderr).toMatch(
      /^The configuration is wrong: "start_date" takes a UTC date/,
    );
    expect((await sync(['--streams', 'tags,tagz'])).stderr).toMatch(
      /^There is no stream "tagz"\. Did you mean "tags"\? There are: contacts, /,
    );
    expect((await sync(['--since', '2024-02-30'])).stderr).toMatch(/^The configuration is wrong: .* that exists.*\n$/);
    expect((await sync(['--since', '2999-01-31'])).stderr).toMatch(/^The configuration is wrong: .* future.*\n$/);
    const oracle = startCommand(['sync', '--to', 'oracle:x'], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: token,
    });
    expect(await oracle.ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('duckdb:') });
    expect(simulator.requests.count('/tags')).toBe(0);
  });

  test('a file that is read-only, none of DuckDB, or of another workspace', async () => {
    await serve();
    await sync(['--streams', 'tags']);
    const other = createSimulator({ workspaceId: 'other001' });
    const { url, close } = await other.listen();
    const refused = await sync(['--streams', 'tags'], { INTERCOM_API_URL: url });
    await close();
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('other001') });
    expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);

    await chmod(place.file, 0o444);
    await writeFile(join(place.folder, 'notes.txt'), 'no database');
    const text = startCommand(['sync', '--to', `duckdb:${join(place.folder, 'notes.txt')}`], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: token,
    });
    expect(await text.ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('notes.txt') });
  });
});
