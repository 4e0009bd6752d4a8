/** What SQL databases keep of runs, as their readers find it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explain } from '../../../src/core/errors.ts';
import type { Destination } from '../../../src/destinations/destination.ts';
import { openDestination, readRuns } from '../../../src/destinations/index.ts';
import { postgresDialect } from '../../../src/destinations/postgres/dialect.ts';
import type { RunBegin, RunEnd } from '../../../src/destinations/runs.ts';
import { readHistory } from '../../../src/destinations/sql/run-history.ts';
import { hasPostgres } from '../../support/postgres-server.ts';
import { postgresDatabase, type TestDatabase, testDatabases } from '../../support/test-database.ts';
import { acme, contacts, infosOf, loads, nothing, records, tags } from '../fixtures.ts';
import { roleOf } from '../postgres/roles.ts';

const begin: RunBegin = {
  at: 1_000,
  version: '9.9.9',
  mode: 'incremental',
  streams: [
    { stream: 'contacts', mode: 'incremental' },
    { stream: 'tags', mode: 'full refresh' },
  ],
};

const end: RunEnd = {
  at: 1_012.5,
  outcome: 'complete',
  requests: 7,
  warnings: [],
  streams: [
    { stream: 'contacts', outcome: 'complete', warnings: 0, rows: { added: 2, updated: 0, deleted: 0, total: 2 } },
    { stream: 'tags', outcome: 'complete', warnings: 0 },
  ],
};

async function opened(address: string, now?: number): Promise<Destination> {
  const destination = await openDestination(address);
  await destination.open(acme, infosOf(loads()), now === undefined ? {} : { now });
  await destination.prepare(loads());
  return destination;
}

describe.each(testDatabases)('the runs in $name', ({ create }) => {
  let database: TestDatabase;
  let destination: Destination;
  beforeEach(async () => {
    database = await create();
    destination = await opened(database.address, 50_000);
  });
  afterEach(async () => {
    await destination.close();
    await database.remove();
  });

  const history = async () => {
    await destination.close();
    return readRuns(database.address);
  };

  test('are as they were told, with the newest cursor that can be', async () => {
    await destination.beginRun!(begin);
    const people = [
      { id: 'a', updated_at: 900 },
      { id: 'b', updated_at: 950 },
      // Later than a day from now.
      { id: 'c', updated_at: 50_000 + 86_400 + 1 },
    ];
    await destination.write(records(contacts, people));
    await destination.commit({
      ...nothing,
      complete: ['contacts', 'tags'],
      states: [state('contacts'), state('tags')],
    });
    await destination.endRun!(end);
    expect(await history()).toEqual({
      location: expect.any(String),
      workspace: acme,
      last: {
        id: 1,
        at: 1_000,
        version: '9.9.9',
        mode: 'incremental',
        outcome: 'complete',
        ended: { at: 1_012.5, requests: 7, warnings: [] },
      },
      streams: [
        {
          stream: 'contacts',
          mode: 'incremental',
          outcome: 'complete',
          inLastRun: true,
          warnings: 0,
          rows: { added: 2, updated: 0, deleted: 0, total: 2 },
          newestAt: 950,
          completeAt: 1_000,
        },
        { stream: 'tags', mode: 'full refresh', outcome: 'complete', inLastRun: true, warnings: 0, completeAt: 1_000 },
      ],
    });
  });

  test('that are killed have no end, and what was committed as complete is', async () => {
    await destination.beginRun!(begin);
    await destination.write(records(contacts, [{ id: 'a', updated_at: 1 }]));
    await destination.commit({ ...nothing, complete: ['contacts'] });
    await destination.write(records(tags, [{ id: 'a' }]));
    const found = await history();
    expect(found.last).toEqual({ id: 1, at: 1_000, version: '9.9.9', mode: 'incremental', outcome: 'crashed' });
    expect(found.streams).toMatchObject([
      { stream: 'contacts', outcome: 'complete', completeAt: 1_000 },
      { stream: 'tags', outcome: 'unfinished' },
    ]);
    expect(found.streams[1]).not.toHaveProperty('completeAt');

    destination = await opened(database.address);
    await destination.beginRun!({ ...begin, at: 2_000, streams: [] });
    const outcomes = await database.use((query) => query('SELECT id, outcome, ended_at FROM _runs ORDER BY id'));
    expect(outcomes).toEqual([
      { id: 1, outcome: 'crashed', ended_at: null },
      { id: 2, outcome: null, ended_at: null },
    ]);
  });

  test('keep how they failed after a failure within the database, and nothing uncommitted with it', async () => {
    await destination.beginRun!(begin);
    await destination.write(records(contacts, [{ id: 'a', updated_at: 1 }]));
    const circular: Record<string, never> = {};
    Object.assign(circular, { circular });
    await expect(
      destination.commit({ ...nothing, states: [{ stream: 'contacts', state: circular }] }),
    ).rejects.toThrow();
    const message = 'Half a \ud83d and a \0.';
    await destination.endRun!({
      ...end,
      outcome: 'failed',
      error: { code: 'internal', message },
      warnings: [{ message, times: 3 }],
      streams: [
        {
          stream: 'contacts',
          outcome: 'failed',
          warnings: 3,
          error: { code: 'x', message, permission: 'Read tickets' },
        },
      ],
    });
    const { last, streams } = await history();
    const clean = 'Half a \ufffd and a .';
    expect(last).toMatchObject({
      outcome: 'failed',
      ended: { error: { code: 'internal', message: clean }, warnings: [{ message: clean, times: 3 }] },
    });
    expect(streams).toMatchObject([
      { outcome: 'failed', warnings: 3, error: { code: 'x', message: clean, permission: 'Read tickets' } },
    ]);
    expect(await database.use((query) => query('SELECT id FROM contacts'))).toEqual([]);
  });

  test('are kept a thousand, and those that tell when a stream was complete or counted', async () => {
    await database.use(async (query) => {
      await query(`
        INSERT INTO _runs (id, started_at, version, mode, outcome)
        SELECT n, now(), 'x', 'incremental', 'complete' FROM generate_series(1, 1500) AS numbers(n)`);
      await query(`
        INSERT INTO _run_streams (run_id, stream, outcome, rows_total) VALUES
          (2, 'tags', 'complete', 1), (3, 'tags', 'complete', NULL), (4, 'tags', 'failed', 1), (5, 'tags', 'failed', NULL),
          (900, 'contacts', 'complete', 1)`);
    });
    await destination.beginRun!(begin);
    const of = (sql: string) => database.use(async (query) => (await query(sql)).map(({ id }) => Number(id)));
    const ids = await of('SELECT id FROM _runs ORDER BY id');
    expect([ids.length, ...ids.slice(0, 3), ids.at(-1)]).toEqual([1_002, 3, 4, 502, 1_501]);
    expect(await of('SELECT run_id AS id FROM _run_streams ORDER BY run_id')).toEqual([3, 4, 900, 1_501, 1_501]);
  });

  test.each(['CREATE TABLE _runs (id INTEGER)', 'CREATE VIEW _run_streams AS SELECT 1 AS run_id'])(
    'are not mixed up with what someone else made: %s',
    async (sql) => {
      await destination.close();
      await database.use(async (query) => {
        await query('DROP TABLE _runs');
        await query('DROP TABLE _run_streams');
        await query(sql);
      });
      const said = await opened(database.address).catch((error) => explain(error));
      expect(said).toMatch(/^What is called (_runs|_run_streams) in .* was not made by source-intercom\. Rename it/);
    },
  );

  test('of an earlier version are none', async () => {
    await destination.close();
    await database.use(async (query) => {
      await query('DROP TABLE _runs');
      await query('DROP TABLE _run_streams');
    });
    expect(await readRuns(database.address)).toEqual({ location: expect.any(String), workspace: acme, streams: [] });
  });
});

const state = (stream: string) => ({ stream, state: { updated_at: 1 } });

test.runIf(hasPostgres)('a reader of PostgreSQL needs no more than to read, and sees a run under way', async () => {
  const database = await postgresDatabase();
  const role = await roleOf(database);
  const destination = await opened(database.address);
  try {
    await destination.beginRun!(begin);
    const here = `"${database.schema}"`;
    const refused = await readRuns(role.address).catch((error) => explain(error));
    expect(refused).toContain(`The user "${role.name}" may not read`);
    expect(refused).toContain(`GRANT USAGE ON SCHEMA ${here} TO "${role.name}"; GRANT SELECT ON ALL TABLES IN SCHEMA`);
    await role.run(`GRANT USAGE ON SCHEMA ${here} TO :role`);
    expect(await readRuns(role.address).catch((error) => explain(error))).toBe(refused);
    await role.run(/GRANT .*;/.exec(String(refused))![0]);
    expect((await readRuns(role.address)).last?.outcome).toBe('running');
    await destination.endRun!(end);
    expect((await readRuns(role.address)).last?.outcome).toBe('complete');
  } finally {
    await destination.close();
    await role.remove();
    await database.remove();
  }
});

test.runIf(hasPostgres)('a run that ends while it is looked at has not crashed', async () => {
  const database = await postgresDatabase();
  const destination = await opened(database.address);
  try {
    await destination.beginRun!(begin);
    const found = await database.use((query) =>
      readHistory({
        database: { connection: { query }, dialect: postgresDialect, location: { name: 'here', kind: 'schema' } },
        async isLoaded() {
          await destination.endRun!(end);
          return false;
        },
      }),
    );
    expect(found.last).toMatchObject({ outcome: 'complete', ended: { requests: 7 } });
  } finally {
    await destination.close();
    await database.remove();
  }
});
