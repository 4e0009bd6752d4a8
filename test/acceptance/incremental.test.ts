import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AirbyteStream } from '../../src/protocols/airbyte/messages.ts';
import { isOfWorkspace } from '../../src/streams/defined-streams.ts';
import type { AirbyteResult } from '../support/airbyte.ts';
import { streams as registry } from '../support/registry.ts';
import { configure, errorsIn, finalStates, keysIn, recordsIn, type Source, startSource, statesIn } from './source.ts';

/** By how many seconds a record may be newer than the state after it: the settling time and the length of these tests. */
const tolerance = 10 * 60 + 60;

/** Unix seconds of a cursor: they themselves, or an activity's id, which begins with milliseconds. */
const secondsOf = (cursor: unknown): number =>
  typeof cursor === 'string' ? Number.parseInt(cursor, 10) / 1000 : Number(cursor ?? 0);

/** Those that cost a request per record take minutes, and go the same ways; those that the workspace names cost jobs. */
const costly = new Set(registry.filter(({ cost }) => cost !== undefined).map(({ name }) => name));
const isUsual = ({ name, supported_sync_modes }: AirbyteStream) =>
  supported_sync_modes.includes('incremental') && !costly.has(name) && !isOfWorkspace(name);

/** Streams that every sync reads whole although they have a cursor. */
const whole = new Set(registry.filter(({ fullSnapshot }) => fullSnapshot).map(({ name }) => name));

