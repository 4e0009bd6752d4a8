/** A state counts only for the table that it tells of: whatever a user did to the table, nothing stays missing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StreamInfo } from '../../../src/core/catalog.ts';
import { text } from '../../../src/core/columns/columns.ts';
import type { Row } from '../../../src/core/events.ts';
import type { StoredStream } from '../../../src/destinations/destination.ts';
import { acme, contacts, conversations, loads, nothing, parts, records, tags } from '../fixtures.ts';
import { type DuckdbPlace, duckdbPlace } from './place.ts';

let place: DuckdbPlace;
beforeEach(async () => {
  place = await duckdbPlace();
});
afterEach(() => place.remove());

const state = { updated_at: 1 };
const all = [
  { id: 'a', name: 'Ada', updated_at: 1 },
  { id: 'b', name: 'Bob', updated_at: 1 },
];

/** What a caller does: reads from the start where there is no state or a column is missing, which passes over everything; else only what is new. */
async function sync(info: StreamInfo, rows: Row[] = all): Promise<StoredStream | undefined> {
  const destination = await place.open();
  try {
    const stored = (await destination.open(acme, [info])).get(info.name);
    const refreshing = stored?.state === undefined || stored.refreshing || stored.readAgain !== undefined;
    const generation = (stored?.generation ?? 0) + (refreshing && stored?.refreshing !== true ? 1 : 0);
    await destination.prepare(loads({ generation, refreshing }, [info]));
    if (refreshing) await destination.write(records(info, rows));
    await destination.commit({
      ...nothing,
      states: [{ stream: info.name, state }],
      complete: [info.name],
      completeSnapshots: refreshing ? [info.name] : [],
    });
    return stored;
  } finally {
    await destination.close();
  }
}

const query = async (...statements: string[]) => {
  for (const statement of statements) await place.query(statement);
};
const names = async () => (await place.rows('contacts')).map(({ id, name }) => `${id} ${name}`);
const others = [{ id: 'c', name: 'Cid', updated_at: 1 }];

