/** Views by the built command: what of them is told, and when they come and go. */
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { viewStyles } from '../../src/views/index.ts';
import { startCommand } from '../support/command.ts';
import { duckdbDatabase, type TestDatabase, testDatabases } from '../support/test-database.ts';
import { rowsOf } from './rows.ts';

const names = viewStyles.standard.map(({ name }) => name);

let simulator: Simulator;
let server: Listening;
beforeAll(async () => {
  simulator = createSimulator({ seed: 3, scale: 0.2, rateLimit: null });
  server = await simulator.listen();
});
afterAll(() => server.close());

async function sync(address: string, ...args: string[]) {
  const result = await startCommand(['sync', '--to', address, ...args], {
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  }).ended;
  expect(result.exitCode, result.stderr).toBe(0);
  return result;
}

describe.each(testDatabases)('the views of a sync into $name', ({ name, create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
  });
  afterEach(() => database.remove());
  const rows = (sql: string) => rowsOf(database, sql);
  const there = async () => {
    const found: string[] = [];
    for (const view of names) {
      const [first] = await rows(`SELECT count(*) AS n FROM ${view}`).catch(() => []);
      if (first) found.push(view);
    }
    return found;
  };

  test('answer without a stream or a column that they read, and have those of custom attributes', async () => {
    const { conversations } = simulator.workspace;
    await sync(database.address, ...['--streams', 'tags']);
    expect(await there()).toEqual(names);
    for (const view of names) expect(await rows(`SELECT * FROM ${view}`), view).toEqual([]);

    const streams = ['--streams', 'conversations,contacts,tags', '--custom-attributes', 'columns'];
    await sync(database.address, ...streams, '--exclude', 'contacts.email');
    const metrics = await rows('SELECT * FROM conversation_metrics ORDER BY id');
    expect(metrics).toHaveLength(conversations.size);
    expect(metrics.filter((row) => row.contact_name !== null).length).toBeGreaterThan(10);
    expect(new Set(metrics.map((row) => row.contact_email))).toEqual(new Set([null]));
    expect(new Set(metrics.map((row) => row.admin_assignee_name))).toEqual(new Set([null]));
    expect(metrics.map((row) => [row.id, row.custom_order_number, row.custom_amount])).toEqual(
      [...conversations.values()]
        .map(({ id, custom_attributes: held }) => [id, held['Order number'] ?? null, held.Amount ?? null])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
    // Without parts, a conversation was closed when it was last closed.
    const backlog = await rows('SELECT * FROM daily_backlog ORDER BY day');
    const unclosed = [...conversations.values()].filter(({ state }) => state !== 'closed');
    expect(backlog.at(-1)!.open_at_end).toBe(unclosed.length);
    expect(backlog.reduce((sum, row) => sum + Number(row.opened), 0)).toBe(conversations.size);
    // Ratings are told by conversations.
    const teammates = await rows('SELECT * FROM teammate_metrics');
    expect(teammates.every((row) => row.replies === 0 && Number(row.ratings_received) > 0)).toBe(true);
    expect(await rows('SELECT * FROM conversation_parts_flat')).toEqual([]);
  });

  test('go with --no-views, and come back without it', async () => {
    await sync(database.address, '--streams', 'tags', '--no-views');
    expect(await there()).toEqual([]);
    await sync(database.address, '--streams', 'tags');
    expect(await there()).toEqual(names);
    await sync(database.address, '--streams', 'tags', '--no-views');
    expect(await there()).toEqual([]);
  });

  test('that can not be made are told in a warning, and all is loaded', async () => {
    await sync(database.address, '--streams', 'admins');
    await database.use(async (query) => {
      await query('DROP VIEW daily_backlog');
      await query('CREATE TABLE daily_backlog (mine integer)');
    });
    const { stdout } = await sync(database.address, '--streams', 'tags');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '1 warning: The view daily_backlog was not made: something else is called so. Rename it, or do without views (--no-views).',
    );
    expect(await rows('SELECT id FROM tags')).toHaveLength(simulator.workspace.tags.size);
    expect(await rows('SELECT mine FROM daily_backlog')).toEqual([]);
  });

  if (name === 'DuckDB') {
    test('are in the copy for readers', async () => {
      const copy = `${database.address.slice('duckdb:'.length)}.copy`;
      await sync(database.address, '--streams', 'conversations', '--publish', copy);
      const [counted] = await rowsOf({ address: `duckdb:${copy}` }, 'SELECT count(*) AS n FROM conversation_metrics');
      expect(counted).toEqual({ n: simulator.workspace.conversations.size });
    });
  }
});

test('a file of an earlier version gets views of what it holds', async () => {
  const database = await duckdbDatabase();
  const file = database.address.slice('duckdb:'.length);
  await writeFile(file, gunzipSync(await readFile(new URL('../fixtures/intercom.duckdb.gz', import.meta.url))));
  await sync(database.address, '--streams', 'tags');
  const metrics = await rowsOf(
    database,
    'SELECT id, admin_assignee_name, seconds_to_first_response FROM conversation_metrics',
  );
  const held = await rowsOf(database, 'SELECT id FROM conversations');
  expect(held.length).toBeGreaterThan(0);
  expect(metrics.map(({ id }) => id).sort()).toEqual(held.map(({ id }) => id).sort());
  const [last] = await rowsOf(database, 'SELECT * FROM daily_backlog ORDER BY day DESC LIMIT 1');
  expect(await rowsOf(database, `SELECT count(*) AS open_at_end FROM conversations WHERE state <> 'closed'`)).toEqual([
    { open_at_end: last!.open_at_end },
  ]);
  await database.remove();
});
