/** Tombstones: what they hold, and of which records there are any. */
import { expect, test } from 'vitest';
import { deletionsIn, tombstone } from '../../src/engine/tombstones.ts';
import type { Deletion, Feed } from '../../src/streams/stream.ts';
import { streamOfRole, streamOver } from './streams.ts';
import { createWorld, searchScan } from './world.ts';

const of = (entry: Record<string, unknown>) => entry.deletion as Deletion | undefined;
const scan = { ...searchScan(createWorld([])), deletions: { feed: {} as Feed, of } };
const deletion = (id: string, role?: string): Deletion => ({
  id,
  at: 5,
  reason: 'deleted',
  ...(role && { known: { role } }),
});

test('a tombstone has the key, the time as its cursor, and the reason', () => {
  expect(tombstone(streamOver(scan), deletion('a'))).toEqual({
    id: 'a',
    updated_at: 5,
    _ab_cdc_deleted_at: '1970-01-01T00:00:05.000Z',
    _deleted_reason: 'deleted',
  });
});

test('of a stream of some records a deletion is told that may be of it, or that it tells alone', () => {
  const users = streamOfRole(scan, 'user');
  const entries = [deletion('a', 'user'), deletion('b', 'lead'), deletion('c')].map((one) => ({ deletion: one }));
  expect(deletionsIn(users, [...entries, {}]).map(({ id }) => id)).toEqual(['a', 'c']);
  const own = { ...users, tombstonesFromEvent: ({ left }: Record<string, unknown>) => left as Deletion | undefined };
  expect(deletionsIn(own, [{ left: deletion('d') }, ...entries]).map(({ id }) => id)).toEqual(['d', 'a', 'c']);
});
