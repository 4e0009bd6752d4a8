/** What is remembered for checks of the whole: when a stream was read in full, what was asked for, what is surely there. */
import { beforeEach, describe, expect, test } from 'vitest';
import { contacts, loads, nothing, parts, records, tombstone } from '../fixtures.ts';
import type { Bench } from './bench.ts';

export function checksSuite(at: Bench): void {
  const refreshed = loads({ generation: 2, refreshing: true });
  const ended = { ...nothing, complete: ['contacts', 'conversation_parts'] };
  const contact = (id: string) => ({ id, updated_at: 1 });
  const part = (id: string, conversation: string) => ({ id, conversation_id: conversation });
  const checked = async (stream: string) => [...(await at.destination.checked(stream))].sort();

  describe('checks of the whole', () => {
    beforeEach(async () => {
      await at.load(records(contacts, ['a', 'b', 'c'].map(contact)));
      await at.load(records(parts, [part('1', 'x'), part('2', 'x'), part('3', 'y')]));
      await at.restart(refreshed);
      await at.destination.write(records(contacts, [contact('a')]));
      await at.destination.write(records(parts, [part('1', 'x')]));
    });

    test('remember when a stream was last read in full', async () => {
      await at.destination.commit({
        ...ended,
        completeSnapshots: ['contacts'],
        checkedSnapshots: ['conversation_parts'],
        at: 1_700_000_000.5,
      });
      const stored = await at.reopen();
      expect(stored.get('contacts')).toEqual({ generation: 2, refreshing: false, fullReadAt: 1_700_000_000.5 });
      expect(stored.get('conversation_parts')).toMatchObject({ fullReadAt: 1_700_000_000.5 });
      expect(stored.get('tags')).not.toHaveProperty('fullReadAt');
      await at.restart(loads({ generation: 2 }));
      const states = [{ stream: 'contacts', state: { updated_at: 9 } }];
      await at.destination.commit({ ...ended, states, at: 1_800_000_000 });
      await at.restart(loads({ generation: 3, refreshing: true }));
      await at.destination.commit(nothing);
      expect((await at.reopen()).get('contacts')).toEqual({
        state: { updated_at: 9 },
        generation: 3,
        refreshing: true,
        fullReadAt: 1_700_000_000.5,
      });
    });

    test('do not take for a snapshot what was no refresh', async () => {
      await at.restart(loads());
      await at.destination.commit({
        ...ended,
        completeSnapshots: ['contacts'],
        checkedSnapshots: ['conversation_parts'],
        at: 5,
      });
      expect((await at.reopen()).get('contacts')).not.toHaveProperty('fullReadAt');
    });

    test('name some of what the refresh has seen', async () => {
      expect(await at.destination.seenIds('contacts', 10)).toEqual(['a']);
      expect(await at.destination.seenIds('conversation_parts', 10)).toEqual(['x']);
      await at.destination.write(records(contacts, ['b', 'c'].map(contact)));
      expect(await at.destination.seenIds('contacts', 2)).toHaveLength(2);
      expect(await at.destination.seenIds('tags', 2)).toEqual([]);
      expect(await at.destination.seenIds('strangers', 2)).toEqual([]);
    });

    test('name what the refresh saw last: what it saw first may be gone since', async () => {
      for (const id of ['b', 'c', 'd', 'a']) {
        await at.destination.write(records(contacts, [contact(id)]));
        await at.destination.commit(nothing);
      }
      expect(await at.destination.seenIds('contacts', 1)).toEqual(['a']);
      expect((await at.destination.seenIds('contacts', 2)).sort()).toEqual(['a', 'd']);
    });

    test('remember what was asked for and is there, with the commit', async () => {
      const first = { stream: 'contacts', ids: ['b', "it's"], at: 100 };
      await at.destination.commit({
        ...nothing,
        checked: [first, { stream: 'conversation_parts', ids: ['y'], at: 100 }],
      });
      await at.destination.commit({ ...nothing, checked: [{ stream: 'contacts', ids: ['b'], at: 200.5 }] });
      await at.restart(refreshed);
      expect(await checked('contacts')).toEqual([
        ['b', 200.5],
        ["it's", 100],
      ]);
      expect(await checked('conversation_parts')).toEqual([['y', 100]]);
      expect(await checked('tags')).toEqual([]);
    });

    test('forget at the end what was seen since or is gone, and keep the rest', async () => {
      await at.destination.commit({
        ...ended,
        checked: [
          { stream: 'contacts', ids: ['b', 'c', 'd'], at: 100 },
          { stream: 'conversation_parts', ids: ['y'], at: 100 },
        ],
      });
      expect(await checked('contacts')).toEqual([
        ['b', 100],
        ['c', 100],
      ]);
      expect(await checked('conversation_parts')).toEqual([['y', 100]]);
      await at.restart(loads({ generation: 3, refreshing: true }));
      await at.destination.write(records(contacts, [contact('b'), tombstone('c', 200)]));
      await at.destination.write(records(parts, [part('4', 'y')]));
      expect(await checked('contacts')).toHaveLength(2);
      await at.destination.commit(ended);
      expect(await checked('contacts')).toEqual([]);
      expect(await checked('conversation_parts')).toEqual([]);
    });

    test('forget no child set of which some rows stayed stale but one was seen', async () => {
      await at.destination.commit({ ...ended, checked: [{ stream: 'conversation_parts', ids: ['x', 'y'], at: 100 }] });
      expect(await checked('conversation_parts')).toEqual([['y', 100]]);
    });
  });

  test.each([
    ['absent from a full pass', true],
    ['archived or deleted', true],
    ['deleted', false],
    ['merged', false],
    [undefined, false],
  ])('a row that went as %j comes back with its old cursor: %j', async (reason, back) => {
    await at.load(records(contacts, [contact('a')]));
    await at.load(records(contacts, [tombstone('a', 20, reason ? { _deleted_reason: reason } : {})]));
    expect(await at.ids(contacts)).toEqual([]);
    await at.restart();
    await at.load(records(contacts, [contact('a')]));
    expect(await at.ids(contacts)).toEqual(back ? ['a'] : []);
    expect(await at.place.deleted()).toHaveLength(back ? 0 : 1);
  });
}
