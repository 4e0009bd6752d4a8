/** Events as lines of Singer. */
import { describe, expect, test } from 'vitest';
import { text } from '../../../src/core/columns/columns.ts';
import { ConnectorError } from '../../../src/core/errors.ts';
import type { Event } from '../../../src/core/events.ts';
import { createRedactor } from '../../../src/core/redact.ts';
import { layoutOf } from '../../../src/json/layout.ts';
import { recordAt } from '../../../src/json/record.ts';
import type { WrittenStream } from '../../../src/protocols/singer/event-writer.ts';
import { createLog } from '../../../src/protocols/singer/logs.ts';
import { type SingerSync, writeSinger } from '../../../src/protocols/singer/writer.ts';
import { streams } from '../airbyte/streams.ts';
import { collectingSink } from '../sink.ts';

async function* flow(events: Event[], thrown?: unknown): AsyncGenerator<Event> {
  yield* events;
  if (thrown) throw thrown;
}

const contacts = { info: streams[0]!, version: 7, isLoad: true };

async function write(
  events: Event[],
  { thrown, secrets = [], ...sync }: Partial<SingerSync> & { thrown?: unknown; secrets?: string[] } = {},
) {
  const { output, lines } = collectingSink();
  const logged: string[] = [];
  const outcome = await writeSinger({
    events: flow(events, thrown),
    output,
    streams: [contacts],
    bookmarks: new Map(),
    clock: { now: () => 1_700_000_000_000 },
    log: createLog({ write: (line) => logged.push(line), redact: createRedactor(secrets), lowest: 'info' }),
    ...sync,
  });
  return { outcome, lines: lines(), messages: lines().map((line) => JSON.parse(line)), logged };
}

const started: Event = { type: 'status', stream: 'contacts', status: 'started' };
const complete = (isCompleteSnapshot: boolean): Event => ({
  type: 'status',
  stream: 'contacts',
  status: 'complete',
  isCompleteSnapshot,
});
const records = (...ids: string[]): Event => ({ type: 'records', stream: 'contacts', rows: ids.map((id) => ({ id })) });
const checkpoint = (updated_at: number, more = {}): Event => ({
  type: 'checkpoint',
  states: [{ stream: 'contacts', state: { updated_at, ...more } }],
});
const typesOf = (messages: { type: string }[]) => messages.map(({ type }) => type);

test('a load is a schema, records with their version, its activation, and the state that claims it', async () => {
  const { lines, outcome } = await write([started, records('1', '2'), checkpoint(8, { sync_id: 7 }), complete(true)]);
  expect(lines).toEqual([
    expect.stringMatching(
      /^\{"type":"SCHEMA","stream":"contacts","schema":\{.*\},"key_properties":\["id"\],"bookmark_properties":\["updated_at"\]\}$/,
    ),
    '{"type":"RECORD","stream":"contacts","record":{"id":"1"},"version":7,"time_extracted":"2023-11-14T22:13:20.000Z"}',
    '{"type":"RECORD","stream":"contacts","record":{"id":"2"},"version":7,"time_extracted":"2023-11-14T22:13:20.000Z"}',
    '{"type":"STATE","value":{"bookmarks":{"contacts":{"updated_at":8,"sync_id":7,"slices":[],"table_version":7,"initial_full_table_complete":false}}}}',
    '{"type":"ACTIVATE_VERSION","stream":"contacts","version":7}',
    '{"type":"STATE","value":{"bookmarks":{"contacts":{"updated_at":8,"sync_id":7,"slices":[],"table_version":7,"initial_full_table_complete":true}}}}',
  ]);
  expect(outcome).toEqual({ failed: [], closed: false });
});

test('a load that may lack rows takes none away, and is a load all the same', async () => {
  const { messages } = await write([started, records('1'), checkpoint(8), complete(false)]);
  expect(typesOf(messages)).not.toContain('ACTIVATE_VERSION');
  expect(messages.at(-1).value.bookmarks.contacts.initial_full_table_complete).toBe(true);
});