describe('the state of a table that its user', () => {
  beforeEach(async () => {
    await sync(contacts);
    // Nothing is lacking, so nothing is read again.
    expect(await sync(contacts)).toEqual({ state, generation: 1, refreshing: false, fullReadAt: 0 });
  });

  test.each<[string, string, string[]]>([
    ['dropped', 'its table was dropped or renamed', ['DROP TABLE contacts']],
    ['renamed', 'its table was dropped or renamed', ['ALTER TABLE contacts RENAME TO people']],
    [
      'replaced by a copy',
      'its table is not the one that was loaded before',
      [`CREATE OR REPLACE TABLE contacts AS SELECT * FROM contacts WHERE id = 'a'`],
    ],
    [
      'swapped for another of ours',
      'its table is not the one that was loaded before',
      [
        'ALTER TABLE contacts RENAME TO old',
        'CREATE TABLE contacts AS SELECT * FROM old LIMIT 0',
        `COMMENT ON TABLE contacts IS 'Made by source-intercom (table 00000000-0000-4000-8000-000000000000)'`,
      ],
    ],
  ])('%s is left out, and told why', async (_, readAgain, statements) => {
    await query(...statements);
    const stored = await sync(contacts);
    expect(stored).toMatchObject({ refreshing: false, readAgain });
    expect(stored).not.toHaveProperty('state');
    expect(stored).not.toHaveProperty('fullReadAt');
    expect(await names()).toEqual(['a Ada', 'b Bob']);
    expect(await sync(contacts)).toEqual({ state, generation: 2, refreshing: false, fullReadAt: 0 });
  });

  test.each<[string, string, string[]]>([
    ['dropped a column of', 'its column "name" is missing', ['ALTER TABLE contacts DROP COLUMN name']],
    ['renamed a column of', 'its column "name" is missing', ['ALTER TABLE contacts RENAME COLUMN name TO full_name']],
    [
      'dropped columns of',
      'its columns "name", "score" are missing',
      ['ALTER TABLE contacts DROP COLUMN name', 'ALTER TABLE contacts DROP COLUMN score'],
    ],
    ['dropped the _generation of', 'its column "_generation" is missing', ['ALTER TABLE contacts DROP _generation']],
  ])('%s tells from when on deletions are owed, and why it is read again', async (_, readAgain, statements) => {
    await query(...statements);
    expect(await sync(contacts)).toEqual({ state, generation: 1, refreshing: false, readAgain });
    expect(await names()).toEqual(['a Ada', 'b Bob']);
    expect(await sync(contacts)).toEqual({ state, generation: 2, refreshing: false, fullReadAt: 0 });
  });

  test('dropped a column of is read again although the run that made it anew was killed before its first commit', async () => {
    await query('ALTER TABLE contacts DROP COLUMN name');
    const killed = await place.open();
    expect((await killed.open(acme, [contacts])).get('contacts')).toHaveProperty('readAgain');
    await killed.prepare(loads({ generation: 2, refreshing: true }, [contacts]));
    await killed.close();
    expect(await sync(contacts)).toEqual({ state, generation: 2, refreshing: true });
    expect(await names()).toEqual(['a Ada', 'b Bob']);
  });

  test('renamed and named so again tells of it as before, or reads again what came between', async () => {
    await query('ALTER TABLE contacts RENAME TO people', 'ALTER TABLE people RENAME TO contacts');
    expect(await sync(contacts)).toMatchObject({ state });
    await query('ALTER TABLE contacts RENAME TO people');
    await sync(contacts);
    await query('DROP TABLE contacts', 'ALTER TABLE people RENAME TO contacts');
    expect(await sync(contacts)).toMatchObject({ readAgain: 'its table is not the one that was loaded before' });
    expect(await names()).toEqual(['a Ada', 'b Bob']);
  });

  test('replaced by one of later refreshes keeps no row that is gone', async () => {
    await query(`CREATE OR REPLACE TABLE contacts AS SELECT * REPLACE (9::BIGINT AS _generation) FROM contacts`);
    await sync(contacts, others);
    expect(await names()).toEqual(['c Cid']);
  });

  test('gave a column of his own, a comment and another case stays, and so do they', async () => {
    await query(
      `ALTER TABLE contacts ADD COLUMN note VARCHAR DEFAULT 'mine'`,
      `UPDATE contacts SET note = 'of ' || id`,
      'ALTER TABLE contacts RENAME TO Contacts',
      'ALTER TABLE Contacts RENAME COLUMN name TO Name',
    );
    expect(await sync(contacts)).toMatchObject({ state });
    const destination = await place.open();
    await destination.open(acme, [contacts]);
    await destination.prepare(loads({}, [contacts]));
    await destination.write(
      records(contacts, [
        { id: 'a', name: 'New', updated_at: 2 },
        { id: 'c', name: 'Cid', updated_at: 2 },
      ]),
    );
    await destination.commit(nothing);
    await destination.close();
    expect(await place.query('SELECT id, name AS n, note FROM contacts ORDER BY id')).toEqual([
      { id: 'a', n: 'New', note: 'of a' },
      { id: 'b', n: 'Bob', note: 'of b' },
      { id: 'c', n: 'Cid', note: 'mine' },
    ]);
  });

  test("gave a comment of his own is of a table that can't be told any more, and is read again; the comment stays", async () => {
    await query(`COMMENT ON TABLE contacts IS 'My people'`);
    expect(await sync(contacts)).toHaveProperty('readAgain');
    const [{ comment } = {}] = await place.query(`SELECT comment FROM duckdb_tables() WHERE table_name = 'contacts'`);
    expect(comment).toMatch(/^My people\nMade by source-intercom \(table [0-9a-f-]{36}\)$/);
    expect(await sync(contacts)).toMatchObject({ state });
  });

  test('forgot is not known, and what is gone since does not stay', async () => {
    await query('UPDATE contacts SET _generation = 7', 'DELETE FROM _source_intercom_state');
    expect(await sync(contacts, others)).toEqual({ generation: 7, refreshing: false });
    expect(await names()).toEqual(['c Cid']);
  });
});

