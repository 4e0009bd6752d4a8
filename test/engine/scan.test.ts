/** Scans over a scripted world: what is asked once for all streams, what is out when, and in which order. */
import { describe, expect, test } from 'vitest';
import type { Page } from '../../src/intercom/readers/reader.ts';
import type { Detail, Scan } from '../../src/streams/stream.ts';
import { drain, idsOf, partsOver, reading, rowsOf, statesOf, statusOf, streamOfRole, streamOver } from './streams.ts';
import { createWorld, partsDetail, searchScan, things, type World, walkScan } from './world.ts';

const day = 86_400;
const never = new Promise<void>(() => {});

/** How many pages were asked for at once, at most. */
function mostAtOnce(world: World): () => number {
  let asking = 0;
  let most = 0;
  world.onQuestion = async ({ kind }) => {
    if (kind !== 'page') return;
    most = Math.max(most, ++asking);
    await new Promise((resolve) => setImmediate(resolve));
    asking--;
  };
  return () => most;
}

describe('positions', () => {
  test('a position past the end of its slice covers no more than the slice', async () => {
    // A search that compares days finds records of the neighbouring slices too: its position passes the slice's end.
    const world = createWorld(things(20, { step: day }));
    const exact = searchScan(world, { pageSize: 20 });
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

test('what changed before the run, but is shown in search only while it goes on, is met at its end', async () => {
  const startedAt = 40 * day;
  const world = createWorld(things(20, { from: day, step: day }));
  world.onQuestion = async ({ kind, range }) => {
    if (kind !== 'page' || range.from > 0 || world.things.get('t0')!.updated_at !== day) return;
    // The other slices are read meanwhile, also the one to which it moves now.
    for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
    world.things.set('t0', { ...world.things.get('t0')!, updated_at: startedAt - 120 });
  };
  const flow = reading({ streams: [streamOver(searchScan(world))], startedAt, times: { settling: 600 } });
  const { events } = await drain(flow);
  expect(idsOf(events, 'things')).toContain('t0');
});

describe('streams of one scan', () => {
  test('share its requests and its details, and each gets its rows', async () => {
    const world = createWorld(things(6));
    const scan = searchScan(world, { pageSize: 2 });
    const asked: unknown[] = [];
    const detail = partsDetail(async (_context, { id }) => {
      asked.push(id);
      return { parts: [`${id}/1`] };
    });
    const streams = [
      streamOver(scan),
      streamOfRole(scan, 'lead'),
      partsOver(scan, detail),
      partsOver(scan, detail, 'more'),
    ];
    const { events } = await drain(reading({ streams, startedAt: day, tuning: { sliceSize: 100 } }));
    expect(idsOf(events, 'things')).toEqual(['t0', 't1', 't2', 't3', 't4', 't5']);
    expect(idsOf(events, 'leads')).toEqual(['t0', 't3']);
    expect(idsOf(events, 'parts')).toEqual(['t0/1', 't1/1', 't2/1', 't3/1', 't4/1', 't5/1']);
    expect(idsOf(events, 'more')).toEqual(idsOf(events, 'parts'));
    expect(world.questions.filter(({ kind }) => kind === 'page')).toHaveLength(3);
    expect(asked.sort()).toEqual(['t0', 't1', 't2', 't3', 't4', 't5']);
  });

  test('begin where each has got to: each record goes to whom it is new', async () => {
    const world = createWorld(things(10, { step: day }));
    const scan = searchScan(world);
    const streams = [streamOver(scan), streamOver(scan, { name: 'behind' }), partsOver(scan, partsDetail())];
    const { events } = await drain(
      reading({
        streams,
        states: {
          things: { updated_at: 7 * day },
          behind: { updated_at: 2 * day, slices: [[4 * day, 6 * day]] },
          parts: { updated_at: 9 * day },
        },
        startedAt: 20 * day,
      }),
    );
    expect(idsOf(events, 'things')).toEqual(['t7', 't8', 't9']);
    expect(idsOf(events, 'behind')).toEqual(['t2', 't3', 't6', 't7', 't8', 't9']);
    expect(idsOf(events, 'parts')).toEqual(['t9/1', 't9/2']);
    expect(Math.min(...world.questions.map(({ range }) => range.from))).toBe(2 * day);
    for (const name of ['things', 'behind', 'parts']) {
      expect(statesOf(events, name).at(-1)).toEqual({ updated_at: 20 * day });
    }
  });

  test('ask only for what one of them takes', async () => {
    const world = createWorld(things(9));
    const scan = searchScan(world);
    await drain(reading({ streams: [streamOfRole(scan, 'lead')], startedAt: day }));
    expect(world.questions.length).toBeGreaterThan(0);
    const filter = { field: 'role', operator: '=', value: 'lead' };
    for (const { filters } of world.questions) expect(filters).toEqual([filter]);
  });

  test('one that is read whole is, whatever its state; the others of its walk are not', async () => {
    const scan = walkScan(createWorld(things(6)));
    const { events } = await drain(
      reading({
        streams: [streamOver(scan), streamOver(scan, { name: 'all', fullSnapshot: true })],
        states: { things: { updated_at: 4 }, all: { updated_at: 4 } },
        startedAt: day,
      }),
    );
    expect(idsOf(events, 'things')).toEqual(['t4', 't5']);
    expect(idsOf(events, 'all')).toHaveLength(6);
    expect(statusOf(events, 'things')).toMatchObject({ status: 'complete', isCompleteSnapshot: false });
    expect(statusOf(events, 'all')).toMatchObject({ status: 'complete', isCompleteSnapshot: true });
  });
});

describe('order', () => {
  test('a checkpoint comes after the rows it speaks of, and a status after all of them', async () => {
    const world = createWorld(things(40, { step: day / 2 }));
    const scan = searchScan(world);
    const streams = [streamOver(scan), partsOver(scan, partsDetail())];
    const { events } = await drain(reading({ streams, startedAt: 30 * day, tuning: { sliceSize: 6 } }));
    for (const { name } of streams) {
      const own = events.filter((event) => 'stream' in event && event.stream === name);
      expect(own.slice(0, 2)).toMatchObject([{ status: 'started' }, { status: 'running' }]);
      expect(own.at(-1)).toMatchObject({ type: 'status', status: 'complete' });
    }
    expect(events.findLastIndex(({ type }) => type === 'records')).toBeLessThan(
      events.findLastIndex(({ type }) => type === 'checkpoint'),
    );
    expect(statesOf(events, 'things').length).toBeGreaterThan(5);
  });

  test.each<[string, Partial<Detail> | undefined, number]>([
    ['without details', undefined, 8],
    ['with details that few entities need', { rare: true }, 10],
    ['fewer with details that any may need', {}, 4],
  ])('slices are read side by side, %s', async (_, detail, atOnce) => {
    const world = createWorld(things(40, { step: day / 2 }));
    const most = mostAtOnce(world);
    const scan = searchScan(world);
    const streams = [streamOver(scan), ...(detail ? [partsOver(scan, { ...partsDetail(), ...detail })] : [])];
    await drain(reading({ streams, startedAt: 30 * day, tuning: { sliceSize: 6 } }));
    expect(most()).toBe(atOnce);
  });

  test.each<[string, Partial<Detail> | undefined, number]>([
    ['two', undefined, 2],
    ['six with details that few entities need', { rare: true }, 6],
  ])('where the process does not keep up so many pages are asked for at once: %s', async (_, detail, atOnce) => {
    const world = createWorld(things(40, { step: day / 2 }));
    const most = mostAtOnce(world);
    const scan = searchScan(world);
    const streams = [streamOver(scan), ...(detail ? [partsOver(scan, { ...partsDetail(), ...detail })] : [])];
    await drain(reading({ streams, startedAt: 30 * day, tuning: { sliceSize: 6 }, utilization: () => 1 }));
    expect(most()).toBe(atOnce);
  });

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

describe('a value that fits its column in no way', () => {
  test('is passed on as it is, and told once', async () => {
    const world = createWorld(things(6));
    for (const thing of world.things.values()) thing.role = { odd: true } as unknown as string;
    const { events } = await drain(reading({ streams: [streamOver(searchScan(world))], startedAt: day }));
    expect(rowsOf(events, 'things').map(({ role }) => role)).toEqual(Array(6).fill({ odd: true }));
    const warnings = events.filter(({ type }) => type === 'log');
    expect(warnings).toMatchObject([{ level: 'warn', message: expect.stringContaining('things.role') }]);
  });
});
