/** Bookmarks: they go out and come back without loss, whoever carried them, and no merge of two makes them claim what was not read. */
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../../src/core/events.ts';
import { type Bookmark, parseBookmarks, readBookmark, writeBookmark } from '../../../src/protocols/singer/state.ts';

const bookmark: Bookmark = {
  state: { updated_at: 1_744_153_060, sync_id: 1_700_000_000_000, slices: [[1_744_153_100, 1_744_153_200]], since: 5 },
  version: 1_700_000_000_000,
  isLoaded: false,
};
const bookmarks = { contacts: writeBookmark(bookmark) };

test('a bookmark comes back as it went', () => {
  expect(readBookmark('contacts', JSON.parse(JSON.stringify(bookmarks.contacts)), 'updated_at')).toEqual(bookmark);
});

test.each<[string, unknown]>([
  ['a target writes', { bookmarks }],
  ['the tap wrote', { type: 'STATE', value: { bookmarks } }],
  [
    'the last of many messages says',
    [
      { type: 'STATE', value: { bookmarks: {} } },
      { type: 'STATE', value: { bookmarks } },
    ],
  ],
  ['meltano state get prints', { singer_state: { bookmarks } }],
  ['has what other taps add', { bookmarks, currently_syncing: 'contacts' }],
])('a state is read as %s', (_, state) => {
  expect(parseBookmarks(state)).toEqual(new Map(Object.entries(bookmarks)));
});

test.each([[null], [{}], [{ bookmarks: {} }], [{ currently_syncing: null }], [{ bookmarks: { contacts: null } }]])(
  '%j is no state',
  (state) => {
    expect(parseBookmarks(state).size).toBe(0);
  },
);

test.each<[unknown, RegExp]>([
  ['later', /expected \{"bookmarks"/],
  [{ contacts: { updated_at: 1 } }, /state\.bookmarks: expected object/],
  [{ bookmarks: [] }, /state\.bookmarks: expected object/],
])('%j is never read as none', (state, problem) => {
  expect(() => parseBookmarks(state)).toThrow(problem);
});

describe('a bookmark of another form', () => {
  test('of the oldest taps is a time alone', () => {
    const { state, version, isLoaded } = readBookmark('contacts', '2024-01-01T00:00:00Z', 'updated_at');
    expect({ state, version, isLoaded }).toEqual({
      state: { updated_at: '2024-01-01T00:00:00Z' },
      version: undefined,
      isLoaded: true,
    });
  });

  test.each<[unknown, RegExp]>([
    [[], /takes an object/],
    [{ updated_at: 1, table_version: 'new' }, /table_version takes a whole number/],
  ])('%j is an error', (given, problem) => {
    expect(() => readBookmark('contacts', given, 'updated_at')).toThrow(problem);
  });
});

describe('a load that failed, laid over the bookmark before it key by key', () => {
  /** As Meltano does with what a failed run left. */
  const laidOver = (before: StreamState, after: StreamState) =>
    readBookmark('contacts', { ...before, ...after }, 'updated_at');

  test('counts no range of before as read', () => {
    const before = writeBookmark({ state: { updated_at: 900, slices: [[950, 990]] }, version: 1, isLoaded: true });
    const after = writeBookmark({ state: { updated_at: 0, sync_id: 2 }, version: 2, isLoaded: false });
    expect(laidOver(before, after)).toEqual({
      state: { updated_at: 0, sync_id: 2, slices: [] },
      version: 2,
      isLoaded: false,
    });
  });
});