describe('an incremental read', () => {
  let source: Source;
  let streams: AirbyteStream[];
  let first: AirbyteResult;
  beforeAll(async () => {
    source = await startSource();
    streams = (await source.discover()).filter(isUsual);
    first = await source.read(configure(streams, 'incremental'), []);
  });
  afterAll(() => source.close());

  const narrowed = () => streams.filter(({ name }) => !whole.has(name));

  /** The cursor value of a stream's state, under the key that every other connector's users know. */
  const cursorOf = (result: AirbyteResult, name: string): number => {
    const blob = finalStates(result.messages).find(({ stream }) => stream.stream_descriptor.name === name)!.stream
      .stream_state;
    return secondsOf(Object.values(blob)[0]);
  };

  test('ends well, with records and a state of every stream', () => {
    expect([first.exitCode, errorsIn(first.messages)]).toEqual([0, []]);
    for (const { name } of streams) {
      expect(
        recordsIn(first.messages).some(({ stream }) => stream === name),
        name,
      ).toBe(true);
      expect(
        statesIn(first.messages).some(({ stream }) => stream.stream_descriptor.name === name),
        name,
      ).toBe(true);
    }
  });

  test("holds each stream's cursor in its states under the name of its cursor field, from the first state that holds one", () => {
    for (const { name, default_cursor_field } of streams) {
      const own = statesIn(first.messages).filter(({ stream }) => stream.stream_descriptor.name === name);
      const keys = own.map(({ stream }) => Object.keys(stream.stream_state)[0]);
      expect(new Set(keys.slice(keys.indexOf(default_cursor_field![0]))), name).toEqual(new Set(default_cursor_field));
    }
  });

  test('leaves no record beyond its state but those that may still settle', () => {
    const now = Date.now() / 1000;
    for (const { name, default_cursor_field } of streams) {
      const state = cursorOf(first, name);
      if (name !== 'contact_activities') expect(state, name).toBeGreaterThan(now - tolerance);
      expect(state, name).toBeLessThanOrEqual(now);
      for (const { stream, data } of recordsIn(first.messages)) {
        if (stream === name)
          expect(secondsOf(data[default_cursor_field![0]]), name).toBeLessThanOrEqual(state + tolerance);
      }
    }
  });

  test('goes on from its states: what changed since, no older record, and the state does not move back', async () => {
    const [contact] = source.simulator.workspace.contacts.values();
    const [conversation] = source.simulator.workspace.conversations.values();
    source.simulator.workspace.updateContact(contact!.id, { name: 'Changed since' });
    source.simulator.workspace.addPart(conversation!.id, {});
    const second = await source.read(configure(streams, 'incremental'), finalStates(first.messages));
    expect([second.exitCode, errorsIn(second.messages)]).toEqual([0, []]);
    const again = keysIn(streams, second.messages);
    expect(again).toContain(`contacts ["${contact!.id}"]`);
    expect(again).toContain(`conversations ["${conversation!.id}"]`);
    for (const { name, default_cursor_field } of narrowed()) {
      const state = cursorOf(first, name);
      for (const { stream, data } of recordsIn(second.messages)) {
        if (stream === name) expect(secondsOf(data[default_cursor_field![0]]), name).toBeGreaterThanOrEqual(state);
      }
      expect(cursorOf(second, name), name).toBeGreaterThanOrEqual(state);
    }
    expect(recordsIn(second.messages).length).toBeLessThan(recordsIn(first.messages).length);
  });

  test('loses nothing when it goes on from any state on the way', async () => {
    const all = keysIn(streams, first.messages);
    const positions = first.messages.flatMap(({ type }, index) => (type === 'STATE' ? [index] : []));
    const step = Math.max(1, Math.floor(positions.length / 4));
    for (const position of positions.filter((_, index) => index % step === 0)) {
      // What the platform had when the sync broke off: the records before the state, and the states up to it.
      const before = first.messages.slice(0, position + 1);
      const rest = await source.read(configure(streams, 'incremental'), finalStates(before));
      const together = new Set([...keysIn(streams, before), ...keysIn(streams, rest.messages)]);
      expect(
        [...all].filter((key) => !together.has(key)),
        `after message ${position}`,
      ).toEqual([]);
      expect(rest.exitCode).toBe(0);
    }
  }, 300_000);

  test('gives no record but a state where the states lie in the future', async () => {
    const future = Math.floor(Date.now() / 1000) + 10 * 365 * 86_400;
    const states = finalStates(first.messages).map((state) => {
      const { sync_id: _, slices: __, ...blob } = state.stream.stream_state;
      const cursor = Object.entries(blob).map(([key, at]) => [key, typeof at === 'string' ? `${future}000.0` : future]);
      return { ...state, stream: { ...state.stream, stream_state: Object.fromEntries(cursor) } };
    });
    const { messages, exitCode } = await source.read(configure(narrowed(), 'incremental'), states);
    expect(exitCode).toBe(0);
    expect(recordsIn(messages)).toEqual([]);
    expect(
      finalStates(messages)
        .map(({ stream }) => stream.stream_descriptor.name)
        .sort(),
    ).toEqual(
      narrowed()
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('refuses a state that is none, instead of starting all over', async () => {
    const broken = [{ type: 'STREAM', stream: { stream_descriptor: { name: 'contacts' }, stream_state: 'lost' } }];
    const { messages, exitCode } = await source.read(configure(streams, 'incremental'), broken);
    expect(errorsIn(messages)[0]).toMatchObject({
      failure_type: 'config_error',
      message: expect.stringContaining('state[0].stream.stream_state'),
    });
    expect(recordsIn(messages)).toEqual([]);
    expect(exitCode).toBe(1);
  });
});

describe('an incremental read that is cut off', () => {
  let source: Source;
  let streams: AirbyteStream[];
  let whole: AirbyteResult;
  beforeAll(async () => {
    // A scroll that was cut off blocks the next one until it expires.
    source = await startSource({ scale: 1, latencyMs: 10, rateLimit: null, scrollExpirySeconds: 1 });
    streams = (await source.discover()).filter(isUsual);
    whole = await source.read(configure(streams, 'incremental'), []);
  });
  afterAll(() => source.close());

  test.each([
    ['SIGTERM', 1],
    ['SIGTERM', 500],
    ['SIGTERM', 1_500],
    ['SIGKILL', 1_500],
  ] as const)(
    'by %s after %i records loses nothing: the next one goes on from its last states',
    async (signal, after) => {
      const catalog = configure(streams, 'incremental');
      let records = 0;
      const cut = await source.read(catalog, [], {
        onMessage: ({ type }, process) => {
          if (type !== 'RECORD') return;
          records += 1;
          if (records === after) process.end(signal);
        },
      });
      expect(cut.signal).toBe(signal);
      if (signal === 'SIGTERM') expect(cut.unfinished).toBe('');
      expect(recordsIn(cut.messages).length).toBeLessThan(recordsIn(whole.messages).length);

      const saved = cut.messages.slice(0, cut.messages.findLastIndex(({ type }) => type === 'STATE') + 1);
      const rest = await source.read(catalog, finalStates(saved));
      expect([rest.exitCode, errorsIn(rest.messages)]).toEqual([0, []]);
      const together = new Set([...keysIn(streams, saved), ...keysIn(streams, rest.messages)]);
      expect([...keysIn(streams, whole.messages)].filter((key) => !together.has(key))).toEqual([]);
    },
  );
});
