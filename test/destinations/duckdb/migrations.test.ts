/** A file of an earlier version, opened by this one. */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { streams } from '../../../src/streams/index.ts';
import { type DuckdbPlace, duckdbPlace } from './place.ts';

/** That of the fixture. */
const workspace = { id: 'sim00001', name: 'Northwind' };
const opened = streams.filter(({ name }) => name === 'conversations' || name === 'admins');

let place: DuckdbPlace;

beforeEach(async () => {
  place = await duckdbPlace();
  await writeFile(
    place.file,
    gunzipSync(await readFile(new URL('../../fixtures/intercom.duckdb.gz', import.meta.url))),
  );
});
afterEach(() => place.remove());

/** Opens the file as a sync does. Gives what it told. */
async function open(): Promise<string[]> {
  const told: string[] = [];
  const destination = await place.open();
  try {
    await destination.open(workspace, opened, { log: (message) => told.push(message) });
  } finally {
    await destination.close();
  }
  return told;
}

const assignees = () => place.query('SELECT id, admin_assignee_id, team_assignee_id FROM conversations ORDER BY id');

const typeOf = async (table: string, column: string) =>
  (
    await place.query(
      `SELECT data_type FROM duckdb_columns() WHERE table_name = '${table}' AND column_name = '${column}'`,
    )
  )[0]?.data_type;

const asReference = (id: unknown) => (id === null || id === 0 ? null : String(id));

describe('a file of an earlier version', () => {
  test('has its references made text once, and told', async () => {
    const before = await assignees();
    expect(before.some((row) => row.admin_assignee_id === 0)).toBe(true);
    expect(await open()).toEqual([
      `The tables of ${place.file} are of an earlier version and were changed: ids of other records are text, and NULL where there is none, so that they join.`,
    ]);
    expect(await typeOf('conversations', 'admin_assignee_id')).toBe('VARCHAR');
    expect(await assignees()).toEqual(
      before.map((row) => ({
        id: row.id,
        admin_assignee_id: asReference(row.admin_assignee_id),
        team_assignee_id: asReference(row.team_assignee_id),
      })),
    );
    expect(await open()).toEqual([]);
  });

  test('joins without a cast', async () => {
    await open();
    const [found] = await place.query(`
      SELECT count(*) AS joined, count(DISTINCT admins.name) AS names
      FROM conversations JOIN admins ON conversations.admin_assignee_id = admins.id`);
    const [assigned] = await place.query('SELECT count(admin_assignee_id) AS assigned FROM conversations');
    expect(found!.joined).toBe(assigned!.assigned);
    expect(found!.names).toBeGreaterThan(1);
  });

  test('stays as it was where the change is killed, and is changed by the next one', async () => {
    const before = await assignees();
    const script = fileURLToPath(new URL('migrating.ts', import.meta.url));
    const killed = spawnSync(process.execPath, ['--import', 'tsx', script, place.file], { encoding: 'utf8' });
    expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: expect.stringContaining('were changed') });
    expect(await typeOf('conversations', 'admin_assignee_id')).toBe('BIGINT');
    expect(await assignees()).toEqual(before);
    expect(await open()).toHaveLength(1);
    expect(await typeOf('conversations', 'admin_assignee_id')).toBe('VARCHAR');
  });

  test('leaves what is not ours: a view, a table of its user, a column that was dropped', async () => {
    await place.query('ALTER TABLE tickets RENAME TO our_tickets');
    await place.query('CREATE VIEW tickets AS SELECT 1 AS admin_assignee_id');
    await place.query('DROP TABLE users');
    await place.query('CREATE TABLE users (owner_id BIGINT)');
    await place.query('ALTER TABLE conversations DROP COLUMN team_assignee_id');
    expect(await open()).toHaveLength(1);
    expect(await typeOf('conversations', 'admin_assignee_id')).toBe('VARCHAR');
    expect(await typeOf('users', 'owner_id')).toBe('BIGINT');
    expect(await typeOf('our_tickets', 'admin_assignee_id')).toBe('BIGINT');
    expect(await typeOf('conversations', 'team_assignee_id')).toBeUndefined();
  });
});

test('references that came later are changed in a file of the version before them', async () => {
  const articles = streams.filter(({ name }) => name === 'articles' || name === 'message_receipts');
  const openWith = async () => {
    const told: string[] = [];
    const destination = await place.open();
    try {
      await destination.open(workspace, articles, { log: (message) => told.push(message) });
      await destination.prepare(articles.map((info) => ({ info, generation: 1, refreshing: false })));
    } finally {
      await destination.close();
    }
    return told;
  };
  await openWith();
  for (const column of ['author_id', 'created_by_id', 'updated_by_id'])
    await place.query(`ALTER TABLE articles ALTER COLUMN ${column} SET DATA TYPE BIGINT USING NULL::BIGINT`);
  await place.query(`INSERT INTO articles (id, author_id, updated_by_id, workspace_id, _generation)
    VALUES ('1', 991267492, 0, 'sim00001', 1)`);
  await place.query(
    `INSERT INTO message_receipts (receipt_id, user_id, series_id, _generation) VALUES ('1', '', '9', 1)`,
  );
  await place.query('UPDATE _source_intercom_workspace SET schema_version = 2');
  expect(await openWith()).toEqual([expect.stringContaining('were changed: ids of other records are text')]);
  expect(await place.query('SELECT author_id, updated_by_id, workspace_id FROM articles')).toEqual([
    { author_id: '991267492', updated_by_id: null, workspace_id: 'sim00001' },
  ]);
  expect(await place.query('SELECT user_id, series_id FROM message_receipts')).toEqual([
    { user_id: null, series_id: '9' },
  ]);
  expect(await openWith()).toEqual([]);
});

test('a file of a later version is refused before anything is changed', async () => {
  await open();
  await place.query('UPDATE _source_intercom_workspace SET schema_version = 99');
  await expect(open()).rejects.toMatchObject({
    code: 'destination_unusable',
    message: expect.stringContaining('its tables are of version 99'),
    hint: 'Update source-intercom, or choose another file.',
  });
});

test('a workspace that was given another name keeps the version', async () => {
  await open();
  const destination = await place.open();
  await destination.open({ ...workspace, name: 'Southwind' }, opened);
  await destination.close();
  expect(await place.query('SELECT name, schema_version FROM _source_intercom_workspace')).toEqual([
    { name: 'Southwind', schema_version: 3 },
  ]);
});
