/** Views as a destination makes them of its tables and keeps them up, and what becomes of those that their user made. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { int, text } from '../../../src/core/columns/columns.ts';
import type { View } from '../../../src/core/view.ts';
import { type TestDatabase, testDatabases } from '../../support/test-database.ts';
import { acme, contacts, tags } from '../fixtures.ts';
import { contactsWithCustom, contactsWithText, failureOf, people, renamed, sync, zoned } from './views-bench.ts';

describe.each(testDatabases)('views in $name', ({ name, create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
    await database.keepOpen?.();
  });
  afterEach(() => database.remove());

  const query = (sql: string) => database.use((run) => run(sql));
  const commentOf = (view: string) =>
    name === 'DuckDB'
      ? `SELECT comment FROM duckdb_views() WHERE view_name = '${view}'`
      : `SELECT obj_description('${view}'::regclass) AS comment`;
  const row = { id: 'a', owner: 7, tag: null };

  test('are made by the first sync, with comments, and show what is loaded', async () => {
    expect(await sync(database)).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([row]);
    expect(await query(commentOf('people'))).toEqual([{ comment: people.description }]);
    const comments = await query(
      name === 'DuckDB'
        ? `SELECT comment FROM duckdb_columns() WHERE table_name = 'people' ORDER BY column_index`
        : `SELECT col_description('people'::regclass, n) AS comment FROM generate_series(1, 3) AS n ORDER BY n`,
    );
    expect(comments.map(({ comment }) => comment)).toEqual(Object.values(people.columns));
  });

  test('are not touched where nothing changes, nor what is built on them', async () => {
    await sync(database);
    await query('CREATE VIEW mine AS SELECT id FROM people');
    await query(`COMMENT ON VIEW people IS 'mine'`);
    expect(await sync(database)).toEqual([]);
    expect(await query('SELECT * FROM mine')).toEqual([{ id: 'a' }]);
    expect(await query(commentOf('people'))).toEqual([{ comment: 'mine' }]);
  });

  test('are made anew where their definition changes, by other columns too', async () => {
    await sync(database);
    expect(await sync(database, { views: [renamed, zoned] })).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([{ one: 1, id: 'a' }]);
    expect(await sync(database)).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([row]);
  });

  test('that are not there any more are dropped, and so is a whole style', async () => {
    await sync(database);
    await sync(database, { views: [people] });
    expect(await failureOf(query('SELECT * FROM zoned'))).toMatch(/zoned/);
    await query('CREATE VIEW mine AS SELECT 1 AS one');
    await sync(database, { wanted: { add: [], remove: 'plain' } });
    expect(await failureOf(query('SELECT * FROM people'))).toMatch(/people/);
    expect(await query('SELECT * FROM mine')).toEqual([{ one: 1 }]);
    expect(await query('SELECT * FROM _source_intercom_views')).toEqual([]);
    await sync(database);
    expect(await query('SELECT * FROM people')).toEqual([row]);
  });

  test('stay in a style that was asked for once', async () => {
    await sync(database);
    await query('DROP VIEW people');
    await sync(database, { wanted: { add: [] } });
    expect(await query('SELECT * FROM people')).toEqual([row]);
  });

  test.each([
    ['table', 'CREATE TABLE people (mine integer)', 'DROP TABLE people'],
    ['view', 'CREATE VIEW people AS SELECT 1 AS mine', 'DROP VIEW people'],
    ...(name === 'DuckDB'
      ? [['view in other letters', 'CREATE VIEW "People" AS SELECT 1 AS mine', 'DROP VIEW people']]
      : []),
    ...(name === 'PostgreSQL'
      ? [['materialized view', 'CREATE MATERIALIZED VIEW people AS SELECT 1 AS mine', 'DROP MATERIALIZED VIEW people']]
      : []),
  ])("leave a %s of the user's alone that has their name, and say so", async (_, made, dropped) => {
    await sync(database, { views: [zoned] });
    await query(made!);
    for (let i = 0; i < 2; i++) {
      const told = await sync(database);
      expect(told).toEqual([
        'The view people was not made: something else is called so. Rename it, or do without views (--no-views).',
      ]);
      expect(Object.keys((await query('SELECT * FROM people'))[0] ?? { mine: 0 })).toEqual(['mine']);
    }
    await sync(database, { wanted: { add: [], remove: 'plain' } });
    await query(dropped!);
    expect(await sync(database)).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([row]);
  });

  test('leave a table alone that their user put in the place of one', async () => {
    await sync(database);
    await query('DROP VIEW people');
    await query('CREATE TABLE people (mine integer)');
    expect(await sync(database)).toHaveLength(1);
    expect(await sync(database, { views: [renamed, zoned] })).toHaveLength(1);
    expect(await sync(database, { streams: [contactsWithText] })).toHaveLength(1);
    await sync(database, { wanted: { add: [], remove: 'plain' } });
    expect(await query('SELECT * FROM people')).toEqual([]);
  });

  test('show empty columns of a stream that is not there, in its types, and its values once it is', async () => {
    await sync(database, { streams: [tags] });
    expect(await query('SELECT id, owner + 1 AS next, tag FROM people')).toEqual([]);
    await sync(database, { streams: [contacts, tags] });
    await query(`INSERT INTO tags (id, name, _synced_at, _generation) VALUES ('a', 'VIP', now(), 1)`);
    expect(await query('SELECT * FROM people')).toEqual([{ ...row, tag: 'VIP' }]);
  });

  test('follow a column that gets another type', async () => {
    await sync(database);
    expect(await sync(database, { streams: [contactsWithText] })).toEqual([]);
    expect(await query(`SELECT id, owner || '!' AS owner FROM people`)).toEqual([{ id: 'a', owner: '7!' }]);
  });

  test('follow columns of custom attributes that come, change and go', async () => {
    const target = { customColumns: true };
    await sync(database);
    await sync(database, { streams: [contactsWithCustom(text)], target });
    expect(await query('SELECT * FROM people')).toEqual([{ ...row, custom_level: '3' }]);
    await sync(database, { streams: [contactsWithCustom(int)], target });
    expect(await query('SELECT * FROM people')).toEqual([{ ...row, custom_level: null }]);
    expect(await sync(database, { target: { customColumns: false } })).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([row]);
  });

  test('lose what is masked, and a whole stream that is left out', async () => {
    const { owner_id: _, ...columns } = contacts.columns;
    await sync(database, { streams: [contacts, tags] });
    const masking = { digest: 'other', columns: ['owner_id'] };
    expect(await sync(database, { streams: [{ ...contacts, columns, masking }, tags] })).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([{ ...row, owner: null }]);
    expect(await sync(database, { streams: [tags], excluded: ['contacts'] })).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([]);
  });

  test('come back with the table or the view that their user dropped', async () => {
    await sync(database, { streams: [contacts, tags] });
    await query(`DROP TABLE contacts${name === 'PostgreSQL' ? ' CASCADE' : ''}`);
    await sync(database, { streams: [tags] });
    expect(await query('SELECT * FROM people')).toEqual([]);
    await sync(database);
    expect(await query('SELECT * FROM people')).toEqual([row]);
    await query('DROP VIEW people');
    expect(await sync(database)).toEqual([]);
    expect(await query('SELECT * FROM people')).toEqual([row]);
  });

  test('read the table and the column that have the name now, where their user renamed one', async () => {
    await sync(database);
    await query('ALTER TABLE contacts RENAME TO contacts_of_mine');
    await sync(database);
    await query(`UPDATE contacts_of_mine SET owner_id = 8`);
    expect(await query('SELECT * FROM people')).toEqual([row]);
    await query('ALTER TABLE contacts RENAME COLUMN owner_id TO owner_of_mine');
    await sync(database);
    await query('UPDATE contacts SET owner_of_mine = 9, owner_id = 10');
    expect(await query('SELECT * FROM people')).toEqual([{ ...row, owner: 10 }]);
  });

  test("go by the workspace's time zone, also of a sync that knows none", async () => {
    const zone = () => query('SELECT * FROM zoned');
    await sync(database);
    expect(await zone()).toEqual([{ zone: 'UTC' }]);
    await sync(database, { workspace: { ...acme, timezone: 'Asia/Kolkata' } });
    expect(await zone()).toEqual([{ zone: 'Asia/Kolkata' }]);
    await sync(database);
    expect(await zone()).toEqual([{ zone: 'Asia/Kolkata' }]);
  });

  test('can stand in a schema of their own', async () => {
    const schema = `views_${database.address.slice(-12).replace(/\W/g, '_')}`;
    const wanted = { add: [{ style: 'plain', schema }] };
    try {
      expect(await sync(database, { wanted })).toEqual([]);
      expect(await query(`SELECT * FROM ${schema}.people`)).toEqual([row]);
      expect(await failureOf(query('SELECT * FROM people'))).toMatch(/people/);
      expect(await sync(database, { wanted: { add: [], remove: 'plain' } })).toEqual([]);
      expect(await failureOf(query(`SELECT * FROM ${schema}.people`))).toMatch(/people/);
    } finally {
      await query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    }
  });

  test('that can not be made leave the others, and the load', async () => {
    const broken: View = { ...people, name: 'broken', query: () => 'SELECT nothing FROM nowhere' };
    const told = await sync(database, { views: [broken, people] });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^The view broken could not be made: /);
    expect(await query('SELECT * FROM people')).toEqual([row]);
  });
});
