/** Every column of every view, on what real syncs loaded, against the simulated workspace. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../scripts/views-page.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import { viewStyles } from '../../src/views/index.ts';
import { startCommand } from '../support/command.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';
import { expected, type Row, type ShownBefore, shownNow } from './expected.ts';
import { rowsOf } from './rows.ts';
import { change, simulated, zone } from './workspace.ts';

const views = viewStyles.standard;
const needed = [...new Set(views.flatMap(({ reads }) => Object.keys(reads)))];

const keys: Record<string, string[]> = {
  conversation_metrics: ['id'],
  conversation_parts_flat: ['id'],
  teammate_metrics: ['day', 'teammate_id'],
  daily_backlog: ['day'],
};

const ordered = (name: string, rows: Row[]): Row[] => {
  const keyOf = (row: Row) => keys[name]!.map((column) => String(row[column])).join(' ');
  return rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

describe.each(testDatabases)('after two syncs into $name', ({ create }) => {
  let simulator: Simulator;
  let database: TestDatabase;
  let before: ShownBefore;

  beforeAll(async () => {
    simulator = simulated();
    database = await create();
    const server = await simulator.listen();
    const sync = async () => {
      const { exitCode, stderr } = await startCommand(['sync', '--to', database.address, '--streams', needed.join()], {
        INTERCOM_API_URL: server.url,
        INTERCOM_ACCESS_TOKEN: 'simulator-token',
      }).ended;
      expect(exitCode, stderr).toBe(0);
      expect(stderr).not.toContain('view');
    };
    await sync();
    before = shownNow(simulator.workspace);
    change(simulator);
    await sync();
    await server.close();
  }, 120_000);
  afterAll(() => database.remove());

  test.each(views)('$name holds what the workspace does', async ({ name, columns }) => {
    const rows = ordered(name, await rowsOf(database, `SELECT * FROM ${name}`));
    const truth = ordered(name, expected[name]!(simulator.workspace, { zone, before }));
    expect(rows.length).toBeGreaterThan(50);
    expect(Object.keys(rows[0]!)).toEqual(Object.keys(columns));
    expect(rows).toEqual(truth);
    // Each column has something to say: not one value throughout.
    const alike = Object.keys(columns).filter(
      (column) => new Set(rows.map((row) => JSON.stringify(row[column]))).size < 2,
    );
    expect(alike).toEqual([]);
  });

  test.each(Object.values(examples).flat())('answers: $what', async ({ sql }) => {
    const [id] = [...simulator.workspace.conversations.values()].filter(({ parts }) => parts.length > 1);
    const asked = sql.replace('215470123456789', id!.id).replaceAll('current_date', "DATE '2026-05-20'");
    expect((await rowsOf(database, asked)).length).toBeGreaterThan(1);
  });
});

test('each view has a name of its own, and a sentence for itself and each column', () => {
  expect(Object.keys(expected).sort()).toEqual(views.map(({ name }) => name).sort());
  expect(Object.keys(examples)).toEqual(views.map(({ name }) => name));
  expect(Object.values(examples).map(({ length }) => length)).toEqual([3, 3, 3, 3]);
  for (const { name, description, columns } of views) {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(description, name).toMatch(/^[A-Z].*\.$/);
    for (const [column, what] of Object.entries(columns)) expect(what, column).toMatch(/^[A-Z`].*\.$/);
  }
});
