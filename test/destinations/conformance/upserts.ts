/** Which version of a row stays. */
import { describe, expect, test } from 'vitest';
import { attachments, contacts, loads, records, tags } from '../fixtures.ts';
import type { Bench } from './bench.ts';

export function upsertsSuite(at: Bench): void {
  const names = async () => (await at.place.rows('contacts')).map(({ id, name }) => `${id} ${name}`);
  describe('a row that comes again', () => {
    test('replaces the one held, whole', async () => {
      await at.load(records(contacts, [{ id: 'a', name: 'old', score: 1, updated_at: 1, more: 1 }]));
      await at.load(records(contacts, [{ id: 'a', name: 'new', updated_at: 2 }]));
      expect(await at.place.rows('contacts')).toMatchObject([{ id: 'a', name: 'new', score: null, _extra: null }]);
    });

    test('replaces it at the same cursor', async () => {
      await at.load(records(contacts, [{ id: 'a', name: 'first', updated_at: 1 }]));
      await at.load(records(contacts, [{ id: 'a', name: 'second', updated_at: 1 }]));
      expect(await names()).toEqual(['a second']);
    });

    test('does not replace it where it is older', async () => {
      await at.load(records(contacts, [{ id: 'a', name: 'new', updated_at: 2 }]));
      await at.load(records(contacts, [{ id: 'a', name: 'old', updated_at: 1 }]));
      expect(await names()).toEqual(['a new']);
    });

    test('replaces it where either has no cursor, and in streams without one', async () => {
      await at.load(
        records(contacts, [{ id: 'a', name: 'new', updated_at: 2 }]),
        records(tags, [{ id: 't', name: 'x' }]),
      );
      await at.load(records(contacts, [{ id: 'a', name: 'later' }]), records(tags, [{ id: 't', name: 'y' }]));
      expect(await names()).toEqual(['a later']);
      expect(await at.place.rows('tags')).toMatchObject([{ name: 'y' }]);
      await at.load(records(contacts, [{ id: 'a', name: 'last', updated_at: 1 }]));
      expect(await names()).toEqual(['a last']);
    });

    test('is judged alike within one batch', async () => {
      await at.load(
        records(contacts, [
          { id: 'a', name: 'new', updated_at: 2 },
          { id: 'b', name: 'first', updated_at: 1 },
          { id: 'a', name: 'old', updated_at: 1 },
          { id: 'b', name: 'second', updated_at: 1 },
          { id: 'c', name: 'old', updated_at: 1 },
          { id: 'c', name: 'new', updated_at: 2 },
          { id: 'd', name: 'once', updated_at: 1 },
        ]),
      );
      expect(await names()).toEqual(['a new', 'b second', 'c new', 'd once']);
    });

    test('is known by a key of several columns', async () => {
      await at.load(
        records(attachments, [
          { part_id: '1', position: 2, url: 'x' },
          { part_id: '12', position: 2 },
        ]),
      );
      await at.load(
        records(attachments, [
          { part_id: '1', position: '2', url: 'y' },
          { part_id: '1', position: 3 },
        ]),
      );
      const held = await at.place.rows('attachments');
      expect(held.map(({ part_id, position, url }) => [part_id, position, url])).toEqual([
        ['1', 2, 'y'],
        ['1', 3, null],
        ['12', 2, null],
      ]);
    });

    test('leaves the stream that its own one supersedes, unless it is newer there', async () => {
      const people = { ...contacts, name: 'people', supersedes: 'contacts' };
      await at.restart(loads({}, [contacts, people]));
      await at.load(
        records(
          people,
          ['a', 'b'].map((id) => ({ id, updated_at: 5 })),
        ),
        records(contacts, [
          { id: 'a', updated_at: 4 },
          { id: 'b', updated_at: 6 },
          { id: 'c', updated_at: 1 },
        ]),
      );
      expect(await at.ids(contacts)).toEqual(['b', 'c']);
      expect(await at.place.deleted()).toMatchObject([
        { stream: 'contacts', key: { id: 'a' }, reason: 'is in people' },
      ]);
    });
  });
}
