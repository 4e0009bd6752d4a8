/** The views of the style fivetran, on what the built command loads from a simulated workspace: every column of every row, and its type. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { viewStyles } from '../../src/views/index.ts';
import { startCommand } from '../support/command.ts';
import { type Query, type TestDatabase, testDatabases } from '../support/test-database.ts';
import { type Cell, columnsOf, expected, inOrder, rowsOf, sorted, type Type } from './fivetran-expected.ts';
import { expectedMetrics, metricsSql } from './fivetran-metrics.ts';

const viewNames = Object.keys(expected);
const streams = [...new Set(Object.values(expected).flatMap((view) => view.streams))];

/** Types as information_schema has them. */
const types: Record<string, Record<Type, string>> = {
  DuckDB: {
    ...{ text: 'VARCHAR', ref: 'VARCHAR', int: 'BIGINT', num: 'DOUBLE' },
    ...{ bool: 'BOOLEAN', time: 'TIMESTAMP', json: 'JSON' },
  },
  PostgreSQL: {
    ...{ text: 'text', ref: 'text', int: 'bigint', num: 'double precision' },
    ...{ bool: 'boolean', time: 'timestamp without time zone', json: 'jsonb' },
  },
};
const synced: [string, Type] = ['_fivetran_synced', 'time'];
const ownColumns = {
  history: [['_fivetran_active', 'bool'], ['_fivetran_start', 'time'], ['_fivetran_end', 'time'], synced],
  table: [['_fivetran_deleted', 'bool'], synced],
} satisfies Record<string, [string, Type][]>;

/** What the simulator never gives, or Intercom does not. The first are written into the tables by a test. */
const neverGiven: Record<string, string[]> = {
  contact_history: [
    ...['formatted_phone', 'enabled_push_messaging', 'referrer'],
    ...['utm_campaign', 'utm_content', 'utm_medium', 'utm_source', 'utm_term'],
  ],
  ticket_link_history: ['category'],
  article_history: ['section_id', 'parent_type'],
  collection_history: ['type'],
};

/** With what tells NULL from an empty text, and nobody from somebody. */
function simulated(): Simulator {
  const simulator = createSimulator({
    seed: 11,
    counts: { contacts: 40, conversations: 60, tickets: 20, companies: 10 },
    timezone: 'America/Los_Angeles',
    rateLimit: null,
  });
  const { workspace } = simulator;
  const [admin] = [...workspace.admins.values()];
  const author = {
    type: 'admin' as const,
    id: admin!.id,
    name: admin!.name,
    email: '',
    from_ai_agent: false,
    is_ai_answer: false,
  };
  const { id } = workspace.createConversation({
    title: '',
    ai_agent: { rating: 3, rating_remark: '', last_answer_type: null },
  });
  workspace.createConversation({ state: 'snoozed', snoozed_until: 1_790_000_000 });
  workspace.addPart(id, { part_type: 'comment', body: '', author });
  workspace.addPart(id, { part_type: 'comment', body: null, author });
  workspace.addPart(id, { part_type: 'assignment', body: null, author, assigned_to: { type: 'admin', id: '0' } });
  return simulator;
}

/** Runs the built command, which must succeed. */
async function command(args: string[], env: Record<string, string> = {}) {
  const result = await startCommand(args, env).ended;
  expect(result.exitCode, result.stderr + result.stdout).toBe(0);
  return result;
}

async function held(query: Query, view: string): Promise<Cell[][]> {
  const columns = columnsOf(view);
  const selected = columns.map(({ name, type }, i) =>
    type === 'time' ? `CAST("${name}" AS VARCHAR) AS c${i}` : `"${name}" AS c${i}`,
  );
  const rows = await query(`SELECT ${selected.join(', ')} FROM ${schema}."${view}"`);
  const cell = (value: unknown, type: Type) =>
    type === 'json' && value !== null ? JSON.stringify(inOrder(value)) : (value as Cell);
  return sorted(rows.map((row) => columns.map(({ type }, i) => cell(row[`c${i}`], type))));
}

let schema = '';

