/** Full refreshes, and what they have not seen. */
import { beforeEach, describe, expect, test } from 'vitest';
import { contacts, conversations, loads, nothing, parts, records } from '../fixtures.ts';
import type { Bench } from './bench.ts';

export function refreshesSuite(at: Bench): void {
  describe('a full refresh', () => {
    beforeEach(async () => {
      await at.load(
        records(contacts, [
          { id: 'a', updated_at: 1 },
          { id: 'b', updated_at: 9 },
          { id: 'c', updated_at: 1 },
        ]),
      );
      await at.restart(loads({ generation: 2, refreshing: true }));
      await at.destination.write(
        records(contacts, [
          { id: 'a', updated_at: 1 },
          { id: 'b', updated_at: 5 },
        ]),
      );
    });

    test('that was complete drops what it has not seen, once it is complete', async () => {
      await at.destination.commit(nothing);
      expect(await at.ids(contacts)).toEqual(['a', 'b', 'c']);
      await at.destination.commit({ ...nothing, complete: ['contacts'], completeSnapshots: ['contacts'] });
      expect(await at.place.rows('contacts')).toMatchObject([
        { id: 'a', _generation: 2 },
        { id: 'b', _generation: 2, updated_at: '1970-01-01T00:00:09.000Z' },
      ]);
      expect(await at.place.deleted()).toMatchObject([{ key: { id: 'c' }, reason: 'absent from a full pass' }]);
    });

    test('names what it did not meet: records by their id, children by that of their parent', async () => {
      expect(await at.destination.staleIds('contacts')).toEqual(['c']);
      await at.load(records(parts, [{ id: '1', conversation_id: 'x' }], ['x']));
      await at.restart(loads({ generation: 3, refreshing: true }));
      await at.destination.write(records(parts, [{ id: '1', conversation_id: 'x' }]));
      await at.load(records(parts, [{ id: '2', conversation_id: 'y' }]));
      await at.restart(loads({ generation: 4, refreshing: true }));
      await at.destination.write(records(parts, [{ id: '3', conversation_id: 'x' }]));
      expect(await at.destination.staleIds('conversation_parts')).toEqual(['y']);
    });

    test('names which of some ids it holds: records by their id, children by that of their parent', async () => {
      await at.load(records(parts, [{ id: '1', conversation_id: "it's x" }], ["it's x"]));
      expect((await at.destination.storedIds('contacts', ['c', 'a', 'z'])).sort()).toEqual(['a', 'c']);
      expect(await at.destination.storedIds('conversation_parts', ["it's x", 'y'])).toEqual(["it's x"]);
      expect(await at.destination.storedIds('contacts', [])).toEqual([]);
    });

    test('that was not complete drops nothing', async () => {
      await at.destination.commit({ ...nothing, complete: ['contacts'] });
      expect(await at.ids(contacts)).toEqual(['a', 'b', 'c']);
      expect((await at.reopen()).get('contacts')).toMatchObject({ generation: 2, refreshing: false });
    });

    test('takes the children of what it drops', async () => {
      await at.destination.write(records(conversations, [{ id: 'a', updated_at: 1 }]));
      await at.load(records(parts, [{ id: '1', conversation_id: 'a' }]));
      await at.restart(loads({ generation: 3, refreshing: true }, [conversations, parts]));
      await at.destination.commit({ ...nothing, complete: ['conversations'], completeSnapshots: ['conversations'] });
      expect(await at.ids(parts)).toEqual([]);
    });

    test('may bring back what an earlier one did not meet', async () => {
      await at.destination.commit({ ...nothing, complete: ['contacts'], completeSnapshots: ['contacts'] });
      await at.restart(loads({ generation: 2 }));
      await at.load(records(contacts, [{ id: 'c', updated_at: 1 }]));
      expect(await at.ids(contacts)).toEqual(['a', 'b', 'c']);
      expect(await at.place.deleted()).toEqual([]);
    });

    test('is remembered from its first commit on, with the state before it, which tells from when on deletions are owed', async () => {
      await at.destination.commit({ ...nothing, states: [{ stream: 'contacts', state: { updated_at: 9 } }] });
      await at.restart(loads({ generation: 3, refreshing: true }));
      await at.destination.commit(nothing);
      expect((await at.reopen()).get('contacts')).toEqual({
        state: { updated_at: 9 },
        generation: 3,
        refreshing: true,
      });
    });

    test('is continued from its own state', async () => {
      const state = { updated_at: 5, sync_id: 2 };
      await at.destination.commit({ ...nothing, states: [{ stream: 'contacts', state }] });
      await at.restart(loads({ generation: 2, refreshing: true }));
      await at.destination.commit(nothing);
      expect((await at.reopen()).get('contacts')).toEqual({ state, generation: 2, refreshing: true });
    });
  });
}
