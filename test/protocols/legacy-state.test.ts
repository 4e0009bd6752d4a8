/** States of other connectors: each says, in this source's form, what it said of what was read. */
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../src/core/events.ts';
import { readState } from '../../src/engine/state.ts';
import { fromLegacyState, fromLegacyStates } from '../../src/protocols/legacy-state.ts';
import { streams } from '../../src/streams/index.ts';
import { timeCursorOf } from '../../src/streams/stream.ts';
import { expectMomentOrRefusal, expectRefusal, wrongStates } from '../support/wrong-states.ts';

const day = 86_400;
/** 2024-01-01T00:00:00Z */
const newYear = 1_704_067_200;

/** What the engine reads of it. */
const read = (state: unknown) =>
  readState('things', fromLegacyState('things', state as StreamState, 'updated_at'), 'updated_at');

test.each<StreamState>([
  {},
  { __ab_no_cursor_state_message: true },
  { __ab_no_cursor_state_message: true, updated_at: 'none' },
  { updated_at: 5 },
  { updated_at: 5, slices: [[6, 7]], sync_id: 3, since: 2, deletions: '5.0', suspected: { a: 1 }, known_ids: '' },
  { version: 2, updated_at: 5 },
])("this source's own state stays as it is: %j", (state) => {
  expect(JSON.stringify(fromLegacyState('things', state, 'updated_at'))).toBe(JSON.stringify(state));
});

test('of a full refresh that has ended says nothing of what was read', () => {
  expect(read({ __ab_full_refresh_sync_complete: true })).toBeUndefined();
  expect(fromLegacyState('things', { __ab_full_refresh_sync_complete: true }, 'updated_at')).toEqual({
    __ab_no_cursor_state_message: true,
  });
});

test('only the streams with a cursor of times are looked at', () => {
  const state = { updated_at: '2024-01-01' };
  const states = new Map<string, StreamState>([
    ['things', state],
    ['feed', state],
  ]);
  const found = fromLegacyStates(states, new Map([['things', 'updated_at']]));
  expect([...found]).toEqual([
    ['things', { updated_at: newYear }],
    ['feed', state],
  ]);
});

test.each<StreamState>([
  { created_at: newYear },
  { created_at: String(newYear) },
  { created_at: '2024-01-01T00:00:00Z' },
  { state_type: 'date-range', slices: [{ start: 0, end: newYear, most_recent_cursor_value: newYear }] },
])('of activity_logs is by created_at: %j', (state) => {
  const cursors = new Map(streams.flatMap((one) => (timeCursorOf(one) ? [[one.name, timeCursorOf(one)!]] : [])));
  const found = fromLegacyStates(new Map([['activity_logs', state]]), cursors).get('activity_logs');
  expect(readState('activity_logs', found, 'created_at')).toMatchObject({ low: newYear, slices: [] });
});

describe("another connector's state", () => {
  const global = { use_global_cursor: true, state: { updated_at: newYear } };
  test.each<[string, unknown, number]>([
    ["Airbyte's", { updated_at: newYear }, newYear],
    ["Airbyte's, as text", { updated_at: String(newYear) }, newYear],
    ['with a fraction of a second', { updated_at: newYear + 0.9 }, newYear],
    ['with the state before', { updated_at: newYear, prior_state: { updated_at: 5 } }, newYear],
    ['with an empty list of slices', { updated_at: newYear, slices: [] }, newYear],
    ['with a global cursor', global, newYear],
    ['with a lookback of less than a day', { ...global, lookback_window: 60 }, newYear - day],
    ['with a lookback of more than a day', { ...global, lookback_window: 3 * day }, newYear - 3 * day],
    ['with a lookback as text', { ...global, lookback_window: String(3 * day) }, newYear - 3 * day],
    ['with a lookback of null', { ...global, lookback_window: null }, newYear - day],
    ['that nears the beginning', { updated_at: 5, lookback_window: 60 }, 0],
    [
      "of parts whose parent's is earlier",
      { ...global, lookback_window: 1, parent_state: { conversations: { updated_at: newYear - 500 } } },
      newYear - 500 - day,
    ],
    [
      "of parts whose parent's is later",
      { ...global, parent_state: { conversations: { updated_at: String(newYear + 500) } } },
      newYear - day,
    ],
    ['of parts, a parent that was not read yet', { updated_at: newYear, parent_state: { conversations: {} } }, 0],
    ['of parts, nothing but the parent', { parent_state: { conversations: { updated_at: newYear } } }, newYear - day],
    ['of parts, an older form', { updated_at: newYear, conversations: { updated_at: newYear - 9 } }, newYear - 9 - day],
    ['of a stream with another parent', { updated_at: newYear, parent_state: { tickets: { updated_at: 7 } } }, newYear],
    ["Singer's", { updated_at: '2024-01-01T00:00:00.000000Z' }, newYear],
    ['in another time zone', { updated_at: '2024-01-01T02:00:00+02:00' }, newYear],
    ['without a time zone: UTC', { updated_at: '2024-01-01T00:00:00' }, newYear],
    ['of a date alone', { updated_at: '2024-01-01' }, newYear],
    [
      'of ranges, the earliest of whose ends counts',
      {
        state_type: 'date-range',
        slices: [
          { start: 0, end: newYear, most_recent_cursor_value: newYear - 60 },
          { start: newYear, end: newYear + day, most_recent_cursor_value: newYear + 60 },
        ],
      },
      newYear - 60,
    ],
    [
      'of ranges without a newest value',
      { state_type: 'date-range', slices: [{ start: '2023-01-01T00:00:00Z', end: '2024-01-01T00:00:00.000Z' }] },
      newYear,
    ],
  ])('%s', (_, state, low) => expect(read(state)).toEqual({ low, slices: [], syncId: null }));

  test('of ranges, none of which was begun, says nothing', () =>
    expect(read({ state_type: 'date-range', slices: [] })).toBeUndefined());

  test('is found under the name of the stream’s own cursor', () =>
    expect(fromLegacyState('activity_logs', { created_at: '2024-01-01' }, 'created_at')).toEqual({
      created_at: newYear,
    }));
});

describe('a malformed state is refused, and told where', () => {
  test.each<[string, unknown]>([
    ...wrongStates,
    ['updated_at takes', { use_global_cursor: true, state: { updated_at: {} } }],
    [
      'parent_state.conversations.updated_at takes',
      { updated_at: 5, parent_state: { conversations: { updated_at: 'x' } } },
    ],
    ['conversations.updated_at takes', { updated_at: 5, conversations: { updated_at: 'x' } }],
    ['lookback_window takes', { updated_at: 5, lookback_window: 'long' }],
    ['lookback_window takes', { updated_at: 5, lookback_window: -60 }],
    ['slices takes', { state_type: 'date-range' }],
    ['slices[0] takes', { state_type: 'date-range', slices: [5] }],
    ['slices[0].end takes', { state_type: 'date-range', slices: [{ start: 5 }] }],
  ])('%s: %j', (path, state) => expectRefusal(read, path, state));

  test.each([1, '1', null])('version %j is ours', (version) => expect(read({ version, updated_at: 5 })?.low).toBe(5));

  test('reads whatever it is given to a moment that exists, or refuses it', () => expectMomentOrRefusal(read));
});
