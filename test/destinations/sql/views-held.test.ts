/** Views on which others are built, and those of a file that is attached or written anew. */
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { text } from '../../../src/core/columns/columns.ts';
import { hasPostgres } from '../../support/postgres-server.ts';
import { duckdbDatabase, type PostgresDatabase, postgresDatabase } from '../../support/test-database.ts';
import { contacts } from '../fixtures.ts';
import { roleOf } from '../postgres/roles.ts';
import { contactsWithCustom, contactsWithText, failureOf, renamed, sync, zoned } from './views-bench.ts';

describe('views in a DuckDB file', () => {
  test('are there again after a column under them was masked, with what others build on them', async () => {
    const database = await duckdbDatabase();
    const query = (sql: string) => database.use((run) => run(sql));
    await sync(database);
    await query('CREATE VIEW mine AS SELECT id, owner FROM people');
    const { owner_id: _, ...columns } = contacts.columns;
    const masked = { ...contacts, columns, masking: { digest: 'other', columns: ['owner_id'] } };
    expect(await sync(database, { streams: [masked] })).toEqual([]);
    expect(await query('SELECT * FROM mine')).toEqual([{ id: 'a', owner: null }]);
    await database.remove();
  });

  test('answer where it is attached under another name', async () => {
    const database = await duckdbDatabase();
    await sync(database);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`ATTACH '${database.address.slice('duckdb:'.length)}' AS y (READ_ONLY)`);
    const rows = (await connection.runAndReadAll('SELECT * FROM y.people')).getRowObjectsJson();
    expect(rows).toEqual([{ id: 'a', owner: '7', tag: null }]);
    connection.closeSync();
    instance.closeSync();
    await database.remove();
  });
});

describe.runIf(hasPostgres)('views in PostgreSQL on which others are built', () => {
  let database: PostgresDatabase;
  beforeEach(async () => {
    database = await postgresDatabase();
  });
  afterEach(() => database.remove());
  const query = (sql: string) => database.use((run) => run(sql));

  test('stay as they are where other columns would forbid that, which is told once', async () => {
    await sync(database);
    await query('CREATE VIEW mine AS SELECT id, owner FROM people');
    const told = await sync(database, { views: [renamed, zoned] });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^The view people could not be made anew and is as it was: /);
    expect(told[0]).toContain('mine');
    expect(await query('SELECT * FROM people')).toEqual([{ id: 'a', owner: 7, tag: null }]);
    expect(await query('SELECT * FROM mine')).toEqual([{ id: 'a', owner: 7 }]);
    await query('DROP VIEW mine');
    expect(await sync(database, { views: [renamed, zoned] })).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([{ one: 1, id: 'a' }]);
  });

  test('get columns behind those that they have, and keep what is built on them', async () => {
    await sync(database);
    await query('CREATE VIEW mine AS SELECT id FROM people');
    expect(await sync(database, { streams: [contactsWithCustom(text)], target: { customColumns: true } })).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([{ id: 'a', owner: 7, tag: null, custom_level: '3' }]);
    expect(await query('SELECT * FROM mine')).toEqual([{ id: 'a' }]);
  });

  test('forbid that a column which they show gets another type, but not one that they do not show', async () => {
    await sync(database);
    await query('CREATE VIEW mine AS SELECT zone FROM zoned');
    expect(await sync(database, { streams: [contactsWithText] })).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([{ id: 'a', owner: '7', tag: null }]);
    await database.remove();

    await sync(database);
    await query('CREATE VIEW mine AS SELECT id FROM people');
    expect(await failureOf(sync(database, { streams: [contactsWithText] }))).toMatch(
      /^A view or another thing depends on the table contacts in .*, which must change.* Drop it, and run again/,
    );
    expect(await query('SELECT * FROM people')).toEqual([{ id: 'a', owner: 7, tag: null }]);
    await query('DROP VIEW mine');
    expect(await sync(database, { streams: [contactsWithText] })).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([{ id: 'a', owner: '7', tag: null }]);
  });

  test('are left where they are not dropped by another, which is told', async () => {
    await sync(database);
    await query('CREATE VIEW mine AS SELECT id FROM people');
    const told = await sync(database, { wanted: { add: [], remove: 'plain' } });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^The view people could not be dropped: .*mine/s);
    expect(await query('SELECT * FROM mine')).toEqual([{ id: 'a' }]);
  });

  test("are left where they are another role's, which is told", async () => {
    const role = await roleOf(database);
    const { schema } = database;
    await role.run(`CREATE SCHEMA "${schema}"; GRANT USAGE, CREATE ON SCHEMA "${schema}" TO :role`);
    const { address } = role;
    expect(await sync(database, { address })).toEqual([]);
    await query('ALTER VIEW people OWNER TO CURRENT_USER');
    const told = await sync(database, { address, views: [renamed, zoned] });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^The view people could not be made anew and is as it was: The user may not change the view people in /,
    );
    expect(await query('SELECT * FROM people')).toEqual([{ id: 'a', owner: 7, tag: null }]);
    await query('DROP VIEW people');
    await role.remove();
  });
});
