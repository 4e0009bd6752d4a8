/** What tables say of themselves, as each database's catalog has it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StreamInfo } from '../../src/core/catalog.ts';
import { described, epoch, int, object, text } from '../../src/core/columns/columns.ts';
import { openDestination } from '../../src/destinations/index.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';

const info = (change: Partial<StreamInfo> = {}): StreamInfo => ({
  name: 'conversation_parts',
  description: "What was said in a customer's conversations.",
  permission: 'Read',
  primaryKey: ['conversation_id', 'id'],
  cursor: 'updated_at',
  fullSnapshot: false,
  parent: { stream: 'conversations', column: 'conversation_id' },
  columns: {
    id: text,
    conversation_id: described(text, 'The id of conversations.'),
    updated_at: epoch,
    times: object({ first: described(int, 'Seconds.'), who: object({ id: text }) }),
  },
  ...change,
});

const catalogs: Record<string, { tables: string; columns: string }> = {
  DuckDB: {
    tables: 'SELECT table_name AS name, comment FROM duckdb_tables()',
    columns: 'SELECT table_name AS name, column_name AS "column", comment FROM duckdb_columns() WHERE NOT internal',
  },
  PostgreSQL: {
    tables: `SELECT relname AS name, obj_description(oid, 'pg_class') AS comment FROM pg_class
      WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
    columns: `SELECT relname AS name, attname AS "column", col_description(c.oid, attnum) AS comment
      FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid
      WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND attnum > 0 AND NOT attisdropped`,
  },
};

describe.each(testDatabases)('on $name', ({ name: databaseName, create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
  });
  afterEach(() => database.remove());

  async function sync(...infos: StreamInfo[]): Promise<void> {
    const destination = await openDestination(database.address);
    try {
      await destination.open({ id: 'w1', name: 'Acme' }, infos);
      await destination.prepare(infos.map((info) => ({ info, generation: 1, refreshing: false })));
      await destination.commit({ states: [], complete: [], completeSnapshots: [], at: 0 });
    } finally {
      await destination.close();
    }
  }
  const run = (...statements: string[]) =>
    database.use(async (query) => {
      for (const statement of statements) await query(statement);
    });
  /** Comment by table, and by table and column. */
  const comments = () =>
    database.use(async (query) => {
      const { tables, columns } = catalogs[databaseName]!;
      const rows = [...(await query(tables)), ...(await query(columns))];
      return new Map(
        rows.map(({ name, column, comment }) => [
          column ? `${name}.${column}` : String(name),
          comment === null ? null : String(comment).replace(/table [0-9a-f-]{36}/, 'table …'),
        ]),
      );
    });

  test('say what a row is, its key and its parent, and what is inside of a column', async () => {
    await sync(info());
    const said = await comments();
    expect(said.get('conversation_parts')).toBe(
      "What was said in a customer's conversations. Key: conversation_id, id. conversation_id joins the id of conversations.\nMade by source-intercom (table …)",
    );
    expect(said.get('conversation_parts.times')).toBe('JSON: {first (Seconds), who: {id}}');
    expect(said.get('conversation_parts.conversation_id')).toBe('The id of conversations.');
    expect(said.get('conversation_parts.id')).toBeNull();
    for (const column of ['_extra', '_synced_at', '_generation'])
      expect(said.get(`conversation_parts.${column}`)).toMatch(/\w{3}.*\.$/);
  });

  test('say what our own tables are', async () => {
    await sync(info());
    const said = await comments();
    const tables = [...said.keys()].filter((name) => !name.includes('.') && name.startsWith('_'));
    expect(tables).toContain('_deleted');
    expect(tables).toContain('_run_streams');
    for (const table of tables) expect(said.get(table), table).toMatch(/^[A-Z].*\.$/);
    expect(said.get('_deleted.key')).toContain('JSON');
  });

  test('are renewed where we say something else, while those of the user stay', async () => {
    await sync(info());
    const [before] = await database.use((query) => query('SELECT count(*) AS n FROM _source_intercom_comments'));
    await run(
      `COMMENT ON COLUMN conversation_parts.times IS 'mine'`,
      `COMMENT ON COLUMN conversation_parts.id IS 'mine, too'`,
      `COMMENT ON TABLE _deleted IS 'my graveyard'`,
    );
    const changed = info({
      description: 'Something else.',
      columns: {
        ...info().columns,
        id: described(text, 'Said now.'),
        conversation_id: described(text, 'Joins.'),
        times: object({ second: int }),
      },
    });
    await sync(changed);
    const said = await comments();
    expect(said.get('conversation_parts')).toMatch(/^Something else\. Key.*\nMade by source-intercom \(table …\)$/);
    expect(said.get('conversation_parts.conversation_id')).toBe('Joins.');
    expect(said.get('conversation_parts.times')).toBe('mine');
    expect(said.get('conversation_parts.id')).toBe('mine, too');
    expect(said.get('_deleted')).toBe('my graveyard');
    expect(said.get('_deleted.key')).toContain('JSON');
    // One place a comment, also once it has changed.
    expect(await database.use((query) => query('SELECT count(*) AS n FROM _source_intercom_comments'))).toEqual([
      before,
    ]);
  });

  test("keep what the user wrote before the table's id, and the id", async () => {
    await sync(info());
    const [{ comment } = {}] = await database.use(async (query) =>
      (await query(catalogs[databaseName]!.tables)).filter(({ name }) => name === 'conversation_parts'),
    );
    const line = String(comment).split('\n').at(-1)!;
    await run(`COMMENT ON TABLE conversation_parts IS 'Ask Ada.\n${line}'`);
    await sync(info({ description: 'Something else.' }));
    expect((await comments()).get('conversation_parts')).toBe(`Ask Ada.\nMade by source-intercom (table …)`);
    const [after] = await database.use(async (query) =>
      (await query(catalogs[databaseName]!.tables)).filter(({ name }) => name === 'conversation_parts'),
    );
    expect(after!.comment).toContain(line);
  });

  test('come to the tables of an earlier version, in place of what it said', async () => {
    await sync(info());
    const [{ comment } = {}] = await database.use(async (query) =>
      (await query(catalogs[databaseName]!.tables)).filter(({ name }) => name === 'conversation_parts'),
    );
    await run(
      'DROP TABLE _source_intercom_comments',
      `COMMENT ON TABLE conversation_parts IS '${String(comment).split('\n').at(-1)!}'`,
      'COMMENT ON TABLE _deleted IS NULL',
      'COMMENT ON COLUMN conversation_parts.times IS NULL',
      `COMMENT ON COLUMN conversation_parts.conversation_id IS 'mine'`,
      `COMMENT ON COLUMN conversation_parts._generation IS 'The full refresh in which the row was last met.'`,
    );
    await sync(info());
    const said = await comments();
    expect(said.get('conversation_parts')).toMatch(/^What was said/);
    expect(said.get('_deleted')).toMatch(/gone/);
    expect(said.get('conversation_parts.times')).toMatch(/^JSON/);
    expect(said.get('conversation_parts.conversation_id')).toBe('mine');
    expect(said.get('conversation_parts._generation')).toMatch(/^For the loader/);
  });

  test('come to tables with indexes and views of their user, and to columns that are added', async () => {
    await sync(info());
    await run(
      'CREATE INDEX mine ON conversation_parts (id)',
      'CREATE VIEW my_parts AS SELECT * FROM conversation_parts',
    );
    const columns = { ...info().columns, times: object({ second: int }) };
    await sync(info({ description: 'Something else.', columns }));
    const said = await comments();
    expect(said.get('conversation_parts')).toMatch(/^Something else/);
    expect(said.get('conversation_parts.times')).toBe('JSON: {second}');
  });
});
