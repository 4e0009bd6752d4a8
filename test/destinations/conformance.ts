/** What every destination must do: one suite, which each implementation's test runs with a place of its own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StreamInfo } from '../../src/catalog.ts';
import { bool, epoch, int, json, list, number, object, text, timestamp } from '../../src/columns.ts';
import type { Commit, Destination, StreamLoad } from '../../src/destinations/destination.ts';
import type { RecordsEvent, Row } from '../../src/events.ts';

/** Where a destination writes, as its test sees it: opened by it again and again, and read apart from it. */
export interface Place {
  open(): Promise<Destination>;
  /** Committed rows by key: times as ISO 8601 in milliseconds, JSON parsed, null where a column holds nothing. */
  rows(stream: string): Promise<Row[]>;
  /** What is known to be deleted. */
  deleted(): Promise<{ stream: string; key: Row; deleted_at: string; reason: string | null }[]>;
  remove(): Promise<void>;
}

export const acme = { id: 'w1', name: 'Acme' };

const stream = (info: Partial<StreamInfo> & Pick<StreamInfo, 'name' | 'columns'>): StreamInfo => ({
  description: info.name,
  permission: 'Read',
  key: ['id'],
  whole: info.cursor === undefined,
  ...info,
});

export const contacts = stream({
  name: 'contacts',
  cursor: 'updated_at',
  columns: {
    id: text,
    name: text,
    updated_at: epoch,
    owner_id: int,
    score: number,
    subscribed: bool,
    seen: timestamp,
    location: object({ city: text }),
    tags: list(text),
    anything: json,
    _ab_cdc_deleted_at: timestamp,
  },
});
export const conversations = stream({
  name: 'conversations',
  cursor: 'updated_at',
  columns: { id: text, title: text, updated_at: epoch },
});
export const parts = stream({
  name: 'conversation_parts',
  parent: { stream: 'conversations', column: 'conversation_id' },
  columns: { id: text, conversation_id: text, body: text },
});
export const attachments = stream({
  name: 'attachments',
  key: ['part_id', 'position'],
  parent: { stream: 'conversation_parts', column: 'part_id' },
  columns: { part_id: text, position: int, url: text },
});
export const tags = stream({ name: 'tags', columns: { id: text, name: text } });
const all = [contacts, conversations, parts, attachments, tags];

export const loads = (change: Partial<StreamLoad> = {}, infos: readonly StreamInfo[] = all): StreamLoad[] =>
  infos.map((info) => ({ info, generation: 1, refreshing: false, ...change }));

export const records = (info: StreamInfo, rows: Row[], wholeSetsOf?: string[]): RecordsEvent => ({
  type: 'records',
  stream: info.name,
  rows,
  ...(wholeSetsOf ? { wholeSetsOf } : {}),
});

export const nothing: Commit = { states: [], complete: [], whole: [] };

const tombstone = (id: string, seconds: number, more: Row = {}): Row => ({
  id,
  _ab_cdc_deleted_at: new Date(seconds * 1000).toISOString(),
  ...more,
});

