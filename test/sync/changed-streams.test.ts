import { expect, test } from 'vitest';
import type { StoredStream } from '../../src/destinations/destination.ts';
import { changedStreams } from '../../src/sync/changed-streams.ts';
import { streams as registry } from '../support/registry.ts';

const named = (...names: string[]) => registry.filter(({ name }) => names.includes(name));
const remembered = (...names: string[]) =>
  new Map(names.map((name): [string, StoredStream] => [name, { generation: 1, refreshing: false }]));

const told = (streams: typeof registry, stored: Map<string, StoredStream>) =>
  changedStreams({ streams, stored, registry });

test('nothing is told of a first sync, nor of streams that are there', () => {
  expect(told(named('tags', 'teams'), remembered())).toEqual([]);
  expect(told(named('tags'), remembered('tags', 'teams'))).toEqual([]);
});

test('streams that come later are told, of many the first', () => {
  expect(told(named('tags', 'teams', 'admins'), remembered('tags'))).toEqual([
    'New here, and read from the start: admins, teams.',
  ]);
  const [line] = told(registry, remembered('tags'));
  expect(line).toBe(
    `New here, and read from the start: ${registry
      .map(({ name }) => name)
      .filter((name) => name !== 'tags')
      .slice(0, 5)
      .join(', ')} and ${registry.length - 6} others.`,
  );
});

test('streams that there are no more are told, but for those that only the workspace names, and those that were just dropped', () => {
  const stored = remembered('tags', 'custom_object_boat', 'reporting_calls', '_inactive_contacts', 'gone');
  stored.set('left_out', { generation: 0, refreshing: false, dropped: true });
  expect(told(named('tags'), stored)).toEqual([
    'Not read any more, and kept as they are: the tables of custom_object_boat, gone, which are no streams now.',
  ]);
});
