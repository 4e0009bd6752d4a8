/** What a row becomes in a table. */
import { describe, expect, test } from 'vitest';
import { contacts, records } from '../fixtures.ts';
import type { Bench } from './bench.ts';

export function rowsSuite(at: Bench): void {
  describe('rows', () => {
    test('hold every kind of column', async () => {
      const row = {
        id: 'a',
        name: 'Ada',
        updated_at: 1_700_000_000,
        owner_id: 9_007_199_254_740_991,
        score: 0.1,
        subscribed: false,
        seen: '2024-02-29T13:00:00.123+01:00',
        location: { city: 'Łódź', more: [1, null] },
        tags: ['x', 'y'],
        anything: 'text',
        _ab_cdc_deleted_at: null,
      };
      await at.load(records(contacts, [row]));
      const [held] = await at.place.rows('contacts');
      const { _ab_cdc_deleted_at, ...columns } = row;
      expect(held).toMatchObject({
        ...columns,
        updated_at: '2023-11-14T22:13:20.000Z',
        seen: '2024-02-29T12:00:00.123Z',
        _extra: null,
        _generation: 1,
      });
      expect(held).not.toHaveProperty('_ab_cdc_deleted_at');
      expect(Math.abs(Date.parse(String(held!._synced_at)) - Date.now())).toBeLessThan(60_000);
    });

    test.each([
      [-1, -1, '1969-12-31T23:59:59.000Z'],
      [-4_294_967_297, -62_135_596_800, '0001-01-01T00:00:00.000Z'],
      [-(2 ** 62), 0, '1970-01-01T00:00:00.000Z'],
      [2 ** 62, 253_402_300_799, '9999-12-31T23:59:59.000Z'],
      [4_294_967_296, 4_294_967_296, '2106-02-07T06:28:16.000Z'],
    ])('hold integers and times of any size: %d, %d', async (owner_id, updated_at, time) => {
      await at.load(records(contacts, [{ id: 'a', owner_id, updated_at, seen: time }]));
      expect(await at.place.rows('contacts')).toMatchObject([{ owner_id, updated_at: time, seen: time }]);
    });

    test('are null where a field is null or absent', async () => {
      await at.load(records(contacts, [{ id: 'a', name: null, location: null }]));
      const [held] = await at.place.rows('contacts');
      const { id, _synced_at, _generation, ...rest } = held!;
      expect(new Set(Object.values(rest))).toEqual(new Set([null]));
    });

    test('keep fields without a column, and values that do not fit theirs', async () => {
      await at.load(
        records(contacts, [
          {
            id: 'a',
            name: { first: 'Ada' },
            owner_id: 1e20,
            score: 'high',
            subscribed: 'yes',
            seen: '2024-02-30T00:00:00Z',
            updated_at: 1_700_000_000_000,
            shoe_size: 39,
            constructor: 'ours',
          },
        ]),
      );
      const [held] = await at.place.rows('contacts');
      expect(held).toMatchObject({ name: null, owner_id: null, score: null, subscribed: null, seen: null });
      expect(held!._extra).toEqual({
        name: { first: 'Ada' },
        owner_id: 1e20,
        score: 'high',
        subscribed: 'yes',
        seen: '2024-02-30T00:00:00Z',
        updated_at: 1_700_000_000_000,
        shoe_size: 39,
        constructor: 'ours',
      });
    });

    test('convert what loses nothing by it', async () => {
      await at.load(
        records(contacts, [{ id: 7, name: 12.5, owner_id: '815', score: '0.5', updated_at: '1700000000' }]),
      );
      expect(await at.place.rows('contacts')).toMatchObject([
        { id: '7', name: '12.5', owner_id: 815, score: 0.5, updated_at: '2023-11-14T22:13:20.000Z', _extra: null },
      ]);
    });

    test('survive numbers that are none, and integers of any length', async () => {
      await at.load(
        records(contacts, [{ id: 'a', owner_id: Number.NaN, anything: [12345678901234567890n], extra: Infinity }]),
      );
      expect(await at.place.rows('contacts')).toMatchObject([
        { owner_id: null, anything: ['12345678901234567890'], _extra: { owner_id: 'NaN', extra: 'Infinity' } },
      ]);
    });

    test('survive any text', async () => {
      const any = `'"\\ \u2028 \\ud800 👩‍👩‍👧 \n\t; DROP TABLE contacts; --`;
      await at.load(
        records(contacts, [
          { id: 'a', name: any, anything: any, location: { [any]: any } },
          { id: 'b', name: 'half \ud83d', anything: ['half \ud83d'], 'half \ud83d': 1 },
          { id: 'c\u0000d', name: 'a\u0000b', location: { city: 'a\u0000b' } },
        ]),
      );
      const [a, b, c] = await at.place.rows('contacts');
      expect(a).toMatchObject({ name: any, anything: any, location: { [any]: any } });
      expect(b).toMatchObject({ name: 'half \ufffd', anything: ['half \ufffd'], _extra: { 'half \ufffd': 1 } });
      const nul = at.place.nul ?? '\u0000';
      expect(c).toMatchObject({ id: `c${nul}d`, name: `a${nul}b`, location: { city: `a${nul}b` } });
    });

    test('may be none, or more than a batch', async () => {
      await at.load(records(contacts, []));
      const many = Array.from({ length: 5001 }, (_, i) => ({ id: `${i}`, name: `n${i}`, updated_at: i }));
      await at.load(records(contacts, many));
      const held = await at.place.rows('contacts');
      expect(held).toHaveLength(5001);
      expect(new Set(held.map(({ id, name }) => name === `n${id}`))).toEqual(new Set([true]));
    });
  });
}
