/** What every SQL database must do beside what every destination must: how its tables follow the streams, and its user's changes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StreamInfo } from '../../src/core/catalog.ts';
import { bool, epoch, int, json, list, number, object, text } from '../../src/core/columns/columns.ts';
import type { Row } from '../../src/core/events.ts';
import type { LoadTarget } from '../../src/destinations/destination.ts';
import { unparsed } from '../support/unparsed.ts';
import type { Place } from './conformance/bench.ts';
import { acme, contacts, nothing, records } from './fixtures.ts';

/** A place in a database, and SQL as its user runs it. */
export interface SqlPlace extends Place {
  query(sql: string): Promise<Row[]>;
}

const withColumns = (columns: StreamInfo['columns']): StreamInfo => ({
  ...contacts,
  columns: { id: text, updated_at: epoch, ...columns },
});

export function sqlConformance({ name, create }: { name: string; create(): Promise<SqlPlace> }): void {
  describe(`the tables of ${name}`, () => {
    let place: SqlPlace;
    beforeEach(async () => {
      place = await create();
    });
    afterEach(() => place.remove());

    /** One sync: gives what it was told for people, and why the stream is read again, if so. */
    async function sync(info: StreamInfo, rows: Row[], change: Partial<LoadTarget> = {}) {
      const told: string[] = [];
      const destination = await place.open();
      try {
        const stored = await destination.open(acme, [info], { log: (line) => told.push(line) });
        await destination.prepare([{ info, generation: 1, refreshing: false, ...change }]);
        await destination.write(records(info, rows));
        await destination.commit({ ...nothing, states: [{ stream: info.name, state: { updated_at: 1 } }] });
        return { told, readAgain: stored.get(info.name)?.readAgain };
      } finally {
        await destination.close();
      }
    }
    const held = async (...columns: string[]) =>
      (await place.rows('contacts')).map((row) => columns.map((column) => row[column]));

    describe('where a column changes its type', () => {
      test('convert what is held where nothing can be lost, and the stream is read again', async () => {
        await sync(withColumns({ score: int, seen: int }), [{ id: 'a', updated_at: 1, score: 12, seen: null }]);
        const after = await sync(withColumns({ score: text, seen: int }), []);
        expect(after.readAgain).toBe('its column "score" has another type now');
        expect(after.told).toEqual([expect.stringMatching(/^contacts\.score was \w+ and is \w+ now: .* converted\.$/)]);
        expect(await held('id', 'score')).toEqual([['a', '12']]);
        expect(await sync(withColumns({ score: text, seen: int }), [])).toEqual({ told: [], readAgain: undefined });
      });

      test('become JSON where they may be anything', async () => {
        await sync(withColumns({ score: text }), [{ id: 'a', updated_at: 1, score: 'high' }]);
        await sync(withColumns({ score: json }), [{ id: 'b', updated_at: 1, score: { of: 5 } }]);
        expect(await held('id', 'score')).toEqual([
          ['a', 'high'],
          ['b', { of: 5 }],
        ]);
      });

      test('keep what can not be converted in a column beside it, also when its row comes again', async () => {
        const { readAgain } = await sync(withColumns({ score: text }), [{ id: 'a', updated_at: 1, score: 'high' }]);
        expect(readAgain).toBeUndefined();
        const { told } = await sync(withColumns({ score: int }), [{ id: 'a', updated_at: 2, score: 7 }]);
        const [, kept] = /what it held is in (\w+)\.$/.exec(told[0] ?? '') ?? [];
        expect(await held('id', 'score', kept!)).toEqual([['a', 7, 'high']]);
        await sync(withColumns({ score: text }), [{ id: 'a', updated_at: 3, score: 'low' }]);
        expect(await held('id', 'score', kept!)).toEqual([['a', 'low', 'high']]);
      });
    });

    describe('where a field comes that has no column', () => {
      const info = withColumns({ score: int });

      test('it is told when it first comes, and not again; a value of another type is not such a one', async () => {
        const first = await sync(info, [
          { id: 'a', updated_at: 1, score: 'high', mood: 'good' },
          { id: 'b', updated_at: 1, mood: null, speed: { of: 5 } },
        ]);
        expect(first.told).toEqual([
          'contacts: Intercom sends what has no column yet, which is kept in _extra: mood, speed.',
        ]);
        expect(await held('id', '_extra')).toEqual([
          ['a', { score: 'high', mood: 'good' }],
          ['b', { mood: null, speed: { of: 5 } }],
        ]);
        const later = unparsed('{"id":"c","updated_at":2,"mood":"bad","weight":7}', info.columns);
        const second = await sync(info, [{ id: 'a', updated_at: 2, speed: 1 }, later]);
        expect(second.told).toEqual([
          'contacts: Intercom sends what has no column yet, which is kept in _extra: weight.',
        ]);
        expect((await sync(info, [{ id: 'a', updated_at: 3, weight: 1 }])).told).toEqual([]);
      });
    });

    describe('with a column for each custom attribute', () => {
      const attributes = object({
        plan: text,
        Seats: int,
        spend: number,
        paid: bool,
        since: epoch,
        langs: list(text),
        any: json,
      });
      const info = withColumns({ custom_attributes: attributes });
      const names = ['plan', 'seats', 'spend', 'paid', 'since', 'langs', 'any'].map((one) => `custom_${one}`);
      const custom = {
        plan: 'Pro "x"',
        Seats: 5,
        spend: 1.5,
        paid: true,
        since: 1_700_000_000,
        langs: ['de'],
        any: { x: 1 },
      };
      const values = ['Pro "x"', 5, 1.5, true, '2023-11-14T22:13:20.000Z', ['de'], { x: 1 }];
      const columns = { customColumns: true };

      test('hold their values by type, and NULL for what is of no such type', async () => {
        const wrong = { plan: 7, Seats: 'many', spend: true, paid: 'yes', since: 'now', langs: null, any: null };
        const large = { plan: null, Seats: 1e30, spend: 1e308, since: 1e30 };
        const rows = [custom, wrong, large, {}, null].map((custom_attributes, i) => ({
          id: `${i}`,
          updated_at: 1,
          custom_attributes,
        }));
        await sync(info, rows, columns);
        expect(await held(...names)).toEqual([
          values,
          ['7', null, null, null, null, null, null],
          [null, null, 1e308, null, null, null, null],
          ...Array(2).fill(Array(names.length).fill(null)),
        ]);
        expect((await held('custom_attributes'))[0]).toEqual([custom]);
      });

      test('are added to what is held, and filled without reading it again', async () => {
        await sync(info, [{ id: 'a', updated_at: 1, custom_attributes: custom }]);
        const { told, readAgain } = await sync(info, [], columns);
        expect(readAgain).toBeUndefined();
        expect(told).toEqual([`contacts: columns of custom attributes were added and filled: ${names.join(', ')}.`]);
        expect(await held(...names)).toEqual([values]);
        await sync(info, [{ id: 'a', updated_at: 2, custom_attributes: { plan: 'Free' } }], columns);
        expect(await held('custom_plan', 'custom_seats')).toEqual([['Free', null]]);
      });

      test('follow the attributes: another type, a new one, one that is gone', async () => {
        await sync(info, [{ id: 'a', updated_at: 1, custom_attributes: { ...custom, fresh: 'new' } }], columns);
        const later = withColumns({ custom_attributes: object({ plan: text, Seats: text, fresh: text }) });
        const { told } = await sync(later, [], columns);
        expect(told).toEqual([
          'contacts: columns of custom attributes were added and filled: custom_seats, custom_fresh.',
          expect.stringMatching(/^contacts: columns of custom attributes were dropped: custom_/),
        ]);
        expect(await held('custom_plan', 'custom_seats', 'custom_fresh')).toEqual([['Pro "x"', '5', 'new']]);
        expect(Object.keys((await place.rows('contacts'))[0]!)).not.toContain('custom_spend');
      });

      test('stay until they are not wanted any more, and leave what is its user’s', async () => {
        await sync(info, [{ id: 'a', updated_at: 1, custom_attributes: custom }]);
        await place.query('ALTER TABLE contacts ADD COLUMN custom_plan BIGINT');
        await place.query('UPDATE contacts SET custom_plan = 42');
        await sync(info, [], columns);
        await sync(info, [{ id: 'a', updated_at: 2, custom_attributes: custom }], columns);
        expect(await held('custom_plan', 'custom_seats')).toEqual([[42, 5]]);
        await sync(info, [{ id: 'a', updated_at: 3, custom_attributes: { ...custom, Seats: 6 } }]);
        expect(await held('custom_plan', 'custom_seats')).toEqual([[42, 6]]);
        await sync(info, [], { customColumns: false });
        expect(await held('custom_plan', 'custom_seats')).toEqual([[42, undefined]]);
      });

      test('of names that are alike are two columns', async () => {
        const alike = withColumns({ custom_attributes: object({ 'My plan': text, my_plan: text, 'my plan': text }) });
        const custom_attributes = { 'My plan': 'a', my_plan: 'b', 'my plan': 'c' };
        await sync(alike, [{ id: 'a', updated_at: 1, custom_attributes }], columns);
        const [row] = await place.rows('contacts');
        const made = Object.entries(row!).filter(([column]) => column.startsWith('custom_my'));
        expect(made.map(([, value]) => value).sort()).toEqual(['a', 'b', 'c']);
        expect(row!.custom_my_plan).toBe('b');
      });
    });

    test('show by SQL the rows that a warning is about', async () => {
      const info = withColumns({ name: text });
      const odd = { id: 'odd', updated_at: 1, name: { not: 'a text' } };
      await sync(info, [{ id: 'fits', updated_at: 1, name: 'x' }, odd]);
      const destination = await place.open();
      const query = destination.selectFound!({ kind: 'type_mismatch', stream: 'contacts', column: 'name' });
      await destination.close();
      expect(await place.query(query!)).toMatchObject([{ id: 'odd', name: null, _extra: { name: { not: 'a text' } } }]);
    });

    test('keep the columns and the views that their user adds', async () => {
      const info = withColumns({ name: text });
      await sync(info, [{ id: 'a', updated_at: 1, name: 'Ada' }]);
      await place.query('ALTER TABLE contacts ADD COLUMN note VARCHAR');
      await place.query("UPDATE contacts SET note = 'mine'");
      await place.query('CREATE VIEW of_contacts AS SELECT id, name, note FROM contacts');
      await sync(info, [
        { id: 'a', updated_at: 2, name: 'Ada L.' },
        { id: 'b', updated_at: 2, name: 'Bo' },
      ]);
      expect(await place.query('SELECT * FROM of_contacts ORDER BY id')).toEqual([
        { id: 'a', name: 'Ada L.', note: 'mine' },
        { id: 'b', name: 'Bo', note: null },
      ]);
    });

    test('keep what a stream has no column for any more', async () => {
      await sync(withColumns({ name: text, fax: text }), [{ id: 'a', updated_at: 1, name: 'Ada', fax: '1' }]);
      await sync(withColumns({ name: text }), [{ id: 'a', updated_at: 2, name: 'Ada L.' }]);
      expect(await held('name', 'fax')).toEqual([['Ada L.', '1']]);
    });
  });
}
