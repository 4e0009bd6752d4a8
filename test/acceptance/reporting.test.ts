/** The datasets of reports as the built command discovers and reads them for Airbyte. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAirbyte } from '../support/airbyte.ts';
import { oracleOf } from '../support/oracle/index.ts';
import { config, configure, errorsIn, finalStates, recordsIn, type Source, startSource, statusesOf } from './source.ts';

const names = ['reporting_call', 'reporting_conversation', 'reporting_conversation_rating_sent'];

let source: Source;
beforeAll(async () => {
  source = await startSource({ seed: 12, scale: 0.2, rateLimit: null, reportingReachDays: 2000 });
});
afterAll(() => source.close());

const discovered = async () => {
  const found = (await source.discover()).filter(({ name }) => name.startsWith('reporting_'));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
};

test('discover lists them as the workspace has them, with types', async () => {
  const found = await discovered();
  expect(found.map(({ name }) => name)).toEqual(names);
  expect(
    found.map(({ source_defined_primary_key: [key], default_cursor_field }) => [key, default_cursor_field]),
  ).toEqual([
    [['call_id'], ['call_initiated_at']],
    [['conversation_id'], ['conversation_started_at']],
    [['_row_number'], undefined],
  ]);
  const properties = found[1]!.json_schema.properties as Record<string, { type: string[]; description?: string }>;
  expect(properties.first_response_time).toEqual({
    type: ['null', 'number'],
    description: 'First response time (seconds).',
  });
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(['people_region', 'company_region']));
});

test('discover without an answer lists all others, and says so', async () => {
  const { messages, exitCode } = await runAirbyte('discover', {
    env: { INTERCOM_API_URL: 'http://127.0.0.1:1' },
    files: { config },
  });
  expect(exitCode).toBe(0);
  const [catalog] = messages.flatMap((message) => (message.type === 'CATALOG' ? [message.catalog.streams] : []));
  expect(catalog!.some(({ name }) => name === 'contacts')).toBe(true);
  expect(catalog!.some(({ name }) => name.startsWith('reporting_'))).toBe(false);
  const [log] = messages.flatMap((message) => (message.type === 'LOG' ? [message.log.message] : []));
  expect(log).toContain('The streams of reports, which the workspace names, are left out.');
});

test('discover without the permission lists all others, and says why', async () => {
  source.simulator.change({ denied: ['export_reporting_data'] });
  const { messages } = await runAirbyte('discover', { env: { INTERCOM_API_URL: source.url }, files: { config } });
  source.simulator.change({ denied: [] });
  expect(messages.map(({ type }) => type)).toEqual(['LOG', 'CATALOG']);
  expect(JSON.stringify(messages[0])).toMatch(/There are no streams of the datasets of .*export_reporting_data/);
});

test('read gives every row, and then those of the time that is looked back to', async () => {
  const catalog = configure(await discovered(), 'incremental');
  const first = await source.read(catalog);
  expect([first.exitCode, errorsIn(first.messages)]).toEqual([0, []]);
  const rowsOf = (stream: string, { messages }: typeof first) =>
    recordsIn(messages).flatMap((record) => (record.stream === stream ? [record.data] : []));
  for (const name of names) {
    const expected = oracleOf(name).rows(source.simulator.workspace);
    expect(rowsOf(name, first), name).toHaveLength(expected.length);
    expect(rowsOf(name, first), name).toEqual(expect.arrayContaining(expected));
  }
  const second = await source.read(catalog, finalStates(first.messages));
  const since = Date.now() / 1000 - 91 * 86_400;
  const recent = [...source.simulator.workspace.calls.values()].filter(({ initiated_at }) => initiated_at >= since);
  expect(rowsOf('reporting_call', second).length).toBeLessThanOrEqual(recent.length);
  expect(rowsOf('reporting_call', second).length).toBeLessThan(rowsOf('reporting_call', first).length);
});

test('read of a dataset that there is none of fails it alone', async () => {
  const [call] = await discovered();
  const catalog = configure([call!, { ...call!, name: 'reporting_nothing' }], 'full_refresh');
  const { exitCode, messages } = await source.read(catalog);
  expect(exitCode).toBe(1);
  expect(errorsIn(messages)[0]).toMatchObject({
    message: expect.stringContaining('The workspace has no stream "reporting_nothing".'),
    stream_descriptor: { name: 'reporting_nothing' },
  });
  expect(statusesOf(messages, 'reporting_call').at(-1)).toBe('COMPLETE');
});
