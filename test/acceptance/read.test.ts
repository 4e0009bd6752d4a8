import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AirbyteMessage, AirbyteStream } from '../../src/protocols/airbyte/messages.ts';
import type { AirbyteResult } from '../support/airbyte.ts';
import {
  config,
  configure,
  errorsIn,
  finalStates,
  keyOf,
  keysIn,
  recordsIn,
  type Source,
  startSource,
  statesIn,
  statusesOf,
} from './source.ts';

describe('a full read', () => {
  let source: Source;
  let streams: AirbyteStream[];
  let first: AirbyteResult;
  beforeAll(async () => {
    source = await startSource();
    streams = await source.discover();
    first = await source.read(configure(streams, 'full_refresh'));
  });
  afterAll(() => source.close());

  const rowsOf = (name: string) => recordsIn(first.messages).filter(({ stream }) => stream === name);

  test('ends well', () => {
    expect(errorsIn(first.messages)).toEqual([]);
    expect([first.exitCode, first.unfinished]).toEqual([0, '']);
  });

  test('finds records in every stream', () => {
    const empty = streams.map(({ name }) => name).filter((name) => rowsOf(name).length === 0);
    // No company attribute of the simulator has options.
    expect(empty).toEqual(['company_attribute_options']);
  });

  test('gives records that fit their schema, have no column it does not know, and share one with it at least', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    for (const { name, json_schema } of streams) {
      const validate = ajv.compile(json_schema);
      const known = new Set(Object.keys(json_schema.properties as object));
      for (const { data } of rowsOf(name)) {
        validate(data);
        expect(validate.errors ?? [], `${name} ${JSON.stringify(data)}`).toEqual([]);
        expect(
          Object.keys(data).filter((column) => !known.has(column)),
          name,
        ).toEqual([]);
        expect(Object.keys(data).length, name).toBeGreaterThan(0);
      }
    }
  });

  test('gives each record a whole key, and no two the same', () => {
    for (const stream of streams) {
      const rows = rowsOf(stream.name).map(({ data }) => data);
      for (const row of rows) {
        const key = stream.source_defined_primary_key.map(([column]) => typeof row[column!]);
        expect(key, stream.name).toEqual(key.map((type) => (type === 'number' ? 'number' : 'string')));
      }
      expect(new Set(rows.map((row) => keyOf(stream, row))).size, stream.name).toBe(rows.length);
    }
  });

  test('takes every stream from STARTED over RUNNING to COMPLETE', () => {
    for (const { name } of streams) {
      const statuses = statusesOf(first.messages, name);
      expect(statuses.length, name).toBeGreaterThanOrEqual(3);
      expect([statuses.at(0), statuses.at(-1)], name).toEqual(['STARTED', 'COMPLETE']);
      expect(new Set(statuses.slice(1, -1)), name).toEqual(new Set(['RUNNING']));
    }
  });

  test('gives each stream states of its own, whose counts add up and the last of which comes after its records', () => {
    const states = statesIn(first.messages);
    expect(new Set(states.map(({ type }) => type))).toEqual(new Set(['STREAM']));
    for (const { name } of streams) {
      const own = states.filter(({ stream }) => stream.stream_descriptor.name === name);
      const counted = own.reduce((sum, { sourceStats }) => sum + sourceStats.recordCount, 0);
      expect(own.length, name).toBeGreaterThan(0);
      expect(counted, name).toBe(rowsOf(name).length);
      expect(orderOf(first.messages, name), name).toMatch(/^[^C]*SC$/);
    }
    expect(
      first.lines.filter((line) => line.includes('"sourceStats"')).every((line) => /"recordCount":\d+\.0/.test(line)),
    ).toBe(true);
  });

  test('never repeats a state with records between', () => {
    for (const { name } of streams) {
      const own = statesIn(first.messages).filter(({ stream }) => stream.stream_descriptor.name === name);
      own.slice(1).forEach(({ stream, sourceStats }, index) => {
        if (sourceStats.recordCount > 0) expect(stream, name).not.toEqual(own[index]!.stream);
      });
    }
  });

  test('shows the token nowhere', () => {
    expect(first.lines.join() + first.stderr).not.toContain(config.access_token);
  });

  test('gives the same again, later, when read twice', async () => {
    const second = await source.read(configure(streams, 'full_refresh'));
    const latest = Math.max(...recordsIn(first.messages).map(({ emitted_at }) => emitted_at));
    const earliest = Math.min(...recordsIn(second.messages).map(({ emitted_at }) => emitted_at));
    expect(earliest).toBeGreaterThan(latest);
    const content = ({ messages }: AirbyteResult) =>
      recordsIn(messages)
        .map(({ stream, data }) => `${stream} ${JSON.stringify(data)}`)
        .sort();
    expect(content(second)).toEqual(content(first));
  });

  test('begins anew although PyAirbyte passes the states of the sync before', async () => {
    const again = await source.read(configure(streams, 'full_refresh'), finalStates(first.messages));
    expect(keysIn(streams, again.messages)).toEqual(keysIn(streams, first.messages));
  });

  test("reads everything for PyAirbyte, which asks for 'incremental' of every stream", async () => {
    const catalog = configure(streams, 'incremental');
    const asked = { streams: catalog.streams.map((stream) => ({ ...stream, sync_mode: 'incremental' })) };
    const { messages, exitCode } = await source.read(asked, []);
    expect(keysIn(streams, messages)).toEqual(keysIn(streams, first.messages));
    expect(exitCode).toBe(0);
  });

  test('says what is wrong with a catalog of a stream that does not exist', async () => {
    const [admins] = configure(
      streams.filter(({ name }) => name === 'admins'),
      'full_refresh',
    ).streams;
    const unknown = '__AIRBYTE__stream_that_does_not_exist';
    const bad = { ...admins!, stream: { ...admins!.stream, name: unknown }, sync_mode: 'INVALID' };
    const { messages, exitCode } = await source.read({ streams: [bad] });
    expect(errorsIn(messages)[0]).toMatchObject({
      failure_type: 'config_error',
      message: expect.stringMatching(/__AIRBYTE__stream_that_does_not_exist.*contacts/s),
    });
    expect(exitCode).toBe(1);
    const mixed = await source.read({ streams: [bad, admins!] });
    expect(statusesOf(mixed.messages, 'admins').at(-1)).toBe('COMPLETE');
    expect(mixed.exitCode).toBe(1);
  });
});

/** A stream's messages as letters: R records, S state, C its completion. */
const orderOf = (messages: readonly AirbyteMessage[], name: string): string =>
  messages
    .map((message) => {
      if (message.type === 'RECORD') return message.record.stream === name ? 'R' : '';
      if (message.type === 'STATE') return message.state.stream.stream_descriptor.name === name ? 'S' : '';
      if (message.type !== 'TRACE' || message.trace.type !== 'STREAM_STATUS') return '';
      const { stream_descriptor, status } = message.trace.stream_status;
      return stream_descriptor.name === name && status === 'COMPLETE' ? 'C' : '';
    })
    .join('');
