/** The start date belongs to the state: an earlier one, or none, reads what the one before it left out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event, StreamState } from '../../src/core/events.ts';
import type { Entity } from '../../src/intercom/readers/reader.ts';
import { contactActivityFeed } from '../../src/streams/contacts/activities.ts';
import type { Feed, Scan } from '../../src/streams/stream.ts';
import { drain, idsOf, reading, rowsOf, statesOf, streamOver } from './streams.ts';
import { createWorld, searchScan, things, walkScan } from './world.ts';

const logsOf = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'log' && event.level === 'info' ? [event.message] : []));

describe.each([
  ['a search', searchScan],
  ['a walk over everything', walkScan],
])('%s', (_, scanOver) => {
  const stream = streamOver(scanOver(createWorld(things(10))));
  const read = async (start: number, from?: StreamState, startedAt = 100) => {
    const { events } = await drain(
      reading({ streams: [stream], times: { start }, ...(from && { states: { things: from } }), startedAt }),
    );
    const { known_ids: _, ...state } = statesOf(events, 'things').at(-1)!;
    return { ids: idsOf(events, 'things').sort(), state, events };
  };

  test('read from a start date, then from an earlier one, then from none: everything in the end, nothing twice', async () => {
    const first = await read(6);
    expect(first.ids).toEqual(['t6', 't7', 't8', 't9']);
    expect(first.state).toEqual({ updated_at: 100, since: 6 });
    const second = await read(3, first.state);
    expect(second.ids).toEqual(['t3', 't4', 't5']);
    expect(second.state).toEqual({ updated_at: 100, since: 3 });
    expect(logsOf(second.events)).toEqual([
      'things: an earlier start date had left out what last changed before 1970-01-01T00:00:06Z; it is read now, from 1970-01-01T00:00:03Z on.',
    ]);
    const third = await read(0, second.state);
    expect(third.ids).toEqual(['t0', 't1', 't2']);
    expect(third.state).toEqual({ updated_at: 100 });
    expect((await read(0, third.state)).ids).toEqual([]);
  });

  test('a later start date reads on from the state, without a gap', async () => {
    const { state } = await read(2, undefined, 5);
    expect(state).toEqual({ updated_at: 5, since: 2 });
    const later = await read(8, state);
    expect(later.ids).toEqual(['t5', 't6', 't7', 't8', 't9']);
    expect(later.state).toEqual({ updated_at: 100, since: 2 });
  });
});

test('reads that are broken off anywhere, with a start date that changes each time, have everything once none is given', async () => {
  const starts = fc.array(fc.record({ start: fc.nat(12), cut: fc.nat(14) }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(starts, async (runs) => {
      const streams = [streamOver(searchScan(createWorld(things(12))))];
      const held = new Set<string>();
      let state: StreamState | undefined;
      for (const { start, cut } of [...runs, { start: 0, cut: Number.POSITIVE_INFINITY }]) {
        let seen = 0;
        const pending: string[] = [];
        const states: Record<string, StreamState> = state ? { things: state } : {};
        for await (const event of reading({ streams, states, times: { start }, startedAt: 50 })) {
          if (event.type === 'records') pending.push(...event.rows.map(({ id }) => String(id)));
          if (event.type === 'checkpoint') {
            state = event.states[0]!.state;
            for (const id of pending.splice(0)) held.add(id);
          }
          if (++seen > cut) break;
        }
        for (const id of pending) if (cut === Number.POSITIVE_INFINITY) held.add(id);
      }
      expect([...held].sort()).toEqual([...createWorld(things(12)).things.keys()].sort());
    }),
    { numRuns: 200 },
  );
});

test('a feed that was shown from a start date is shown from an earlier one', async () => {
  const entries: Entity[] = [5, 15, 25].map((at) => ({ id: `${at}000.0`, at }));
  const feed: Feed = {
    name: 'gone',
    cursor: 'id',
    parse: (value) => value as string,
    timeOf: ({ at }) => Number(at),
    isAfter: ({ at }, position) => Number(at) * 1000 > Number.parseInt(String(position), 10),
    at: (seconds) => seconds * 1000,
    positionOf: ({ id }) => String(id),
    compare: contactActivityFeed.compare,
    async *follow() {
      yield entries;
    },
  };
  const gone = streamOver(feed as unknown as Scan, { name: 'gone', scan: feed, cursor: 'id', primaryKey: ['id'] });
  const first = await drain(reading({ streams: [gone], times: { start: 10 }, startedAt: 100 }));
  expect(rowsOf(first.events, 'gone').map(({ at }) => at)).toEqual([15, 25]);
  const state = statesOf(first.events, 'gone').at(-1)!;
  expect(state).toEqual({ id: '25000.0', since: 10 });
  const second = await drain(reading({ streams: [gone], states: { gone: state }, startedAt: 100 }));
  expect(rowsOf(second.events, 'gone').map(({ at }) => at)).toEqual([5, 15, 25]);
  expect(statesOf(second.events, 'gone').at(-1)).toEqual({ id: '25000.0' });
});
