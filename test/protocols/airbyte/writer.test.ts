import { describe, expect, test } from 'vitest';
import { text } from '../../../src/core/columns/columns.ts';
import { ConnectorError } from '../../../src/core/errors.ts';
import { type Event, noCursorState } from '../../../src/core/events.ts';
import { configSchema } from '../../../src/intercom/config.ts';
import { layoutOf } from '../../../src/json/layout.ts';
import { recordAt } from '../../../src/json/record.ts';
import { airbyteSpec } from '../../../src/protocols/airbyte/spec.ts';
import { type AirbyteSync, writeAirbyte, writeMessages } from '../../../src/protocols/airbyte/writer.ts';
import { collectingSink } from '../sink.ts';

async function* flow(events: Event[], thrown?: unknown): AsyncGenerator<Event> {
  yield* events;
  if (thrown) throw thrown;
}

async function write(events: Event[], options: Partial<AirbyteSync> & { thrown?: unknown } = {}) {
  const { thrown, ...sync } = options;
  const { output, lines } = collectingSink();
  const outcome = await writeAirbyte({
    events: flow(events, thrown),
    output,
    streams: [],
    secrets: [],
    clock: { now: () => 1_700_000_000_000 },
    logLevel: 'info',
    ...sync,
  });
  return { outcome, lines: lines(), messages: lines().map((line) => JSON.parse(line)) };
}

const status = (name: string, value: string, more = '') =>
  `{"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1700000000000,"stream_status":{"stream_descriptor":{"name":"${name}"},"status":"${value}"${more}}}}`;

const started: Event = { type: 'status', stream: 'contacts', status: 'started' };
const running: Event = { type: 'status', stream: 'contacts', status: 'running' };
const complete: Event = { type: 'status', stream: 'contacts', status: 'complete', isCompleteSnapshot: false };
const records = (...ids: string[]): Event => ({ type: 'records', stream: 'contacts', rows: ids.map((id) => ({ id })) });
const checkpoint = (updated_at: number): Event => ({
  type: 'checkpoint',
  states: [{ stream: 'contacts', state: { updated_at } }],
});

