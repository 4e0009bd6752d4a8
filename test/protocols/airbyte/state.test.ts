import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../../src/core/events.ts';
import { distinctStates } from '../../../src/protocols/airbyte/emission.ts';
import { stateLine } from '../../../src/protocols/airbyte/lines.ts';
import { parseAirbyteState } from '../../../src/protocols/airbyte/state.ts';

const state = { updated_at: 1744153060 };
const stream = { stream_descriptor: { name: 'contacts' }, stream_state: state };

describe('parseAirbyteState', () => {
  test.each([
    ['a state message', [{ type: 'STREAM', stream }]],
    ['keys that the platform adds', [{ type: 'STREAM', stream, id: 7, sourceStats: { recordCount: 2 } }]],
    [
      'a namespace of null',
      [{ type: 'STREAM', stream: { ...stream, stream_descriptor: { name: 'contacts', namespace: null } } }],
    ],
    ['a message without its type', [{ stream }]],
    ["a line of stdout's", [{ type: 'STATE', state: { type: 'STREAM', stream } }]],
    ['one line that is no list', { type: 'STATE', state: { type: 'STREAM', stream } }],
    ['one message that is no list', { type: 'STREAM', stream }],
    ['one message with neither list nor type', { stream }],
    [
      'the last of two',
      [
        { type: 'STREAM', stream: { ...stream, stream_state: { updated_at: 1 } } },
        { type: 'STREAM', stream },
      ],
    ],
    ['a global one', [{ type: 'GLOBAL', global: { stream_states: [stream] } }]],
    ['a global one that shares nothing', [{ type: 'GLOBAL', global: { stream_states: [stream], shared_state: {} } }]],
    ['a legacy one', [{ type: 'LEGACY', data: { contacts: state } }]],
    ['a legacy one without its type', [{ data: { contacts: state } }]],
    ['a legacy object', { contacts: state }],
    ["Singer's", { bookmarks: { contacts: state }, currently_syncing: null }],
  ])('reads %s', (_, input) => {
    expect(parseAirbyteState(input)).toEqual(new Map([['contacts', state]]));
  });

  test.each([null, undefined, [], {}])('takes %j for no state', (input) => {
    expect(parseAirbyteState(input).size).toBe(0);
  });

  test.each([
    ['null', [{ type: 'STREAM', stream: { ...stream, stream_state: null } }]],
    ['nothing', [{ type: 'STREAM', stream: { stream_descriptor: { name: 'contacts' } } }]],
  ])('takes %s in place of a state for none of that stream', (_, input) => {
    expect(parseAirbyteState(input).size).toBe(0);
  });

  test.each([
    ['text', 'state: expected a list'],
    [5, 'state: expected a list'],
    [[null], 'state[0]: expected a state message'],
    [[{ type: 'STREAM' }], 'state[0].stream: expected object'],
    [
      [
        { type: 'STREAM', stream },
        { type: 'STREAM', stream: {} },
      ],
      'state[1].stream.stream_descriptor: expected object',
    ],
    [[{ type: 'STREAM', stream: { ...stream, stream_state: [] } }], 'state[0].stream.stream_state: expected object'],
    [[{ type: 'STREAM', stream: { ...stream, stream_state: 'x' } }], 'state[0].stream.stream_state: expected object'],
    [[{ type: 'STATE', state: { type: 'STREAM' } }], 'state[0].state.stream: expected object'],
    [[{ type: 'GLOBAL', global: {} }], 'state[0].global.stream_states: expected array'],
    [
      [{ type: 'GLOBAL', global: { stream_states: [stream], shared_state: { a: 1 } } }],
      'state[0].global.shared_state: a state shared by all streams',
    ],
    [[{ type: 'SOMETHING' }], 'state[0].type: expected STREAM, GLOBAL or LEGACY'],
    [[{ contacts: state }], 'state[0].type: expected STREAM, GLOBAL or LEGACY'],
    [{ type: 'RECORD' }, 'state.type: expected STREAM, GLOBAL or LEGACY'],
    [{ updated_at: 1744153060 }, 'state.updated_at: expected object'],
    [{ bookmarks: { contacts: 5 } }, 'state.bookmarks.contacts: expected object'],
  ])('refuses %j, naming the path', (input, problem) => {
    expect(() => parseAirbyteState(input)).toThrow(
      expect.objectContaining({ code: 'state_invalid', message: expect.stringContaining(problem) }),
    );
  });

  test('gives back every state as it was written', () => {
    const jsonObject = fc
      .dictionary(fc.string(), fc.jsonValue())
      // What JSON can hold: -0 becomes 0.
      .map((value) => JSON.parse(JSON.stringify(value)) as StreamState)
      .filter((value) => !('_emission' in value));
    const records = fc.nat();
    fc.assert(
      fc.property(fc.string(), fc.array(fc.tuple(jsonObject, records), { minLength: 1 }), (name, emitted) => {
        const distinct = distinctStates();
        const repeated = emitted.flatMap((each) => [each, each]);
        for (const [blob, count] of repeated) {
          const line = JSON.parse(stateLine(name, distinct(blob, count), count));
          expect(line.state.sourceStats.recordCount).toBe(count);
          expect(parseAirbyteState([line])).toEqual(new Map([[name, blob]]));
        }
      }),
    );
  });
});

describe('distinctStates', () => {
  test('never writes one state twice with records between', () => {
    const distinct = distinctStates();
    const written = [5, 5, 3, 1].map((count) => JSON.stringify(distinct(state, count)));
    expect(written[0]).toBe(JSON.stringify(state));
    expect(new Set(written).size).toBe(4);
  });

  test('leaves a state alone that is repeated to show life', () => {
    const distinct = distinctStates();
    expect([distinct(state, 5), distinct(state, 0), distinct(state, 0)]).toEqual([state, state, state]);
  });
});