export function conformance({ name, create }: { name: string; create(): Promise<Place> }): void {
  describe(`${name} as a destination`, () => {
    let place: Place;
    let destination: Destination;
    beforeEach(async () => {
      place = await create();
      destination = await start();
    });
    afterEach(async () => {
      await destination.close();
      await place.remove();
    });

    async function start(streams: StreamLoad[] = loads()): Promise<Destination> {
      const opened = await place.open();
      await opened.open(acme);
      await opened.prepare(streams);
      return opened;
    }
    async function restart(streams?: StreamLoad[]) {
      await destination.close();
      destination = await start(streams);
    }
    async function load(...batches: RecordsEvent[]) {
      for (const batch of batches) await destination.write(batch);
      await destination.commit(nothing);
    }
    const names = async () => (await place.rows('contacts')).map(({ id, name }) => `${id} ${name}`);
    const ids = async (info: StreamInfo) => (await place.rows(info.name)).map(({ id }) => id);

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
        await load(records(contacts, [row]));
        const [held] = await place.rows('contacts');
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

      test('are null where a field is null or absent', async () => {
        await load(records(contacts, [{ id: 'a', name: null, location: null }]));
        const [held] = await place.rows('contacts');
        const { id, _synced_at, _generation, ...rest } = held!;
        expect(new Set(Object.values(rest))).toEqual(new Set([null]));
      });

      test('keep fields without a column, and values that do not fit theirs', async () => {
        await load(
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
        const [held] = await place.rows('contacts');
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
        await load(records(contacts, [{ id: 7, name: 12.5, owner_id: '815', score: '0.5', updated_at: '1700000000' }]));
        expect(await place.rows('contacts')).toMatchObject([
          { id: '7', name: '12.5', owner_id: 815, score: 0.5, updated_at: '2023-11-14T22:13:20.000Z', _extra: null },
        ]);
      });

      test('survive numbers that are none, and integers of any length', async () => {
        await load(
          records(contacts, [{ id: 'a', owner_id: Number.NaN, anything: [12345678901234567890n], extra: Infinity }]),
        );
        expect(await place.rows('contacts')).toMatchObject([
          { owner_id: null, anything: ['12345678901234567890'], _extra: { owner_id: 'NaN', extra: 'Infinity' } },
        ]);
      });

      test('survive any text', async () => {
        const any = `'"\\ \u2028 \\ud800 👩‍👩‍👧 \n\t; DROP TABLE contacts; --`;
        await load(
          records(contacts, [
            { id: 'a', name: any, anything: any, location: { [any]: any } },
            { id: 'b', name: 'half \ud83d', anything: ['half \ud83d'], 'half \ud83d': 1 },
            { id: 'c\u0000d', name: 'a\u0000b', location: { city: 'a\u0000b' } },
          ]),
        );
        const [a, b, c] = await place.rows('contacts');
        expect(a).toMatchObject({ name: any, anything: any, location: { [any]: any } });
        expect(b).toMatchObject({ name: 'half \ufffd', anything: ['half \ufffd'], _extra: { 'half \ufffd': 1 } });
        expect(c).toMatchObject({ id: 'c\u0000d', name: 'a\u0000b', location: { city: 'a\u0000b' } });
      });

      test('may be none, or more than a batch', async () => {
        await load(records(contacts, []));
        const many = Array.from({ length: 5001 }, (_, i) => ({ id: `${i}`, name: `n${i}`, updated_at: i }));
        await load(records(contacts, many));
        const held = await place.rows('contacts');
        expect(held).toHaveLength(5001);
        expect(new Set(held.map(({ id, name }) => name === `n${id}`))).toEqual(new Set([true]));
      });
    });

    describe('a row that comes again', () => {
      test('replaces the one held, whole', async () => {
        await load(records(contacts, [{ id: 'a', name: 'old', score: 1, updated_at: 1, more: 1 }]));
        await load(records(contacts, [{ id: 'a', name: 'new', updated_at: 2 }]));
        expect(await place.rows('contacts')).toMatchObject([{ id: 'a', name: 'new', score: null, _extra: null }]);
      });

      test('replaces it at the same cursor', async () => {
        await load(records(contacts, [{ id: 'a', name: 'first', updated_at: 1 }]));
        await load(records(contacts, [{ id: 'a', name: 'second', updated_at: 1 }]));
        expect(await names()).toEqual(['a second']);
      });

      test('does not replace it where it is older', async () => {
        await load(records(contacts, [{ id: 'a', name: 'new', updated_at: 2 }]));
        await load(records(contacts, [{ id: 'a', name: 'old', updated_at: 1 }]));
        expect(await names()).toEqual(['a new']);
      });

      test('replaces it where either has no cursor, and in streams without one', async () => {
        await load(
          records(contacts, [{ id: 'a', name: 'new', updated_at: 2 }]),
          records(tags, [{ id: 't', name: 'x' }]),
        );
        await load(records(contacts, [{ id: 'a', name: 'later' }]), records(tags, [{ id: 't', name: 'y' }]));
        expect(await names()).toEqual(['a later']);
        expect(await place.rows('tags')).toMatchObject([{ name: 'y' }]);
        await load(records(contacts, [{ id: 'a', name: 'last', updated_at: 1 }]));
        expect(await names()).toEqual(['a last']);
      });

      test('is judged alike within one batch', async () => {
        await load(
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
        await load(
          records(attachments, [
            { part_id: '1', position: 2, url: 'x' },
            { part_id: '12', position: 2 },
          ]),
        );
        await load(
          records(attachments, [
            { part_id: '1', position: '2', url: 'y' },
            { part_id: '1', position: 3 },
          ]),
        );
        const held = await place.rows('attachments');
        expect(held.map(({ part_id, position, url }) => [part_id, position, url])).toEqual([
          ['1', 2, 'y'],
          ['1', 3, null],
          ['12', 2, null],
        ]);
      });
    });

    describe('whole sets of children', () => {
      const part = (id: string, conversation: string, body = '') => ({ id, conversation_id: conversation, body });
      beforeEach(() => load(records(parts, [part('1', 'a'), part('2', 'a'), part('3', 'b'), part('4', 'c')])));

      test('replace what their parents had, and touch no other parent', async () => {
        await load(records(parts, [part('2', 'a', 'new'), part('5', 'a')], ['a', 'b']));
        const held = await place.rows('conversation_parts');
        expect(held.map(({ id, body }) => `${id} ${body}`)).toEqual(['2 new', '4 ', '5 ']);
      });

      test('without saying so only add and update', async () => {
        await load(records(parts, [part('5', 'a')]));
        expect(await ids(parts)).toEqual(['1', '2', '3', '4', '5']);
      });

      test('may be empty', async () => {
        await load(records(parts, [], ['a']));
        expect(await ids(parts)).toEqual(['3', '4']);
      });

      test('replace what came for their parents before them, committed or not', async () => {
        await load(
          records(parts, [part('5', 'a'), part('6', 'c')]),
          records(parts, [part('7', 'a'), part('8', 'a')], ['a']),
          records(parts, [part('8', 'a')], ['a']),
          records(parts, [part('9', 'a')]),
        );
        expect(await ids(parts)).toEqual(['3', '4', '6', '8', '9']);
      });
    });

    describe('tombstones', () => {
      test('delete a row, and say so', async () => {
        await load(
          records(contacts, [
            { id: 'a', updated_at: 10 },
            { id: 'b', updated_at: 10 },
          ]),
        );
        await load(records(contacts, [tombstone('a', 20, { _deleted_reason: 'merged' })]));
        expect(await ids(contacts)).toEqual(['b']);
        expect(await place.deleted()).toEqual([
          { stream: 'contacts', key: { id: 'a' }, deleted_at: '1970-01-01T00:00:20.000Z', reason: 'merged' },
        ]);
      });

      test('win ties, and yield to a row that is newer', async () => {
        await load(
          records(contacts, [
            { id: 'a', updated_at: 20 },
            { id: 'b', updated_at: 21 },
          ]),
        );
        await load(records(contacts, [tombstone('a', 20), tombstone('b', 20)]));
        expect(await ids(contacts)).toEqual(['b']);
        expect((await place.deleted()).map(({ key }) => key)).toEqual([{ id: 'a' }]);
      });

      test('of a row never met are remembered', async () => {
        await load(records(contacts, [tombstone('z', 20)]));
        expect(await place.deleted()).toMatchObject([{ key: { id: 'z' }, reason: null }]);
      });

      test('keep away older versions that come later, in the next sync too, and let newer ones in', async () => {
        await load(records(contacts, [tombstone('a', 20), tombstone('b', 20)]));
        await restart();
        await load(
          records(contacts, [
            { id: 'a', updated_at: 20 },
            { id: 'b', updated_at: 21 },
          ]),
        );
        expect(await ids(contacts)).toEqual(['b']);
        expect((await place.deleted()).map(({ key }) => key)).toEqual([{ id: 'a' }]);
      });

      test('do not keep away what a full refresh meets', async () => {
        await load(records(contacts, [tombstone('a', 20)]));
        await restart(loads({ generation: 2, refreshing: true }));
        await load(records(contacts, [{ id: 'a', updated_at: 10 }]));
        expect(await ids(contacts)).toEqual(['a']);
        expect(await place.deleted()).toEqual([]);
      });

      test('hold their place among the rows of a batch', async () => {
        await load(
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
        expect((await place.deleted()).map(({ key }) => key)).toEqual([{ id: 'b' }]);
      });

      test('take the children with them, and theirs', async () => {
        await load(
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
        await load(records(conversations, [tombstone('a', 20), tombstone('b', 20)]));
        expect(await ids(conversations)).toEqual(['b']);
        expect(await ids(parts)).toEqual(['2']);
        expect((await place.rows('attachments')).map(({ part_id }) => part_id)).toEqual(['2']);
      });

      test('take children that are not yet committed', async () => {
        await load(
          records(parts, [{ id: '1', conversation_id: 'a' }], ['a']),
          records(conversations, [tombstone('a', 20)]),
        );
        expect(await ids(parts)).toEqual([]);
      });
    });

    describe('a full refresh', () => {
      beforeEach(async () => {
        await load(
          records(contacts, [
            { id: 'a', updated_at: 1 },
            { id: 'b', updated_at: 9 },
            { id: 'c', updated_at: 1 },
          ]),
        );
        await restart(loads({ generation: 2, refreshing: true }));
        await destination.write(
          records(contacts, [
            { id: 'a', updated_at: 1 },
            { id: 'b', updated_at: 5 },
          ]),
        );
      });

      test('that was whole drops what it did not meet, once it is complete', async () => {
        await destination.commit(nothing);
        expect(await ids(contacts)).toEqual(['a', 'b', 'c']);
        await destination.commit({ ...nothing, complete: ['contacts'], whole: ['contacts'] });
        expect(await place.rows('contacts')).toMatchObject([
          { id: 'a', _generation: 2 },
          { id: 'b', _generation: 2, updated_at: '1970-01-01T00:00:09.000Z' },
        ]);
        expect(await place.deleted()).toMatchObject([{ key: { id: 'c' }, reason: 'absent from a full pass' }]);
      });

      test('that was not whole drops nothing', async () => {
        await destination.commit({ ...nothing, complete: ['contacts'] });
        expect(await ids(contacts)).toEqual(['a', 'b', 'c']);
        await destination.close();
        destination = await place.open();
        expect((await destination.open(acme)).get('contacts')).toMatchObject({ generation: 2, refreshing: false });
      });

      test('takes the children of what it drops', async () => {
        await destination.write(records(conversations, [{ id: 'a', updated_at: 1 }]));
        await load(records(parts, [{ id: '1', conversation_id: 'a' }]));
        await restart(loads({ generation: 3, refreshing: true }, [conversations, parts]));
        await destination.commit({ ...nothing, complete: ['conversations'], whole: ['conversations'] });
        expect(await ids(parts)).toEqual([]);
      });

      test('may bring back what an earlier one did not meet', async () => {
        await destination.commit({ ...nothing, complete: ['contacts'], whole: ['contacts'] });
        await restart(loads({ generation: 2 }));
        await load(records(contacts, [{ id: 'c', updated_at: 1 }]));
        expect(await ids(contacts)).toEqual(['a', 'b', 'c']);
        expect(await place.deleted()).toEqual([]);
      });

      test('is remembered from its first commit on, without the state of what was read before it', async () => {
        await destination.commit({ ...nothing, states: [{ stream: 'contacts', state: { updated_at: 9 } }] });
        await restart(loads({ generation: 3, refreshing: true }));
        await destination.commit(nothing);
        await destination.close();
        destination = await place.open();
        expect((await destination.open(acme)).get('contacts')).toEqual({ generation: 3, refreshing: true });
      });

      test('is continued from its own state', async () => {
        const state = { updated_at: 5, sync_id: 2 };
        await destination.commit({ ...nothing, states: [{ stream: 'contacts', state }] });
        await restart(loads({ generation: 2, refreshing: true }));
        await destination.commit(nothing);
        await destination.close();
        destination = await place.open();
        expect((await destination.open(acme)).get('contacts')).toEqual({ state, generation: 2, refreshing: true });
      });
    });

    describe('a commit', () => {
      test('makes data and state true together; until then neither is seen', async () => {
        await destination.write(records(contacts, [{ id: 'a' }, tombstone('z', 20)]));
        expect(await ids(contacts)).toEqual([]);
        const states = [{ stream: 'contacts', state: { updated_at: 1, slices: [{ from: 2, to: 3 }], 'ü"\'': [null] } }];
        await destination.commit({ ...nothing, states });
        expect(await ids(contacts)).toEqual(['a']);
        await destination.write(records(contacts, [{ id: 'b' }, tombstone('y', 20)]));
        await destination.close();
        destination = await place.open();
        expect((await destination.open(acme)).get('contacts')?.state).toEqual(states[0]!.state);
        expect(await ids(contacts)).toEqual(['a']);
        expect((await place.deleted()).map(({ key }) => key)).toEqual([{ id: 'z' }]);
      });

      test('leaves the other streams as they were', async () => {
        await destination.commit({ ...nothing, states: [{ stream: 'contacts', state: { updated_at: 1 } }] });
        await destination.commit({ ...nothing, states: [{ stream: 'tags', state: { done: true } }] });
        await destination.close();
        destination = await place.open();
        const stored = await destination.open(acme);
        expect(stored.get('contacts')).toEqual({ state: { updated_at: 1 }, generation: 1, refreshing: false });
        expect(stored.get('tags')).toEqual({ state: { done: true }, generation: 1, refreshing: false });
      });
    });

    test('columns new since are added, and rows held keep null in them', async () => {
      await load(records(tags, [{ id: 't', name: 'x' }]));
      const wider = { ...tags, columns: { ...tags.columns, color: text } };
      await restart(loads({}, [wider]));
      await load(records(wider, [{ id: 'u', color: 'red' }]));
      expect(await place.rows('tags')).toMatchObject([
        { id: 't', name: 'x', color: null },
        { id: 'u', name: null, color: 'red' },
      ]);
    });

    test('another workspace is refused, naming both; a new name is taken', async () => {
      await destination.close();
      destination = await place.open();
      await expect(destination.open({ id: 'w2', name: 'Umbrella' })).rejects.toMatchObject({
        code: 'destination_unusable',
        message: expect.stringMatching(/"Acme" \(w1\).*"Umbrella" \(w2\)/),
        hint: expect.any(String),
      });
      await destination.close();
      destination = await place.open();
      await expect(destination.open({ ...acme, name: 'Acme Inc.' })).resolves.toBeInstanceOf(Map);
    });
  });
}
