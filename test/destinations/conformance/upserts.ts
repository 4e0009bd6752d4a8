/** Which version of a row stays. */
import { describe, expect, test } from 'vitest';
import type { StreamInfo } from '../../../src/core/catalog.ts';
import { described, int, object, text } from '../../../src/core/columns/columns.ts';
import type { Row } from '../../../src/core/events.ts';
import { attachments, contacts, conversations, loads, macros, records, tags } from '../fixtures.ts';
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

    test('is known by its key alone, whatever columns the stream has', async () => {
      const columns = { ...conversations.columns, source: object({ id: text }), target: object({ id: text }) };
      const info = { ...conversations, columns };
      const others = { source: { id: '7' }, target: { id: '8' } };
      await at.restart(loads({}, [info]));
      await at.load(records(info, [{ id: '1', title: 'new', updated_at: 2, ...others }]));
      await at.load(
        records(info, [
          { id: '1', title: 'old', updated_at: 1, ...others },
          { id: '2', title: 'another', updated_at: 1, ...others },
        ]),
      );
      expect((await at.place.rows('conversations')).map(({ id, title }) => `${id} ${title}`)).toEqual([
        '1 new',
        '2 another',
      ]);
    });

    test('goes by the moment that its cursor tells in ISO 8601, to the millisecond and in whatever zone', async () => {
      await at.restart(loads({}, [macros]));
      const held = async () => (await at.place.rows('macros')).map(({ id, name }) => `${id} ${name}`);
      await at.load(records(macros, [{ id: 'a', name: 'new', updated_at: '2025-07-17T15:30:24.500Z' }]));
      await at.load(records(macros, [{ id: 'a', name: 'old', updated_at: '2025-07-17T17:30:24.499+02:00' }]));
      expect(await held()).toEqual(['a new']);
      await at.load(
        records(macros, [
          { id: 'a', name: 'newer', updated_at: '2025-07-17T14:30:25-01:00' },
          { id: 'a', name: 'late', updated_at: '2025-07-17T16:00:00+02:00' },
        ]),
      );
      expect(await held()).toEqual(['a newer']);
      expect(await at.place.rows('macros')).toMatchObject([{ updated_at: '2025-07-17T15:30:25.000Z', _extra: null }]);
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

    test('replaces it though it is older where the stream comes whole in every sync', async () => {
      const whole = { ...contacts, fullSnapshot: true };
      await at.restart(loads({}, [whole]));
      await at.load(records(whole, [{ id: 'a', name: 'ahead', updated_at: 2 }]));
      await at.load(records(whole, [{ id: 'a', name: 'latest', updated_at: 1 }]));
      expect(await names()).toEqual(['a latest']);
    });

    // The same columns with a cursor and without: what differs is how the stream is merged, and by nothing else.
    const { cursor: _, ...uncursored } = contacts;
    describe.each<[string, StreamInfo]>([
      ['with a cursor', contacts],
      ['without a cursor', { ...uncursored, fullSnapshot: true }],
    ])('in a stream %s', (_, info) => {
      const old = {
        id: 'a',
        name: 'old',
        updated_at: 10,
        owner_id: 1,
        score: 1.5,
        subscribed: true,
        seen: '2024-01-01T00:00:00.000Z',
        location: { city: 'Old' },
        tags: ['old'],
        anything: 1,
        extra: 'old',
      };
      const renewed = {
        id: 'a',
        name: 'new',
        updated_at: 10,
        owner_id: 2,
        score: 2.5,
        subscribed: false,
        seen: '2025-01-01T00:00:00.000Z',
        location: { city: 'New' },
        tags: ['new'],
        anything: { more: 'new' },
        extra: 'new',
      };
      const held = async () => (await at.place.rows('contacts')).map(({ _synced_at, ...row }): Row => row);
      const asHeld = (
        { extra, updated_at, ...row }: typeof old | typeof renewed,
        generation: number,
        more: Row = {},
      ) => ({
        ...row,
        updated_at: new Date(updated_at * 1000).toISOString(),
        ...more,
        _extra: { extra },
        _generation: generation,
      });

      // Others are held and come beside it, so that the rows are merged among others.
      const others = ['b', 'c'].map((id) => ({ ...old, id }));

      test.each([
        ['in the same generation', 1, false],
        ['in a refresh', 2, true],
        ['in a later generation without a refresh', 2, false],
      ])('replaces every column %s', async (_, generation, refreshing) => {
        await at.restart(loads({}, [info]));
        await at.load(records(info, [old, ...others]));
        await at.restart(loads({ generation, refreshing }, [info]));
        await at.load(records(info, [renewed, { ...others[0]!, name: 'b' }]));
        expect(await held()).toEqual([
          asHeld(renewed, generation),
          asHeld({ ...others[0]!, name: 'b' }, generation),
          asHeld(others[1]!, 1),
        ]);
      });

      test('fills a column that is new to the table, and one whose value is gone is empty', async () => {
        await at.restart(loads({}, [info]));
        await at.load(records(info, [old, ...others]));
        const wider = { ...info, columns: { ...info.columns, shoe_size: described(int, 'New.'), nick: text } };
        await at.restart(loads({ generation: 2, refreshing: true }, [wider]));
        await at.load(
          records(wider, [
            { ...old, name: null, shoe_size: 39 },
            { ...others[0]!, nick: 'x' },
          ]),
        );
        expect(await held()).toEqual([
          asHeld(old, 2, { name: null, shoe_size: 39, nick: null }),
          asHeld(others[0]!, 2, { shoe_size: null, nick: 'x' }),
          asHeld(others[1]!, 1, { shoe_size: null, nick: null }),
        ]);
      });
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

    test('is removed from the stream that its own one removes from, unless it is newer there', async () => {
      const people = { ...contacts, name: 'people', removesFrom: 'contacts' };
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

    test('leaves it in whichever commit the other one comes, also of a run that loaded only one of the two', async () => {
      const people = { ...contacts, name: 'people', removesFrom: 'contacts' };
      const row = (id: string, updated_at: number) => ({ id, updated_at });
      await at.load(records(contacts, [row('before', 1), row('later', 1), row('stays', 1)]));
      await at.restart(loads({}, [people]));
      await at.load(records(people, [row('before', 2)]));
      await at.restart(loads({}, [contacts, people]));
      await at.load();
      expect(await at.ids(contacts)).toEqual(['later', 'stays']);
      await at.load(records(contacts, [row('first', 3)]));
      expect(await at.ids(contacts)).toEqual(['first', 'later', 'stays']);
      await at.load(records(people, [row('later', 4)]));
      expect(await at.ids(contacts)).toEqual(['first', 'stays']);
      await at.load(records(people, [row('last', 5)]));
      await at.load(records(contacts, [row('last', 4)]));
      expect(await at.ids(contacts)).toEqual(['first', 'stays']);
      expect(await at.ids(people)).toEqual(['before', 'last', 'later']);
    });
  });
}