test('what is incremental takes nothing away, and has no version where none is known', async () => {
  const incremental = { ...contacts, isLoad: false, version: undefined };
  const { messages } = await write([started, records('1'), checkpoint(8), complete(true)], { streams: [incremental] });
  expect(typesOf(messages)).toEqual(['SCHEMA', 'RECORD', 'STATE']);
  expect(messages[1]).not.toHaveProperty('version');
  expect(messages[2].value.bookmarks.contacts).toEqual({ updated_at: 8, slices: [] });
});

test('a record passes in the text in which it came', async () => {
  const bytes = Buffer.from('{"id":"1","score":1.50,"big":12345678901234567890}');
  const came = recordAt(layoutOf({ id: text }), bytes, 0)!.record;
  const { lines } = await write([{ type: 'records', stream: 'contacts', rows: [came] }]);
  expect(lines[1]).toContain('"record":{"id":"1","score":1.50,"big":12345678901234567890},');
});

test("a tombstone has Singer's name for the time of a deletion", async () => {
  const rows = [{ id: '1', updated_at: 5, _ab_cdc_deleted_at: '2024-01-01T00:00:00.000Z', _deleted_reason: 'merged' }];
  const { messages } = await write([{ type: 'records', stream: 'contacts', rows }]);
  expect(messages[1].record).toEqual({
    id: '1',
    updated_at: 5,
    _deleted_reason: 'merged',
    _sdc_deleted_at: '2024-01-01T00:00:00.000Z',
  });
});

describe('a state', () => {
  test('keeps the bookmarks of streams that are not read', async () => {
    const bookmarks = new Map<string, unknown>([['tags', { of: 'before' }]]);
    const { messages } = await write([started, checkpoint(8), complete(true)], { bookmarks });
    expect(messages.at(-1).value.bookmarks).toMatchObject({ tags: { of: 'before' }, contacts: { updated_at: 8 } });
  });

  test('is not written again after few records, but when time has passed, and at the end', async () => {
    let now = 1_700_000_000_000;
    const events = async function* () {
      yield started;
      yield records('1');
      yield checkpoint(1);
      yield records('2');
      yield checkpoint(2);
      now += 31_000;
      yield records('3');
      yield checkpoint(3);
      yield records('4');
      yield checkpoint(4);
    };
    const { messages } = await write([], { events: events(), clock: { now: () => now } });
    const order = messages.map(({ type, record, value }) =>
      type === 'STATE' ? value.bookmarks.contacts.updated_at : record?.id,
    );
    expect(order.slice(1)).toEqual(['1', 1, '2', '3', 3, '4', 4]);
  });

  test('is let out by a run that is broken off', async () => {
    const thrown = new ConnectorError('stopped', 'Stopped by SIGTERM.');
    const { messages, outcome } = await write([started, records('1'), checkpoint(1), records('2'), checkpoint(2)], {
      thrown,
    });
    expect(messages.at(-1).value.bookmarks.contacts.updated_at).toBe(2);
    expect(outcome).toMatchObject({ failed: ['contacts'], error: thrown });
  });
});

describe('a stream that fails', () => {
  const error = new ConnectorError('permission_missing', 'The token secret-1 lacks "Read users".');
  test('is told on stderr without secrets, and activates nothing', async () => {
    const incomplete: Event = { type: 'status', stream: 'contacts', status: 'incomplete', error };
    const { messages, logged, outcome } = await write([started, records('1'), incomplete], { secrets: ['secret-1'] });
    expect(typesOf(messages)).toEqual(['SCHEMA', 'RECORD']);
    expect(logged).toEqual(['ERROR contacts: The token **** lacks "Read users".\n', 'ERROR Not complete: contacts.\n']);
    expect(outcome.failed).toEqual(['contacts']);
  });

  test('may be one that does not say how it ended, or can not be read', async () => {
    const { outcome } = await write([started], { rejected: [{ stream: 'nothing', error }] });
    expect(outcome.failed).toEqual(['nothing', 'contacts']);
  });
});

test('what is not selected is in no record', async () => {
  const select: WrittenStream['select'] = ({ email: _, ...row }) => row;
  const rows = [{ id: '1', email: 'a@example.com' }];
  const { lines } = await write([{ type: 'records', stream: 'contacts', rows }], {
    streams: [{ ...contacts, select }],
  });
  expect(lines[1]).toContain('"record":{"id":"1"}');
});
