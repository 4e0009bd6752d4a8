/** The command `views`, on what the built command loads from a simulated workspace. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as duckdb from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openFile } from '../../src/destinations/duckdb/instance.ts';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { startCommand } from '../support/command.ts';
import { canStartServer, ownServer } from '../support/postgres-server.ts';
import { type PostgresDatabase, postgresDatabase, type TestDatabase, testDatabases } from '../support/test-database.ts';

/** Nothing answers there. */
const nowhere = { INTERCOM_API_URL: 'http://127.0.0.1:9', INTERCOM_ACCESS_TOKEN: '' };

/** Runs it without an Intercom. */
const views = (...args: string[]) => startCommand(['views', ...args], nowhere).ended;

let simulator: Simulator;
let server: Awaited<ReturnType<Simulator['listen']>>;
beforeAll(async () => {
  simulator = createSimulator({
    seed: 5,
    counts: { contacts: 12, conversations: 8, tickets: 4, companies: 3 },
    rateLimit: null,
  });
  server = await simulator.listen();
});
afterAll(() => server.close());

async function sync(address: string, ...args: string[]) {
  const { exitCode, stderr, stdout } = await startCommand(['sync', '--to', address, ...args], {
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  }).ended;
  expect(exitCode, stderr).toBe(0);
  return stdout + stderr;
}

