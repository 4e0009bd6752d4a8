/** `sync` with what is left out and hashed: in the tables, and nowhere in the file's bytes, also where the rules change between syncs. */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';
import { hashOf, salt } from '../support/masking.ts';

/** Each of the tests starts the command up to eight times. */
vi.setConfig({ testTimeout: 300_000 });

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;
beforeEach(async () => {
  simulator = createSimulator({ seed: 5, scale: 0.1 });
  server = await simulator.listen();
  place = await duckdbPlace('x.duckdb');
});
afterEach(async () => {
  await server.close();
  await place.remove();
});

/** Syncs a few streams, and gives what was said. */
async function sync(args: string[] = [], config: Row = {}): Promise<string> {
  const file = join(place.folder, 'config.json');
  await writeFile(file, JSON.stringify({ access_token: 'simulator-token', hash_salt: salt, ...config }));
  const { exitCode, stdout, stderr } = await startCommand(
    ['sync', '--to', `duckdb:${place.file}`, '--config', file, ...args],
    {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: '',
    },
  ).ended;
  expect(exitCode, stderr).toBe(0);
  expect(stdout + stderr).not.toContain(salt);
  return stdout + stderr;
}
const few = ['--streams', 'contacts,users,conversations,conversation_parts'];

/** The values that are anywhere in what the sync left in the folder, the configuration apart. */
function foundOnDisk(values: readonly string[]): string[] {
  const files = readdirSync(place.folder).filter((name) => name.startsWith('x.duckdb'));
  const bytes = files.map((name) => readFileSync(join(place.folder, name)));
  return values.filter((value) => bytes.some((one) => one.includes(value)));
}

/** The bodies of all parts, long enough to be no one else's words. */
const bodies = async () =>
  (await place.query('SELECT body FROM conversation_parts WHERE length(body) > 20')).map(({ body }) => String(body));

const columnsOf = async (table: string) =>
  (
    await place.query(
      `SELECT column_name FROM duckdb_columns() WHERE table_name = '${table}' AND database_name = 'file'`,
    )
  ).map(({ column_name }) => String(column_name));
const emails = async (table: string) =>
  new Map((await place.query(`SELECT id, email FROM ${table}`)).map(({ id, email }) => [id, email]));
const expectedEmails = (change: (email: string) => string, role?: string) =>
  new Map(
    [...simulator.workspace.contacts.values()]
      .filter((contact) => role === undefined || contact.role === role)
      .map(({ id, email }) => [id, email ? change(email) : null]),
  );

/** A value with 60 letters that no compression hides: those of names are short. */
const long = (what: string) => `${what} ${'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(2)} ${what}`;

test('what is left out and hashed is nowhere in the file, in a first sync and in the next one', async () => {
  const { workspace } = simulator;
  const [first, second] = [...workspace.contacts.values()].filter(({ role }) => role === 'user');
  workspace.updateContact(first!.id, { name: long('secret name'), email: `${long('one').replaceAll(' ', '.')}@x.org` });
  const rules = [
    ...few,
    '--exclude',
    'contacts.name,users.name',
    '--exclude',
    '*.phone',
    '--hash',
    '*.email',
    '--no-bodies',
  ];
  await sync(rules);
  expect(await emails('contacts')).toEqual(expectedEmails(hashOf));
  expect(await emails('users')).toEqual(expectedEmails(hashOf, 'user'));
  for (const table of ['contacts', 'users']) {
    expect(await columnsOf(table)).not.toContain('name');
    expect(await columnsOf(table)).not.toContain('phone');
    expect(await place.query(`SELECT 1 FROM ${table} WHERE _extra::VARCHAR LIKE '%name"%'`)).toEqual([]);
  }
  expect(await columnsOf('conversation_parts')).not.toContain('body');

  workspace.updateContact(second!.id, { name: long('other name'), email: 'second@secret.example', phone: '+15550123' });
  const said = await sync(rules);
  expect(said).not.toContain('read from the start');
  expect(await emails('contacts')).toEqual(expectedEmails(hashOf));
  const secrets = [
    long('secret name'),
    long('other name'),
    long('one').replaceAll(' ', '.'),
    'second@secret.example',
    '+15550123',
  ];
  expect(foundOnDisk([...secrets, salt])).toEqual([]);
});

