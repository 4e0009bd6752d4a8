/** Every query of docs/tables.md, on what real syncs loaded, by its whole result against the simulated workspace. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { startCommand } from '../support/command.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';
import { begun, expected, type Value } from './expected.ts';

interface Block {
  heading: string;
  /** The only database that it is for. */
  only: string | undefined;
  sql: string;
}

const page = readFileSync(new URL('../../docs/tables.md', import.meta.url), 'utf8');

const blocks: Block[] = [];
let heading = '';
for (const [, title, sql] of page.matchAll(/^#+ (.+)$|^```sql\n([\s\S]*?)^```$/gm)) {
  if (title) heading = title;
  else blocks.push({ heading, only: /^-- (DuckDB|PostgreSQL)/.exec(sql!)?.[1], sql: sql! });
}
const queries = blocks.filter(({ heading }) => heading !== 'The tables');
const lookups = blocks.filter(({ heading }) => heading === 'The tables');

const needed =
  `conversations,conversation_parts,conversation_part_attachments,conversation_tags,tags,companies,admins,teams,contacts,contact_companies,
  contact_tags,tickets,ticket_contacts`.replace(/\s/g, '');

test('each query of the page has its answer, and each answer its query', () => {
  expect(queries.length).toBeGreaterThanOrEqual(18);
  expect([...new Set(queries.map(({ heading }) => heading))].sort()).toEqual(Object.keys(expected).sort());
  for (const name of new Set(queries.map(({ heading }) => heading))) {
    const only = queries.filter(({ heading }) => heading === name).map(({ only }) => only);
    expect([[undefined], ['DuckDB', 'PostgreSQL']], name).toContainEqual(only);
  }
  expect(lookups.map(({ only }) => only)).toEqual(['DuckDB', 'PostgreSQL']);
});

describe.each(testDatabases)('on $name', ({ name: databaseName, create }) => {
  let simulator: Simulator;
  let database: TestDatabase;

  beforeAll(async () => {
    const counts = { contacts: 150, conversations: 300, tickets: 80, companies: 30 };
    const started = Date.now();
    simulator = createSimulator({ seed: 7, counts, now: () => begun * 1000 + Date.now() - started, rateLimit: null });
    database = await create();
    const server = await simulator.listen();
    const sync = async () => {
      const args = ['sync', '--to', database.address, '--streams', needed, '--custom-attributes', 'columns'];
      const env = { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' };
      const { exitCode, stderr } = await startCommand(args, env).ended;
      expect(exitCode, stderr).toBe(0);
    };
    const { workspace } = simulator;
    await sync();
    const conversations = [...workspace.conversations.keys()];
    for (const id of [conversations[3]!, conversations[40]!]) workspace.deleteConversation(id);
    workspace.deleteContact([...workspace.contacts.keys()][5]!);
    await sync();
    await server.close();
  });
  afterAll(() => database.remove());

  const mine = (of: readonly Block[]) => of.filter(({ only }) => only === undefined || only === databaseName);

  test.each(mine(queries))('$heading', async ({ heading, sql }) => {
    const rows = (await database.use((query) => query(sql))).map(valuesOf);
    const truth = expected[heading]!(simulator.workspace).map((row) => row.map(rounded));
    expect(rows.length).toBeGreaterThan(0);
    expect(inOrder(rows)).toEqual(inOrder(truth));
  });

  test.each(mine(lookups))('says what is there: $only', async ({ sql }) => {
    const [{ schema } = {}] = await database.use((query) => query('SELECT current_schema() AS schema'));
    const here = databaseName === 'DuckDB' ? sql : sql.replaceAll(/intercom(?=[.'])/g, String(schema));
    const [tables, columns] = await database.use(async (query) => {
      const statements = here.split(/;\s*/).filter((statement) => statement !== '');
      return [await query(statements[0]!), await query(statements[1]!)];
    });
    const said = (rows: Row[]) => new Map(rows.map((row) => [Object.values(row)[0], Object.values(row).at(-1)]));
    expect(said(tables!).get('conversation_parts')).toMatch(/^What was said/);
    expect(said(columns!).get('state')).toBe('open, closed or snoozed.');
    expect(said(columns!).get('statistics')).toContain('time_to_admin_reply (Seconds)');
  });

  test('the traps of JSON are as the page says', async () => {
    const one = (sql: string) => database.use(async (query) => Object.values((await query(sql))[0]!)[0]);
    const all = [...simulator.workspace.conversations.values()];
    const closed = all.filter(({ statistics }) => statistics.first_close_at !== null).length;
    const email = all.filter(({ state, source }) => state === 'open' && source.type === 'email').length;
    expect(email).toBeGreaterThan(0);
    expect(closed).toBeLessThan(all.length);
    const from = 'FROM conversations WHERE';
    expect(await one(`SELECT count(*) ${from} state = 'open' AND (source->>'type') = 'email'`)).toBe(email);
    expect(await one(`SELECT count(*) ${from} (statistics->'first_close_at') IS NULL`)).toBe(0);
    expect(await one(`SELECT count(*) ${from} (statistics->>'first_close_at') IS NULL`)).toBe(all.length - closed);
    if (databaseName !== 'DuckDB') return;
    await expect(one(`SELECT count(*) ${from} state = 'open' AND source->>'type' = 'email'`)).rejects.toThrow(
      'Failed to cast value to numerical',
    );
    await expect(one(`SELECT count(*) ${from} statistics->>'handling_time' > 100`)).rejects.toThrow();
    expect(await one(`SELECT count(json_extract(statistics, '$.first_close_at')) FROM conversations`)).toBe(all.length);
    const extracted = `count(json_extract_string(statistics, '$.first_close_at'))`;
    expect(await one(`SELECT ${extracted} FROM conversations`)).toBe(closed);
  });
});

const valuesOf = (row: Row): Value[] =>
  Object.values(row).map((value) => {
    // pg gives a date as midnight of this place.
    if (value instanceof Date)
      return `${value.getFullYear()}-${`${value.getMonth() + 1}`.padStart(2, '0')}-${`${value.getDate()}`.padStart(2, '0')}`;
    return rounded(typeof value === 'object' && value !== null ? String(value) : (value as Value));
  });

const rounded = (value: Value): Value => (typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value);

/** Where two rows are alike by what a query sorts by, and of texts, each database has its own order. */
const inOrder = (rows: Value[][]): Value[][] =>
  rows
    .map((row) => ({ row, key: JSON.stringify(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
