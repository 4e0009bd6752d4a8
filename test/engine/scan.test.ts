/** Scans over a scripted world: what is out when, in which order, and what a failure leaves alone. */
import { describe, expect, test } from 'vitest';
import type { Page, Scan } from '../../src/streams/stream.ts';
import { drain, idsOf, reading, statesOf, streamOver } from './streams.ts';
import { createWorld, searchScan, things, type World } from './world.ts';

const day = 86_400;
const never = new Promise<void>(() => {});

describe('positions', () => {
  test('a position past the end of its slice covers no more than the slice', async () => {
    // A search that compares days finds records of the neighbouring slices too: its position passes the slice's end.
    const world = createWorld(things(20, { step: day }));
    const exact = searchScan(world);
    const scan: Scan = {
      ...exact,
      async *read(context, range): AsyncGenerator<Page> {
        for await (const page of exact.read(context, range)) yield { ...page, position: range.to + 5 * day };
      },
    };
    const stopping = new AbortController();
    // Only the oldest slice is ever answered.
    world.onQuestion = ({ kind, range }) => (kind === 'page' && range.from > 0 ? never : undefined);
    const flow = reading({ streams: [streamOver(scan)], startedAt: 30 * day, signal: stopping.signal });
    const { events } = await drain(flow, ({ type }) => {
      if (type === 'checkpoint') stopping.abort(new Error('enough'));
    });
    const low = Number(statesOf(events, 'things').at(-1)?.updated_at);
    const below = [...world.things.values()].filter(({ updated_at }) => updated_at < low).map(({ id }) => id);
    expect(low).toBeGreaterThan(0);
    expect(idsOf(events, 'things')).toEqual(expect.arrayContaining(below));
  });
});

describe('order', () => {
  test('what reaches past the start of the run is read after all else, for what moves meanwhile', async () => {
    // Another stream's state from the future cuts time there: what lies before that is open-ended all the same.
    const world = createWorld(things(20, { step: day }));
    const scan = searchScan(world);
    const now = 30 * day;
    const flow = reading({
      streams: [streamOver(scan), streamOver(scan, { name: 'ahead' })],
      states: { ahead: { updated_at: 99 * 365 * day } },
      startedAt: now,
    });
    const { events, failure } = await drain(flow);
    expect(failure).toBeUndefined();
    const reachesPast = world.questions.filter(({ kind }) => kind === 'page').map(({ range }) => range.to > now);
    expect(reachesPast).toContain(false);
    expect(reachesPast.slice(reachesPast.indexOf(true))).not.toContain(false);
    expect(idsOf(events, 'things')).toHaveLength(20);
  });
});

describe('a stream without a cursor', () => {
  const uncountable = (world: World): Scan => {
    const { cursor: _, count: _count, ...scan } = searchScan(world);
    return scan;
  };

  test('has a state once all of it is out', async () => {
    const scan = uncountable(createWorld(things(3)));
    const { events } = await drain(reading({ streams: [streamOver(scan)], startedAt: day }));
    expect(statesOf(events, 'things')).toEqual([{ __ab_no_cursor_state_message: true }]);
  });

  test('has none when the run is stopped before', async () => {
    const world = createWorld(things(3));
    const stopping = new AbortController();
    // The second page never comes.
    world.onQuestion = () => (world.questions.length > 1 ? never : undefined);
    const scan = uncountable(world);
    const flow = reading({ streams: [streamOver(scan)], startedAt: day, signal: stopping.signal });
    const { events, failure } = await drain(flow, ({ type }) => {
      if (type === 'records') stopping.abort(new Error('enough'));
    });
    expect(failure).toEqual(new Error('enough'));
    expect(idsOf(events, 'things')).toEqual(['t0', 't1']);
    expect(statesOf(events, 'things')).toEqual([]);
  });
});
