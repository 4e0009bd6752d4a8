/** Rows that are said to be deleted. */
import { describe, expect, test } from 'vitest';
import { object, text } from '../../../src/core/columns/columns.ts';
import { attachments, contacts, conversations, loads, macros, parts, records, tombstone } from '../fixtures.ts';
import type { Bench } from './bench.ts';

export function tombstonesSuite(at: Bench): void {
  const names = async () => (await at.place.rows('contacts')).map(({ id, name }) => `${id} ${name}`);
  describe('tombstones', () => {
    test('delete a row, and say so', async () => {
      await at.load(
        records(contacts, [
          { id: 'a', updated_at: 10 },
          { id: 'b', updated_at: 10 },
        ]),
      );
      await at.load(records(contacts, [tombstone('a', 20, { _deleted_reason: 'merged' })]));
      expect(await at.ids(contacts)).toEqual(['b']);
      expect(await at.place.deleted()).toEqual([
        { stream: 'contacts', key: { id: 'a' }, deleted_at: '1970-01-01T00:00:20.000Z', reason: 'merged' },
      ]);
    });

    test('win ties, and yield to a row that is newer', async () => {
      await at.load(
        records(contacts, [
          { id: 'a', updated_at: 20 },
          { id: 'b', updated_at: 21 },
        ]),
      );
      await at.load(records(contacts, [tombstone('a', 20), tombstone('b', 20)]));
      expect(await at.ids(contacts)).toEqual(['b']);
      expect((await at.place.deleted()).map(({ key }) => key)).toEqual([{ id: 'a' }]);
    });

    test('go by cursors in ISO 8601 as by others', async () => {
      await at.restart(loads({}, [macros]));
      await at.load(
        records(macros, [
          { id: 'a', updated_at: '1970-01-01T00:00:20.000Z' },
          { id: 'b', updated_at: '1970-01-01T01:00:21+01:00' },
        ]),
      );
      const at20 = '1970-01-01T00:00:20.000Z';
      await at.load(
        records(macros, [tombstone('a', 20, { updated_at: at20 }), tombstone('b', 20, { updated_at: at20 })]),
      );
      expect(await at.ids(macros)).toEqual(['b']);
      await at.load(records(macros, [{ id: 'a', updated_at: at20 }]));
      expect(await at.ids(macros)).toEqual(['b']);
      await at.load(records(macros, [{ id: 'a', updated_at: '1970-01-01T00:00:20.001Z' }]));
      expect(await at.ids(macros)).toEqual(['a', 'b']);
    });

    test('of a row never seen are remembered', async () => {
      await at.load(records(contacts, [tombstone('z', 20)]));
      expect(await at.place.deleted()).toMatchObject([{ key: { id: 'z' }, reason: null }]);
    });

    test('keep away older versions that come later, in the next sync too, and let newer ones in', async () => {
      await at.load(records(contacts, [tombstone('a', 20), tombstone('b', 20)]));
      await at.restart();
      await at.load(
        records(contacts, [
          { id: 'a', updated_at: 20 },
          { id: 'b', updated_at: 21 },
        ]),
      );
      expect(await at.ids(contacts)).toEqual(['b']);
      expect((await at.place.deleted()).map(({ key }) => key)).toEqual([{ id: 'a' }]);
    });

    test('do not keep away what a full refresh sees', async () => {
      await at.load(records(contacts, [tombstone('a', 20)]));
      await at.restart(loads({ generation: 2, refreshing: true }));
      await at.load(records(contacts, [{ id: 'a', updated_at: 10 }]));
      expect(await at.ids(contacts)).toEqual(['a']);
      expect(await at.place.deleted()).toEqual([]);
    });

    test('hold their place among the rows of a batch', async () => {
      await at.load(
        records(contacts, [
          { id: 'a', updated_at: 10 },
          tombstone('a', 20),
          { id: 'a', name: 'back', updated_at: 30 },
          { id: 'b', updated_at: 10 },
          tombstone('b', 20),
          tombstone('b', 20),
        ]),
      );
      expect(await names()).toEqual(['a back']);
      expect((await at.place.deleted()).map(({ key }) => key)).toEqual([{ id: 'b' }]);
    });

    test('take the children with them, and theirs', async () => {
      await at.load(
        records(conversations, [
          { id: 'a', updated_at: 10 },
          { id: 'b', updated_at: 30 },
        ]),
        records(
          parts,
          [
            { id: '1', conversation_id: 'a' },
            { id: '2', conversation_id: 'b' },
          ],
          ['a', 'b'],
        ),
        records(attachments, [
          { part_id: '1', position: 0 },
          { part_id: '2', position: 0 },
        ]),
      );
      await at.load(records(conversations, [tombstone('a', 20), tombstone('b', 20)]));
      expect(await at.ids(conversations)).toEqual(['b']);
      expect(await at.ids(parts)).toEqual(['2']);
      expect((await at.place.rows('attachments')).map(({ part_id }) => part_id)).toEqual(['2']);
    });

    test('spare the children of a row that is newer, whatever columns its stream has', async () => {
      const source = object({ id: text });
      const sourced = { ...conversations, columns: { ...conversations.columns, source, target: source } };
      await at.restart(loads({}, [sourced, parts]));
      await at.load(
        records(sourced, [{ id: '1', updated_at: 30, source: { id: '7' }, target: { id: '8' } }]),
        records(parts, [{ id: 'p', conversation_id: '1' }], ['1']),
      );
      await at.load(records(sourced, [tombstone('1', 20)]));
      expect(await at.ids(sourced)).toEqual(['1']);
      expect(await at.ids(parts)).toEqual(['p']);
      expect(await at.place.deleted()).toEqual([]);
    });

    test('take children that are not yet committed', async () => {
      await at.load(
        records(parts, [{ id: '1', conversation_id: 'a' }], ['a']),
        records(conversations, [tombstone('a', 20)]),
      );
      expect(await at.ids(parts)).toEqual([]);
    });
  });
}
