/** What a run says to have made of its tables. */
import { describe, expect, test } from 'vitest';
import type { TableCounts } from '../../../src/destinations/destination.ts';
import { contacts, conversations, loads, nothing, parts, records, tags, tombstone } from '../fixtures.ts';
import type { Bench } from './bench.ts';

export function countsSuite(at: Bench): void {
  /** Where the destination can tell: added, updated, deleted, and how many there are. */
  const counted = async (stream: { name: string }) => {
    const { added, updated, deleted, total } = (await at.destination.counts!()).get(stream.name) as TableCounts;
    return [added, updated, deleted, total];
  };
  const people = (...rows: [id: string, updated_at: number, name?: string][]) =>
    records(
      contacts,
      rows.map(([id, updated_at, name = 'x']) => ({ id, updated_at, name })),
    );

  describe('what became of a table is counted', () => {
    test('from nothing: all rows are new, also those that come twice, in one batch or in two', async () => {
      await at.load(people(['a', 1], ['b', 1], ['b', 2]));
      await at.load(people(['b', 3], ['c', 1]));
      expect(await counted(contacts)).toEqual([3, 0, 0, 3]);
      expect(await counted(tags)).toEqual([0, 0, 0, 0]);
    });

    test('later: what comes as it was is neither new nor updated, and an older version is no update', async () => {
      await at.load(people(['a', 5], ['b', 5], ['c', 5]));
      await at.restart();
      await at.load(people(['a', 5], ['b', 6], ['c', 4], ['d', 5]));
      expect(await counted(contacts)).toEqual([1, 1, 0, 4]);
      await at.load(people(['b', 7], ['d', 6]));
      expect(await counted(contacts)).toEqual([1, 1, 0, 4]);
    });

    test('in a full refresh: what is there as it was is not updated, and what it has not seen is deleted', async () => {
      await at.load(people(['a', 5], ['b', 5], ['c', 5]));
      await at.restart(loads({ generation: 2, refreshing: true }));
      await at.load(people(['a', 5], ['b', 6]));
      await at.destination.commit({ ...nothing, complete: ['contacts'], completeSnapshots: ['contacts'] });
      expect(await counted(contacts)).toEqual([0, 1, 1, 2]);
    });

    test('without a cursor by the values, null among them', async () => {
      const named = (...names: (string | null)[]) =>
        records(
          tags,
          names.map((name, i) => ({ id: `t${i}`, name })),
        );
      await at.load(named('same', 'renamed', null, 'gone'));
      await at.restart();
      await at.load(named('same', 'anew', null, null, 'more'));
      expect(await counted(tags)).toEqual([1, 2, 0, 5]);
    });

    test('by tombstones, with the children of what they take, and those that sets leave out', async () => {
      const part = (id: string, conversation_id: string) => ({ id, conversation_id, body: 'x' });
      const talks = records(conversations, [
        { id: '1', updated_at: 1 },
        { id: '2', updated_at: 1 },
      ]);
      const sets = (...rows: ReturnType<typeof part>[]) => records(parts, rows, ['1', '2']);
      await at.load(talks, sets(part('a', '1'), part('b', '1'), part('c', '2')));
      await at.restart();
      const gone = records(conversations, [tombstone('2', 20), tombstone('unknown', 20)]);
      await at.load(records(parts, [part('a', '1'), part('d', '1')], ['1']), gone);
      expect(await counted(parts)).toEqual([1, 0, 2, 2]);
      expect(await counted(conversations)).toEqual([0, 0, 1, 1]);
    });

    test('what is deleted and comes again, no newer, is neither', async () => {
      await at.load(people(['a', 5], ['b', 5]), records(contacts, [tombstone('a', 10)]));
      await at.restart();
      await at.load(people(['a', 9], ['b', 5]));
      expect(await counted(contacts)).toEqual([0, 0, 0, 1]);
      await at.load(people(['a', 11]));
      expect(await counted(contacts)).toEqual([1, 0, 0, 2]);
    });
  });
}
