/** A long list whose ids are its cursors is read from several places at once, and comes as one: whole, in order, once. */
import { describe, expect, test } from 'vitest';
import { joinedPages } from '../../../src/intercom/readers/joined.ts';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { contactActivityFeed } from '../../../src/streams/contacts/activities.ts';
import { all } from '../scripted.ts';
import { simulated } from './simulated.ts';

const hour = 3_600_000;

/** When each of so many entries happens, in milliseconds since the first; and how many pages are asked for at once, at least. */
const courses: [string, (i: number) => number, number?][] = [
  ['evenly', (i) => i * hour, 8],
  ['ever faster', (i) => Math.floor(Math.sqrt(i) * 100 * hour)],
  ['in one burst near the end', (i) => (i < 80 ? i * hour : 80 * hour + i * 1_000)],
  ['in one burst near the beginning', (i) => (i < 400 ? i * 1_000 : i * hour)],
  ['in a single millisecond, most of them', (i) => (i < 100 ? i * hour : 100 * hour)],
];

const pageSize = 3;
const entries = 600;

/** A list in memory, a page of which takes a turn of the event loop each. */
function scriptedList(timeAt: (i: number) => number, { alter = (page: Entity[]) => page } = {}) {
  const ids = Array.from(
    { length: entries },
    (_, i) => `${1_700_000_000_000 + timeAt(i)}.${i.toString(16).padStart(6, '0')}`,
  );
  const cursors: string[] = [];
  let requests = 0;
  let atOnce = 0;
  let most = 0;
  const timeOf = ({ id }: Entity) => Number.parseInt(String(id), 10);
  const isBehind = (id: string, cursor: string) => {
    const [a = '', b = ''] = [id, cursor].map((one) => one.split('.')[0]);
    return a === b ? Number.parseInt(id.split('.')[1]!, 16) > Number.parseInt(cursor.split('.')[1]!, 16) : a > b;
  };
  return {
    ids,
    cursors,
    requests: () => requests,
    mostAtOnce: () => most,
    list: {
      timeOf,
      cursorAt: (ms: number) => `${ms - 1}.ffffff`,
      async *pages(_: unknown, after: string | undefined): AsyncGenerator<Entity[]> {
        if (after !== undefined) cursors.push(after);
        let rest = after === undefined ? ids : ids.filter((id) => isBehind(id, after));
        while (rest.length > 0) {
          requests++;
          most = Math.max(most, ++atOnce);
          await new Promise<void>((resolve) => setImmediate(resolve));
          atOnce--;
          yield alter(rest.slice(0, pageSize).map((id) => ({ id })));
          rest = rest.slice(pageSize);
        }
      },
    },
  };
}

const idsOf = (pages: readonly Entity[][]) => pages.flat().map(({ id }) => id);

describe('a long list', () => {
  test.each(courses)('of what happened %s comes whole, in order, each entry once', async (_, timeAt, least = 1) => {
    const { list, ids, cursors, requests, mostAtOnce } = scriptedList(timeAt);
    const { context } = simulated();
    expect(idsOf(await all(joinedPages(context, list, undefined)))).toEqual(ids);
    expect(cursors.filter((cursor) => !/^\d+\.[0-9a-f]+$/.test(cursor))).toEqual([]);
    expect(requests()).toBeLessThan((entries / pageSize) * 1.35);
    expect(mostAtOnce()).toBeGreaterThanOrEqual(least);
  });

  test('whose parts do not meet is read one page after another', async () => {
    const { list, ids } = scriptedList((i) => i * hour);
    const { context } = simulated();
    // A part that begins one entry later than it should.
    const pages = (given: unknown, after: string | undefined) => {
      const late = after?.endsWith('ffffff') ? ids.find((id) => id > after) : after;
      return list.pages(given, late);
    };
    expect(idsOf(await all(joinedPages(context, { ...list, pages }, undefined)))).toEqual(ids);
  });

  test('is no longer asked for once its reader leaves', async () => {
    const { list, requests } = scriptedList((i) => i * hour);
    const { context } = simulated();
    for await (const page of joinedPages(context, list, undefined))
      if (Number(page[0]!.id) > 1_700_000_000_000 + 60 * hour) break;
    const then = requests();
    for (let i = 0; i < 50; i++) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(requests() - then).toBeLessThanOrEqual(20);
  });
});

describe('contact activities', () => {
  test.each(['any', 'given-only', 'else-beginning'] as const)(
    'come whole and in order where cursors are %s',
    async (activityCursors) => {
      const { simulator, context, clock } = simulated({ activityCursors, rateLimit: null });
      const expected: string[] = [];
      for (let i = 0; i < 3_000; i++) {
        const { id } = simulator.workspace.createContact({ name: `${i}` });
        expected.push(id);
        await clock.sleep(60_000);
      }
      const entries = (await all(contactActivityFeed.follow(context, undefined))).flat();
      expect(entries.map(({ contact_id }) => contact_id)).toEqual(expected);
    },
  );
});