describe('a file of a version that knew no ids of tables', () => {
  /** As the earlier version made it. */
  const age = () =>
    query(
      'ALTER TABLE _source_intercom_state DROP COLUMN table_id',
      'ALTER TABLE _source_intercom_state DROP COLUMN full_read_at',
      'ALTER TABLE _source_intercom_state DROP COLUMN heaviest',
      'DROP TABLE _source_intercom_checked',
      'COMMENT ON TABLE contacts IS NULL',
    );

  test('keeps its state, and its table is known from then on', async () => {
    await sync(contacts);
    await age();
    expect(await sync(contacts)).toEqual({ state, generation: 1, refreshing: false });
    await query(`CREATE OR REPLACE TABLE contacts AS SELECT * FROM contacts LIMIT 0`);
    expect(await sync(contacts)).toHaveProperty('readAgain');
    expect(await names()).toEqual(['a Ada', 'b Bob']);
  });

  test('reads again what it dropped', async () => {
    await sync(contacts);
    await age();
    await query('DROP TABLE contacts');
    expect(await sync(contacts)).toMatchObject({ readAgain: 'its table was dropped or renamed' });
    expect(await names()).toEqual(['a Ada', 'b Bob']);
  });
});

test('a column that a new version brings is filled on old rows', async () => {
  await sync(contacts);
  const wider = { ...contacts, columns: { ...contacts.columns, nick: text } };
  const rows = all.map((row) => ({ ...row, nick: `${row.name}!` }));
  expect(await sync(wider, rows)).toMatchObject({ readAgain: 'its column "nick" is missing' });
  expect((await place.rows('contacts')).map(({ nick }) => nick)).toEqual(['Ada!', 'Bob!']);
  // The older version, which does not know the column, leaves it in its place.
  expect(await sync(contacts)).toMatchObject({ state });
});

test('streams are looked at only if they are to be loaded, and loaded only if they were looked at', async () => {
  await sync(contacts);
  await query('DROP TABLE contacts');
  const destination = await place.open();
  expect((await destination.open(acme, [tags])).get('contacts')).toMatchObject({ state });
  await expect(destination.prepare(loads({}, [contacts]))).rejects.toMatchObject({ code: 'internal' });
  await destination.close();
});

describe('what can not be loaded is refused before anything is changed', () => {
  const refused = async (info: StreamInfo) => {
    const before = await place.query('SELECT * FROM duckdb_tables()');
    const destination = await place.open();
    const error = await destination.open(acme, [info]).then(
      () => undefined,
      (thrown) => thrown,
    );
    await destination.close();
    expect(await place.query('SELECT * FROM duckdb_tables()')).toEqual(before);
    return error;
  };

  test('a view in a table’s place', async () => {
    await query(`CREATE TABLE mine AS SELECT 1 AS id`, 'CREATE VIEW Contacts AS SELECT * FROM mine');
    expect(await refused(contacts)).toMatchObject({
      code: 'destination_unusable',
      message: `contacts in ${place.file} is a view, and a table is needed in its place.`,
      hint: 'Rename or drop the view, or choose another file.',
    });
  });

  test('a table that lost the column of its key, or of its parent', async () => {
    await sync(contacts);
    await query('ALTER TABLE contacts RENAME COLUMN id TO uid');
    expect(await refused(contacts)).toMatchObject({
      message: `The table contacts in ${place.file} lacks the column id, by which its rows are known.`,
    });
    const destination = await place.open();
    await destination.open(acme, [conversations, parts]);
    await destination.prepare(loads({}, [conversations, parts]));
    await destination.close();
    await query('ALTER TABLE conversation_parts DROP COLUMN conversation_id');
    expect(await refused(parts)).toMatchObject({
      message: expect.stringContaining('lacks the column conversation_id'),
    });
  });
});