describe.each(testDatabases)('views on $name', ({ create }) => {
  let database: TestDatabase;
  let schema: string;
  const to = (...args: string[]) => views('--to', database.address, ...args);
  const count = (view: string) =>
    database.use(async (query) => (await query(`SELECT count(*) AS n FROM ${view}`))[0]?.n);
  const standing = () =>
    database.use(async (query) =>
      (await query(`SELECT table_name FROM information_schema.views WHERE table_schema = '${schema}'`)).map(
        ({ table_name }) => table_name,
      ),
    );

  beforeEach(async () => {
    database = await create();
    schema = `views_${Math.random().toString(36).slice(2)}`;
    await sync(database.address, '--streams', 'admins,tags,contacts');
  });
  afterEach(async () => {
    await database.use((query) => query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`));
    await database.remove();
  });

  test('are made without a request, told, kept up by each later sync, and dropped', async () => {
    const { exitCode, stdout, stderr } = await to('--view-schema', schema);
    expect(exitCode, stderr).toBe(0);
    const written = stdout.replaceAll(/\s+/g, ' ');
    expect(written).toContain(`49 views stand in the schema ${schema} of `);
    expect(written).toContain('contact_history, contact_segment_history,');
    expect(written).toContain('conversation_history: conversations conversation_contact_history: ');
    expect(written).toContain('article_history: articles, article_statistics');
    expect(written).not.toContain('admin: admins');
    expect(stdout).toMatch(/^Sync them: source-intercom sync --streams \S*conversations\S* --to/m);
    expect(await count(`${schema}.admin`)).toBe(simulator.workspace.admins.size);
    expect(await count(`${schema}.conversation_history`)).toBe(0);

    await sync(database.address, '--streams', 'conversations');
    expect(await count(`${schema}.conversation_history`)).toBe(simulator.workspace.truth('conversations').length);
    // Those that sync makes by itself are another style.
    await sync(database.address, '--streams', 'admins', '--no-views');
    expect((await standing()).length).toBe(49);

    const removed = await to('--remove');
    expect(removed.exitCode, removed.stderr).toBe(0);
    expect(removed.stdout).toContain('holds no views of the style fivetran any more');
    expect(await standing()).toEqual([]);
    await sync(database.address, '--streams', 'admins');
    expect(await standing()).toEqual([]);
  });

  test('are made anew by a sync where they were dropped, and left alone where nothing changed', async () => {
    await to('--view-schema', schema);
    await database.use(async (query) => {
      await query(`CREATE VIEW ${schema}.mine AS SELECT name FROM ${schema}.admin`);
      await query(`DROP VIEW ${schema}.tag`);
    });
    await sync(database.address, '--streams', 'admins');
    expect(await count(`${schema}.mine`)).toBe(simulator.workspace.admins.size);
    expect(await count(`${schema}.tag`)).toBe(simulator.workspace.tags.size);
  });

  test('stand where columns are left out or hashed, custom attributes have columns, and tables are masked later', async () => {
    await to('--view-schema', schema);
    const types = () =>
      database.use(async (query) => {
        const rows = await query(
          `SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = '${schema}'`,
        );
        return rows.map(({ table_name, column_name, data_type }) => [`${table_name}.${column_name}`, data_type]);
      });
    const before = Object.fromEntries(await types());
    const told = await sync(
      database.address,
      ...['--streams', 'contacts,companies', '--custom-attributes', 'columns'],
      ...['--exclude', 'tickets,contacts.last_seen_at,contacts.location,contacts.has_hard_bounced,companies.plan'],
    );
    expect(told).not.toContain('could not be');
    const { custom_attributes } = simulator.workspace.truth('contacts')[0]!;
    expect(Object.keys(custom_attributes as object).length).toBeGreaterThan(0);
    const after = await types();
    const isCustom = ([name]: unknown[]) => String(name).includes('.custom_');
    const custom = after.filter(isCustom);
    expect(Object.fromEntries(after.filter((column) => !isCustom(column)))).toEqual(before);
    expect(custom.length).toBeGreaterThan(2);
    expect(
      custom.map(([, type]) => type).filter((type) => /zone/i.test(String(type)) && !/without/.test(String(type))),
    ).toEqual([]);
    await database.use(async (query) => {
      const rows = await query(
        `SELECT DISTINCT last_seen_at, location_city, has_hard_bounced FROM ${schema}.contact_history`,
      );
      expect(rows.map((row) => Object.values(row))).toEqual([[null, null, null]]);
    });
    expect(await count(`${schema}.contact_history`)).toBe(simulator.workspace.contacts.size);
    expect(await count(`${schema}.company_history`)).toBe(simulator.workspace.companies.size);
  });

  test('are not made in place of what has their name, which is told; the others are', async () => {
    await database.use((query) => query(`CREATE SCHEMA ${schema}`));
    await database.use((query) => query(`CREATE TABLE ${schema}.admin AS SELECT 1 AS mine`));
    const { exitCode, stdout, stderr } = await to('--view-schema', schema);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(new RegExp(`^The view ${schema}\\.admin was not made: something else is called so\\..*\n$`));
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('48 views stand');
    expect(await count(`${schema}.admin WHERE mine = 1`)).toBe(1);
  });

  test('may stand beside the tables, and stay as they are there', async () => {
    const [own] = await database.use((query) => query('SELECT current_schema() AS name'));
    const { exitCode, stderr, stdout } = await to('--view-schema', String(own!.name));
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('beside the tables');
    await database.use((query) => query('CREATE VIEW mine AS SELECT name FROM admin'));
    await sync(database.address, '--streams', 'admins');
    expect(await count('mine')).toBe(simulator.workspace.admins.size);
  });
});

describe('views', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'views-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('are listed without a database', async () => {
    const { exitCode, stdout } = await views('--list', '--to', `duckdb:${join(folder, 'none.duckdb')}`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^conversation_tag_history\n {4}Which conversation has which tag.*\n {4}Of conversation_tags\.$/m,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('of a style that is unknown are refused', async () => {
    const { exitCode, stderr } = await views('--style', 'fivtran');
    expect([exitCode, stderr]).toEqual([1, 'There is no style "fivtran" of views. Did you mean "fivetran"?\n']);
    expect((await views('--style', 'other')).stderr).toBe(
      'There is no style "other" of views. There are: standard, fivetran.\n',
    );
    expect((await views('--list', '--remove')).stderr).toBe('Give --remove or --list, not both.\n');
  });

  test('need a file that a sync has loaded, and leave any other as it is', async () => {
    const at = (name: string) => `duckdb:${join(folder, name)}`;
    const missing = await views('--to', at('none.duckdb'));
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toMatch(
      /^There is no file .*none\.duckdb\. Sync into it first \(source-intercom sync --to /,
    );
    expect(await readdir(folder)).toEqual([]);

    await writeFile(join(folder, 'text.duckdb'), 'hello');
    expect((await views('--to', at('text.duckdb'))).stderr).toContain('is not a DuckDB database');
    expect(await readFile(join(folder, 'text.duckdb'), 'utf8')).toBe('hello');

    const file = join(folder, 'other.duckdb');
    const other = await openFile(duckdb, file);
    await other.connection.run('CREATE TABLE mine AS SELECT 1 AS one');
    const inUse = await views('--to', at('other.duckdb'));
    expect([inUse.exitCode, inUse.stderr]).toEqual([1, expect.stringContaining(`(PID ${process.pid})`)]);
    other.close();
    const foreign = await views('--to', at('other.duckdb'));
    expect([foreign.exitCode, foreign.stderr]).toEqual([
      1,
      `No sync has ever written to ${file}. Sync into it first, or name the file that is synced into.\n`,
    ]);
    const again = await openFile(duckdb, file);
    const tables = await again.connection.runAndReadAll('SELECT table_name FROM information_schema.tables');
    again.close();
    expect(tables.getRows()).toEqual([['mine']]);
  });

  test('are made of a file that an earlier version wrote, in which nobody is 0', async () => {
    const file = join(folder, 'earlier.duckdb');
    await writeFile(file, gunzipSync(await readFile(new URL('../fixtures/intercom.duckdb.gz', import.meta.url))));
    const { exitCode, stderr } = await views('--to', `duckdb:${file}`);
    expect([exitCode, stderr]).toEqual([0, '']);
    const opened = await openFile(duckdb, file);
    const read = await opened.connection.runAndReadAll(`
      SELECT count(*) FILTER (WHERE admin_assignee_id = 0), count(*) FILTER (WHERE assignee_id IS NULL), count(*) FILTER (WHERE assignee_id = '0')
      FROM main.conversations JOIN intercom.conversation_history USING (id)`);
    opened.close();
    expect(read.getRows()).toEqual([[10n, 10n, 0n]]);
  });

  test('can be asked for in a file that is called as their schema', async () => {
    const address = `duckdb:${join(folder, 'intercom.duckdb')}`;
    await sync(address, '--streams', 'admins');
    const { stdout } = await views('--to', address);
    const [, sql] = /^Ask one: source-intercom query "(.*)" --to/m.exec(stdout)!;
    expect(sql).toBe('SELECT * FROM intercom.intercom.admin');
    const asked = await startCommand(['query', sql!, '--json', '--to', address], nowhere).ended;
    expect(asked.stdout.trim().split('\n').length, asked.stderr).toBe(simulator.workspace.admins.size);
  });
});

describe.runIf(canStartServer)('views of a user of PostgreSQL who may do little', () => {
  let database: PostgresDatabase;
  const role = `maker_${Math.random().toString(36).slice(2)}`;
  beforeAll(async () => {
    database = await postgresDatabase(await ownServer());
    await database.use((query) =>
      query(`CREATE ROLE ${role} LOGIN; CREATE SCHEMA "${database.schema}" AUTHORIZATION ${role}`),
    );
  });
  afterAll(async () => {
    await database.use((query) => query(`DROP SCHEMA IF EXISTS ${role} CASCADE`));
    await database.remove();
    await database.use((query) => query(`DROP ROLE ${role}`));
  });

  test('name the statement that allows them, and are made after it', async () => {
    const address = new URL(database.address);
    address.username = role;
    await sync(address.href, '--streams', 'admins');
    const make = () => views('--to', address.href, '--view-schema', role);
    const refused = await make();
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      new RegExp(
        `^There are no views in the schema ${role}\\. The user "${role}" may not make the schema of .*: CREATE SCHEMA "${role}" AUTHORIZATION "${role}";\n$`,
      ),
    );
    await database.use((query) => query(`CREATE SCHEMA ${role}`));
    const closed = await make();
    expect(closed.stderr).toMatch(
      new RegExp(`lacks USAGE and CREATE .*: GRANT USAGE, CREATE ON SCHEMA "${role}" TO "${role}";\n$`),
    );
    await database.use((query) => query(/: (GRANT .*;)\n$/.exec(closed.stderr)![1]!));
    const made = await make();
    expect([made.exitCode, made.stderr]).toEqual([0, '']);
    // Nor does a later sync need more.
    expect(await sync(address.href, '--streams', 'admins')).not.toContain('There are no views');
    const [row] = await database.use((query) => query(`SELECT count(*) AS n FROM ${role}.admin`));
    expect(row!.n).toBe(simulator.workspace.admins.size);
  });

  test('need a schema that a sync has loaded', async () => {
    const { exitCode, stderr } = await views('--to', database.url, '--schema', 'not_there');
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^There is no .*not_there\). Sync into it first/)]);
  });
});
