/** Details that answer 404: a deletion only where a second question agrees while the API answers for what is there. */
import { describe, expect, test } from 'vitest';
import type { Event, StreamState } from '../../src/core/events.ts';
import type { Detail } from '../../src/streams/stream.ts';
import { drain, fullRefresh, incremental, partsOver, reading, rowsOf, statesOf, statusOf } from './streams.ts';
import { createWorld, partsDetail, searchScan, things } from './world.ts';

/** A detail that answers 404 for what `isGone` says, at the n-th time that it is asked for the thing, from 1. */
function detailWith(isGone: (id: string, time: number, asked: number) => boolean): Detail & { asked: string[] } {
  const asked: string[] = [];
  const detail = partsDetail(async (_context, { id }) => {
    asked.push(String(id));
    const time = asked.filter((one) => one === id).length;
    return isGone(String(id), time, asked.length) ? undefined : { parts: [`${id}/1`, `${id}/2`] };
  });
  return { ...detail, asked };
}

const emptied = (events: readonly Event[]) =>
  events.flatMap((event) =>
    event.type === 'records' && event.rows.length === 0 ? (event.replacesChildrenOf ?? []) : [],
  );

const read = async (detail: Detail, { states, full = false }: { states?: StreamState; full?: boolean } = {}) => {
  const parts = partsOver(searchScan(createWorld(things(8)), { pageSize: 4 }), detail);
  const { events } = await drain(
    reading({
      streams: [parts],
      selected: [full ? fullRefresh(parts, 1) : incremental(parts)],
      ...(states && { states: { parts: states } }),
      startedAt: 100,
    }),
  );
  const parents = new Set(rowsOf(events, 'parts').map(({ thing_id }) => thing_id));
  return { events, parents, status: statusOf(events, 'parts'), state: statesOf(events, 'parts').at(-1)! };
};

const all = ['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7'];

test('a 404 that passes loses nothing: what answered so is asked for again at the end', async () => {
  const { parents, status, state } = await read(detailWith((id, time) => time === 1 && ['t1', 't5'].includes(id)));
  expect([...parents].sort()).toEqual(all);
  expect(status).toMatchObject({ status: 'complete' });
  expect(state).toEqual({ updated_at: 100 });
});

test('until then its id is in the state, so that a run that is broken off asks in the next one', async () => {
  const parts = partsOver(
    searchScan(createWorld(things(8)), { pageSize: 4 }),
    detailWith((id) => id === 't1'),
  );
  let held: StreamState | undefined;
  for await (const event of reading({ streams: [parts], startedAt: 100 })) {
    if (event.type !== 'checkpoint' || !event.states[0]?.state.suspected) continue;
    held = event.states[0].state;
    break;
  }
  expect(held).toMatchObject({ suspected: { t1: 1 } });
  const next = await read(
    detailWith(() => false),
    { states: held },
  );
  expect(next.parents).toContain('t1');
  expect(next.state).toEqual({ updated_at: 100 });
});

test('a 404 that a second question confirms, while others answer, is a deletion of the children', async () => {
  const detail = detailWith((id) => id === 't2');
  const { events, parents, status, state } = await read(detail);
  expect([...parents].sort()).toEqual(all.filter((id) => id !== 't2'));
  expect(emptied(events)).toEqual(['t2']);
  expect(status).toMatchObject({ status: 'complete' });
  expect(state).toEqual({ updated_at: 100 });
  expect(detail.asked.filter((id) => id === 't2')).toHaveLength(2);
});

test('an outage that begins in the middle stops the stream, whose position stays before it', async () => {
  const { events, status, state } = await read(detailWith((_id, _time, asked) => asked > 4));
  expect(status).toMatchObject({ status: 'incomplete', error: { code: 'api_unavailable' } });
  expect(emptied(events)).toEqual([]);
  const next = await read(
    detailWith(() => false),
    { states: state },
  );
  expect(next.parents).toEqual(new Set(['t3', 't4', 't5', 't6', 't7']));
  expect(next.status).toMatchObject({ status: 'complete' });
});

describe('an outage from the beginning', () => {
  test.each([false, true])(
    'proves nothing: the stream fails, nothing is taken for deleted (full refresh: %s)',
    async (full) => {
      const { events, parents, status, state } = await read(
        detailWith(() => true),
        { full },
      );
      expect(parents.size).toBe(0);
      expect(emptied(events)).toEqual([]);
      expect(status).toMatchObject({ status: 'incomplete', error: { code: 'api_unavailable' } });
      const next = await read(
        detailWith(() => false),
        { states: state, full },
      );
      expect([...next.parents].sort()).toEqual(all);
      expect(next.status).toMatchObject({ status: 'complete' });
    },
  );
});

test('a mass deletion is one, however many are gone', async () => {
  const { events, status } = await read(detailWith((id) => id !== 't0'));
  expect(emptied(events).sort()).toEqual(all.slice(1));
  expect(status).toMatchObject({ status: 'complete' });
});