describe('writeAirbyte', () => {
  test('writes a stream from its start to its end', async () => {
    const events = [started, records('1', '2'), checkpoint(8), records('3'), checkpoint(9), complete];
    const { lines, outcome } = await write(events, { streams: ['contacts'] });
    expect(lines).toEqual([
      status('contacts', 'STARTED'),
      status('contacts', 'RUNNING'),
      '{"type":"RECORD","record":{"stream":"contacts","data":{"id":"1"},"emitted_at":1700000000000}}',
      '{"type":"RECORD","record":{"stream":"contacts","data":{"id":"2"},"emitted_at":1700000000000}}',
      '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"contacts"},"stream_state":{"updated_at":8}},"sourceStats":{"recordCount":2.0}}}',
      '{"type":"RECORD","record":{"stream":"contacts","data":{"id":"3"},"emitted_at":1700000000000}}',
      '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"contacts"},"stream_state":{"updated_at":9}},"sourceStats":{"recordCount":1.0}}}',
      status('contacts', 'COMPLETE'),
    ]);
    expect(outcome).toEqual({ failed: [], closed: false });
  });

  test('passes a record on in the text in which it came, but a changed copy of it as it is', async () => {
    const bytes = Buffer.from('{"id":"1","score":1.50,"name":"ü"}');
    const layout = layoutOf({ id: text });
    const came = recordAt(layout, bytes, 0)!.record;
    const { lines } = await write([{ type: 'records', stream: 'contacts', rows: [came, { ...came, score: 2 }] }]);
    expect(lines.slice(2)).toEqual([
      '{"type":"RECORD","record":{"stream":"contacts","data":{"id":"1","score":1.50,"name":"ü"},"emitted_at":1700000000000}}',
      '{"type":"RECORD","record":{"stream":"contacts","data":{"id":"1","score":2,"name":"ü"},"emitted_at":1700000000000}}',
    ]);
  });

  test('leaves out a record that is too deep to be written, tells of it, and goes on', async () => {
    const depth = 100_000;
    const deep = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    const rows = [{ id: '1' }, { id: '2', deep }, { id: '3' }, { id: '4', deep }];
    const { messages, outcome } = await write([started, { type: 'records', stream: 'contacts', rows }, checkpoint(8)]);
    const written = messages.flatMap(({ type, record }) => (type === 'RECORD' ? [record.data.id] : []));
    expect(written).toEqual(['1', '3']);
    const told = messages.flatMap(({ type, log }) => (type === 'LOG' ? [log] : []));
    expect(told).toEqual([
      { level: 'WARN', message: expect.stringMatching(/^The record 2 of contacts is left out.*\(1 /) },
      { level: 'WARN', message: expect.stringMatching(/^The record 4 of contacts is left out.*\(2 /) },
    ]);
    expect(messages.at(-1).state.sourceStats.recordCount).toBe(2);
    expect(outcome.error).toBeUndefined();
  });

  test('says RUNNING also of a stream without records, and once of one that says so itself', async () => {
    const sentinel: Event = { type: 'checkpoint', states: [{ stream: 'contacts', state: noCursorState }] };
    const expected = [
      status('contacts', 'STARTED'),
      '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"contacts"},"stream_state":{"__ab_no_cursor_state_message":true}},"sourceStats":{"recordCount":0.0}}}',
      status('contacts', 'RUNNING'),
      status('contacts', 'COMPLETE'),
    ];
    expect((await write([started, sentinel, complete])).lines).toEqual(expected);
    expect((await write([started, sentinel, running, complete])).lines).toEqual(expected);
  });

  test('counts the records of each stream apart', async () => {
    const both: Event = {
      type: 'checkpoint',
      states: [
        { stream: 'contacts', state: { updated_at: 9 } },
        { stream: 'admins', state: noCursorState },
      ],
    };
    const { messages } = await write([
      records('1'),
      { type: 'records', stream: 'admins', rows: [{ id: 'a' }, { id: 'b' }] },
      both,
      both,
    ]);
    const counts = messages.flatMap(({ state }) => (state ? [state.sourceStats.recordCount] : []));
    expect(counts).toEqual([1, 2, 0, 0]);
  });

  test('tells an estimate', async () => {
    const { lines } = await write([{ type: 'estimate', stream: 'contacts', rows: 320 }]);
    expect(lines).toEqual([
      '{"type":"TRACE","trace":{"type":"ESTIMATE","emitted_at":1700000000000,"estimate":{"name":"contacts","type":"STREAM","row_estimate":320}}}',
    ]);
  });

  test('tells the streams under way that the rate limit holds them, once for each pause', async () => {
    const pause = (until: number): Event => ({ type: 'rate_limited', until });
    const other: Event = { type: 'status', stream: 'tags', status: 'started' };
    const { lines } = await write([
      started,
      running,
      other,
      complete,
      pause(1_700_000_005_000),
      pause(1_700_000_005_000),
    ]);
    expect(lines.slice(4)).toEqual([
      status('tags', 'RUNNING', ',"reasons":[{"type":"RATE_LIMITED","rate_limited":{"quota_reset":1700000005000}}]'),
    ]);
  });

  test.each([
    ['debug', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['info', ['INFO', 'WARN', 'ERROR']],
    ['error', ['ERROR']],
  ] as const)('logs from the level %s up', async (logLevel, expected) => {
    const events = (['debug', 'info', 'warn', 'error'] as const).map(
      (level): Event => ({ type: 'log', level, message: `a ${level}` }),
    );
    const { messages } = await write(events, { logLevel });
    expect(messages).toEqual(
      expected.map((level) => ({ type: 'LOG', log: { level, message: `a ${level.toLowerCase()}` } })),
    );
  });

  test('tells a failure of one stream, goes on with the others, and sums up at the end', async () => {
    const error = new ConnectorError('permission_missing', 'The token may not read contacts.', { hint: 'Add "Read".' });
    const { messages, outcome } = await write(
      [
        started,
        { type: 'status', stream: 'contacts', status: 'incomplete', error },
        { type: 'status', stream: 'tags', status: 'started' },
        { type: 'status', stream: 'tags', status: 'complete', isCompleteSnapshot: true },
      ],
      { streams: ['contacts', 'tags'] },
    );
    expect(messages.map(({ trace }) => trace.stream_status?.status ?? trace.error)).toEqual([
      'STARTED',
      'INCOMPLETE',
      {
        message: 'The token may not read contacts. Add "Read".',
        internal_message: 'permission_missing',
        stack_trace: error.stack,
        failure_type: 'config_error',
        stream_descriptor: { name: 'contacts' },
      },
      'STARTED',
      'RUNNING',
      'COMPLETE',
      {
        message: 'During the sync, the following streams did not sync successfully: contacts.',
        internal_message: '1 failed',
        failure_type: 'config_error',
      },
    ]);
    expect(outcome).toEqual({ failed: ['contacts'], closed: false });
  });

  test('tells the streams that the catalog had wrong before all else', async () => {
    const error = new ConnectorError('stream_unknown', 'There is no stream "x".');
    const { messages, outcome } = await write([started, complete], {
      streams: ['contacts'],
      rejected: [{ stream: 'x', error }],
    });
    expect(messages.slice(0, 3).map(({ trace }) => trace.stream_status?.status ?? trace.error.message)).toEqual([
      'STARTED',
      'INCOMPLETE',
      'There is no stream "x".',
    ]);
    expect(outcome.failed).toEqual(['x']);
  });

  test('tells a failure of the whole sync without a stream, and no stream under way as complete', async () => {
    const thrown = new ConnectorError('token_refused', 'Intercom refuses the token.');
    const { messages, outcome } = await write([started], { thrown, streams: ['contacts', 'tags'] });
    expect(messages.map(({ trace }) => trace.stream_status ?? trace.error)).toMatchObject([
      { status: 'STARTED' },
      { message: 'Intercom refuses the token.', failure_type: 'config_error' },
      { status: 'INCOMPLETE', stream_descriptor: { name: 'contacts' } },
      { message: 'During the sync, the following streams did not sync successfully: contacts, tags.' },
    ]);
    expect(messages[1].trace.error).not.toHaveProperty('stream_descriptor');
    expect(outcome).toEqual({ failed: ['contacts', 'tags'], error: thrown, closed: false });
  });

  test('takes whatever else is thrown, and a row that is no JSON, for a bug', async () => {
    const unexpected = await write([], { thrown: new TypeError('x is not a function') });
    const unwritable = await write([{ type: 'records', stream: 'contacts', rows: [{ id: 1n }] }]);
    expect(unexpected.outcome.error).toMatchObject({ code: 'internal' });
    expect(unwritable.outcome.error).toMatchObject({ code: 'internal' });
    expect(unwritable.messages.at(-1).trace.error.failure_type).toBe('system_error');
  });

  test('does not let a stream pass for complete that never said so', async () => {
    const { outcome, messages } = await write([started], { streams: ['contacts', 'tags'] });
    expect(outcome.failed).toEqual(['contacts', 'tags']);
    expect(messages.filter(({ trace }) => trace.error?.failure_type === 'system_error')).toHaveLength(2);
  });

  test('hides secrets in what people read, never in data or states', async () => {
    const secret = 'dG9rOjE=';
    const error = new ConnectorError('internal', `Bearer ${secret}`, { cause: new Error(encodeURIComponent(secret)) });
    const { lines } = await write(
      [
        { type: 'log', level: 'info', message: `token ${JSON.stringify(secret)}` },
        records(secret),
        { type: 'checkpoint', states: [{ stream: 'contacts', state: { message: secret } }] },
        { type: 'status', stream: 'contacts', status: 'incomplete', error },
      ],
      { secrets: [secret] },
    );
    const kinds = lines.filter((line) => line.includes(secret)).map((line) => JSON.parse(line).type);
    expect(kinds).toEqual(['RECORD', 'STATE']);
    expect(lines.join()).not.toContain(encodeURIComponent(secret));
    expect(lines.join()).toContain('Bearer ****');
  });

  test('keeps its lines whole where a secret is a word of the protocol', async () => {
    const { messages } = await write([{ type: 'log', level: 'info', message: 'type: message' }], { secrets: ['type'] });
    expect(messages).toEqual([{ type: 'LOG', log: { level: 'INFO', message: '****: message' } }]);
  });

  test('cuts what the platform would cut, but never through a secret', async () => {
    const message = `${'x'.repeat(49_998)}secret`;
    const { messages } = await write([{ type: 'log', level: 'info', message }], { secrets: ['secret'] });
    expect(messages[0].log.message).toBe(`${'x'.repeat(49_998)}**`);
  });
});

describe('writeMessages', () => {
  test('writes a line for each', async () => {
    const { output, lines } = collectingSink();
    await writeMessages({ messages: [airbyteSpec(configSchema)], output });
    expect(lines().map((line) => JSON.parse(line))).toEqual([airbyteSpec(configSchema)]);
  });
});