test('where the rules change, the streams are read again and what was stored is gone from the file', async () => {
  const { workspace } = simulator;
  const [user] = [...workspace.contacts.values()].filter(({ role }) => role === 'user');
  workspace.updateContact(user!.id, { name: long('secret name'), email: `${long('one').replaceAll(' ', '.')}@x.org` });
  await sync([...few, '--streams', 'leads,tags']);
  const messages = await bodies();
  const secrets = [long('secret name'), long('one').replaceAll(' ', '.'), ...messages];
  // Else nothing would be proved.
  expect(foundOnDisk(secrets).length).toBeGreaterThan(secrets.length / 2);
  await place.query(`CREATE VIEW mine AS SELECT id, updated_at FROM contacts`);

  // Only users are read, and the other tables are emptied all the same.
  const config = { exclude: ['contacts.name', 'users.name', 'leads.name', 'tags'], hash: ['*.email'], no_bodies: true };
  const said = await sync(['--streams', 'users'], config);
  expect(said).toContain('tags is left out: its table is dropped.');
  expect(said).toContain('users is read from the start: what is left out of it or hashed has changed.');
  expect(foundOnDisk(secrets)).toEqual([]);
  expect(await emails('users')).toEqual(expectedEmails(hashOf, 'user'));
  expect(new Set((await emails('contacts')).values())).toEqual(new Set([null]));
  expect(await columnsOf('tags')).toEqual([]);
  expect(await place.query('SELECT count(*) AS n FROM mine')).toEqual([{ n: workspace.contacts.size }]);

  const next = await sync(few, config);
  for (const name of ['contacts', 'conversations', 'conversation_parts'])
    expect(next).toContain(`${name} is read from the start: what is left out of it or hashed has changed.`);
  expect(next).not.toContain('users is read from the start');
  expect(await emails('contacts')).toEqual(expectedEmails(hashOf));
  expect(await columnsOf('contacts')).not.toContain('name');
  expect(foundOnDisk(secrets)).toEqual([]);
  expect(await sync(few, config)).not.toContain('read from the start');

  const other = 'another salt, of the tests';
  expect(await sync(few, { ...config, hash_salt: other })).toContain('users is read from the start: what is left out');
  expect([...(await emails('users')).values()]).not.toEqual([...expectedEmails(hashOf, 'user').values()]);

  // Nothing is left out any more: all is as it would be had there been no rules.
  expect(await sync([...few, '--streams', 'tags'])).toContain('contacts is read from the start: what is left out');
  expect(await emails('contacts')).toEqual(expectedEmails((email) => email));
  const names = new Map([...workspace.contacts.values()].map(({ id, name }) => [id, name ?? null]));
  expect(new Map((await place.query('SELECT id, name FROM contacts')).map(({ id, name }) => [id, name]))).toEqual(
    names,
  );
  expect((await bodies()).sort()).toEqual(messages.sort());
  expect(await place.rows('tags')).toHaveLength(workspace.tags.size);
});

test('streams that the configuration names are read, those that a flag names instead, and none that is left out', async () => {
  await sync([], { streams: ['tags'] });
  expect(await columnsOf('tags')).not.toEqual([]);
  expect(await columnsOf('admins')).toEqual([]);
  await sync(['--streams', 'admins'], { streams: ['tags'] });
  expect(await columnsOf('admins')).not.toEqual([]);
  const { exitCode, stderr } = await startCommand(
    ['sync', '--to', `duckdb:${place.file}`, '--streams', 'tags', '--exclude', 'tags,admins.email', '--hash', ''],
    { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' },
  ).ended;
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'The configuration is wrong: "hash" takes a list of paths, such as ["contacts.email"]; "hash" needs a salt, so that no one can guess what was hashed: give a secret text as "hash_salt".\n',
  );
  const refused = await startCommand(
    ['sync', '--to', `duckdb:${place.file}`, '--streams', 'tags', '--exclude', 'tags'],
    { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' },
  ).ended;
  expect(refused.stderr).toBe('The stream "tags" is to be read, and is left out by "exclude".\n');
});

test('a key that is not known is told', async () => {
  expect(await sync(['--streams', 'tags'], { exclud: ['tags'] })).toContain(
    'The configuration has a key that is not known: "exclud". Did you mean "exclude"?',
  );
});