describe.each(testDatabases)('on $name', ({ name, create }) => {
  let simulator: Simulator;
  let server: Awaited<ReturnType<Simulator['listen']>>;
  let database: TestDatabase;
  const sync = (only: readonly string[] = streams, more: string[] = []) =>
    command(['sync', '--to', database.address, '--streams', only.join(), ...more], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: 'simulator-token',
    });
  const makeViews = () => command(['views', '--to', database.address, '--view-schema', schema]);

  const typesHeld = () =>
    database.use(async (query) => {
      const rows = await query(
        `SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = '${schema}' ORDER BY ordinal_position`,
      );
      const held: Record<string, Record<string, string>> = {};
      for (const { table_name, column_name, data_type } of rows) {
        held[String(table_name)] ??= {};
        held[String(table_name)]![String(column_name)] = String(data_type);
      }
      return held;
    });
  const typesExpected = (custom: Record<string, Record<string, string>> = {}) =>
    Object.fromEntries(
      viewNames.map((view) => [
        view,
        {
          ...Object.fromEntries(columnsOf(view).map((column) => [column.name, types[name]![column.type]])),
          ...custom[view],
          ...Object.fromEntries(
            ownColumns[expected[view]!.history ? 'history' : 'table'].map(([column, type]) => [
              column,
              types[name]![type],
            ]),
          ),
        },
      ]),
    );

  async function compare(setZone = "SET TimeZone = 'UTC'"): Promise<void> {
    await database.use(async (query) => {
      await query(setZone);
      for (const view of viewNames) {
        const truth = rowsOf(view, simulator.workspace);
        expect(await held(query, view), view).toEqual(truth);
      }
    });
  }

  beforeAll(async () => {
    simulator = simulated();
    server = await simulator.listen();
    database = await create();
    // PostgreSQL's tests share a database.
    schema = `fivetran_${Math.random().toString(36).slice(2)}`;
    await sync(['admins']);
    await makeViews();
  });
  afterAll(async () => {
    await server.close();
    await database.use((query) => query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`));
    await database.remove();
  });

  test('have the same types while their streams are not synced', async () => {
    expect(viewStyles.fivetran.map((view) => view.name).sort()).toEqual(viewNames.toSorted());
    expect(await typesHeld()).toEqual(typesExpected());
    await database.use(async (query) => {
      expect((await held(query, 'admin')).length).toBe(simulator.workspace.admins.size);
      expect(await held(query, 'conversation_history')).toEqual([]);
    });
  });

  test('hold what the workspace holds, in every column of every row, once a sync has come', async () => {
    await sync();
    expect(await typesHeld()).toEqual(typesExpected());
    for (const view of viewNames) {
      const rows = rowsOf(view, simulator.workspace);
      const empty = columnsOf(view).filter((_, i) => rows.every((row) => row[i] === null));
      expect([rows.length > 0, empty.map((column) => column.name)], view).toEqual([true, neverGiven[view] ?? []]);
    }
    await compare();
    await database.use(async (query) => {
      for (const view of viewNames) {
        const seen = expected[view]!.history
          ? '_fivetran_active AND _fivetran_end > _fivetran_start'
          : 'NOT _fivetran_deleted';
        const [row] = await query(
          `SELECT count(*) AS n FROM ${schema}."${view}" WHERE ${seen} AND _fivetran_synced > TIMESTAMP '2026-01-01'`,
        );
        expect(row!.n, view).toBe(rowsOf(view, simulator.workspace).length);
      }
    });
  });

  test('hold the same in a session of another time zone', () => compare("SET TimeZone = 'Asia/Tokyo'"));

  test('give the metrics that the dbt package makes of them', () =>
    database.use(async (query) => {
      for (const [metric, sql] of Object.entries(metricsSql(schema))) {
        const rows = await query(sql);
        const truth = expectedMetrics[metric]!(simulator.workspace);
        expect(truth.length, metric).toBeGreaterThan(2);
        expect(sorted(rows.map((row) => Object.values(row) as Cell[])), metric).toEqual(sorted(truth));
      }
    }));

  test('hold what there is after a second sync, with changes and deletions', async () => {
    const { workspace } = simulator;
    const [first, second, third] = [...workspace.contacts.keys()];
    workspace.updateContact(first!, { name: '', owner_id: null, last_seen_at: 1_700_000_000 });
    workspace.deleteContact(second!);
    workspace.updateContact(third!, { company_ids: [], tags: [] });
    const [one, other] = [...workspace.conversations.keys()];
    workspace.updateConversation(one!, { admin_assignee_id: 0, team_assignee_id: 0, snoozed_until: null });
    workspace.deleteConversation(other!);
    workspace.createConversation({ parts: [{ part_type: 'close', author: undefined }] });
    workspace.createTag({ name: ' spaced ' });
    workspace.updateAdmin([...workspace.admins.keys()][0]!, { job_title: '' });
    await sync();
    await compare();
  });

  test('hold what only some workspaces have', () =>
    database.use(async (query) => {
      await query(`UPDATE contacts SET formatted_phone = 'a', enabled_push_messaging = true, referrer = 'b', utm_campaign = 'c', utm_content = 'd', utm_medium = 'e',
        utm_source = 'f', utm_term = 'g'`);
      await query(`UPDATE ticket_links SET category = 'Back-office'`);
      const columns = neverGiven.contact_history!.join(', ');
      const rows = await query(`SELECT DISTINCT ${columns} FROM ${schema}.contact_history`);
      expect(rows.map((row) => Object.values(row))).toEqual([['a', true, 'b', 'c', 'd', 'e', 'f', 'g']]);
      const links = await query(`SELECT DISTINCT category FROM ${schema}.ticket_link_history`);
      expect(links).toEqual([{ category: 'Back-office' }]);
    }));

  test('make NULL of what does not fit, and keep what can be kept', () =>
    database.use(async (query) => {
      const json = (value: object) => `'${JSON.stringify(value)}'`;
      await query(`UPDATE conversations SET conversation_rating = ${json({ rating: 'five', created_at: 'soon', remark: 7 })},
        statistics = ${json({ count_reopens: 1e300, count_assignments: '3', first_close_at: 99_999_999_999_999, last_close_at: '2026-01-01', time_to_assignment: 1.5 })},
        source = ${json([1, 2])}, ai_agent = ${json({ rating: 2, content_sources: { content_sources: 'none' } })},
        sla_applied = '"missed"', first_contact_reply = 'null'`);
      const rows =
        await query(`SELECT DISTINCT conversation_rating_value, conversation_rating_created_at, conversation_rating_remark, statistics_count_reopens,
        statistics_count_assignments, statistics_first_close_at, statistics_last_close_at, statistics_time_to_assignment, source_body, source_author_id, source_redacted,
        ai_agent_rating, sla_name, first_contact_reply_created_at FROM ${schema}.conversation_history`);
      expect(rows.map((row) => Object.values(row))).toEqual([
        [null, null, '7', null, 3, null, null, null, null, null, null, 2, null, null],
      ]);
      expect(await query(`SELECT * FROM ${schema}.conversation_ai_agent_content_source`)).toEqual([]);
    }));
});
