import { expect, test } from 'vitest';
import { commitOf, emptyCommit } from '../../src/sync/next-commit.ts';

test('where nothing was staged or told there is no commit', () => {
  expect(commitOf(emptyCommit(), 5)).toBeUndefined();
});

test.each([
  ['rows', { rows: 1 }],
  ['a state', { states: new Map([['tags', { done: true }]]) }],
  ['the end of a stream', { complete: new Set(['tags']) }],
  ['a question by id', { checked: [{ stream: 'tags', ids: ['a'], at: 4 }] }],
])('%s alone is a commit', (_, told) => {
  expect(commitOf({ ...emptyCommit(), ...told }, 5)).toBeDefined();
});

test('all that was told is in it, with its time', () => {
  const next = {
    rows: 3,
    states: new Map([['tags', { updated_at: 1 }]]),
    complete: new Set(['tags', 'contacts', 'teams']),
    completeSnapshots: new Set(['tags']),
    checkedSnapshots: new Set(['contacts']),
    checked: [{ stream: 'contacts', ids: ['a'], at: 4 }],
  };
  expect(commitOf(next, 5)).toEqual({
    states: [{ stream: 'tags', state: { updated_at: 1 } }],
    complete: ['tags', 'contacts', 'teams'],
    completeSnapshots: ['tags'],
    checkedSnapshots: ['contacts'],
    checked: [{ stream: 'contacts', ids: ['a'], at: 4 }],
    at: 5,
  });
});
