/** What fails, fails alone: the other streams end well, and no state passes what is out. */
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../src/core/errors.ts';
import { drain, idsOf, partsOver, reading, statesOf, statusOf, streamOfRole, streamOver } from './streams.ts';
import { createWorld, partsDetail, searchScan, things } from './world.ts';

const day = 86_400;

const closed = () => new ConnectorError('permission_missing', 'Intercom answered 403.');

describe('a failure', () => {
  test('of a detail fails the streams that need it; the others end well, and no state passes what is out', async () => {
    const world = createWorld(things(12));
    const scan = searchScan(world, { pageSize: 3 });
    const detail = partsDetail(async (_context, { id }) => {
      if (id === 't7') throw closed();
      return { parts: [`${id}/1`] };
    });
    const { events, failure } = await drain(
      reading({ streams: [streamOver(scan), partsOver(scan, detail)], startedAt: day, tuning: { sliceSize: 100 } }),
    );
    expect(failure).toBeUndefined();
    expect(idsOf(events, 'things')).toHaveLength(12);
    expect(statusOf(events, 'things')).toMatchObject({ status: 'complete' });
    expect(statesOf(events, 'things').at(-1)).toEqual({ updated_at: day });
    const status = statusOf(events, 'parts');
    expect(status).toMatchObject({ status: 'incomplete', error: { code: 'permission_missing' } });
    // Two pages are out, up to the second of their last thing.
    expect(statesOf(events, 'parts').at(-1)).toEqual({ updated_at: 5 });
    expect(idsOf(events, 'parts')).toEqual(expect.arrayContaining(['t0/1', 't1/1', 't2/1', 't3/1', 't4/1', 't5/1']));
  });

  test('of a detail is told in the words of the stream, with the permission it lacks', async () => {
    const scan = searchScan(createWorld(things(1)));
    const detail = partsDetail(() => Promise.reject(closed()));
    const { events } = await drain(reading({ streams: [partsOver(scan, detail)], startedAt: day }));
    const status = statusOf(events, 'parts');
    if (status?.type !== 'status' || status.status !== 'incomplete') return expect.fail();
    expect(status.error.message).toContain('"parts"');
    expect(status.error.message).toContain('"Read things"');
    expect(status.error.hint).toContain('Developer Hub');
  });

  test('that a detail is gone is none: its thing has no parts to tell', async () => {
    const scan = searchScan(createWorld(things(3)));
    const detail = partsDetail(async (_context, { id }) => (id === 't1' ? undefined : { parts: [`${id}/1`] }));
    const { events } = await drain(reading({ streams: [partsOver(scan, detail)], startedAt: day }));
    expect(idsOf(events, 'parts')).toEqual(['t0/1', 't2/1']);
    expect(statusOf(events, 'parts')).toMatchObject({ status: 'complete' });
    expect(statesOf(events, 'parts').at(-1)).toEqual({ updated_at: day });
  });

  test.each(['count', 'page'] as const)('of a %s fails the streams of the scan, and no other scan', async (kind) => {
    const world = createWorld(things(20, { step: day }));
    world.onQuestion = (question) => {
      if (question.kind === kind && question.range.from === 0)
        throw new ConnectorError('api_unavailable', 'No answer.');
    };
    const scan = searchScan(world);
    const other = searchScan(createWorld(things(5)), { name: 'other' });
    const streams = [streamOver(scan), streamOfRole(scan, 'lead'), streamOver(other, { name: 'others' })];
    const { events, failure } = await drain(reading({ streams, startedAt: 30 * day }));
    expect(failure).toBeUndefined();
    for (const name of ['things', 'leads']) {
      expect(statusOf(events, name)).toMatchObject({ status: 'incomplete', error: { code: 'api_unavailable' } });
      expect(statesOf(events, name).at(-1)).toMatchObject({ updated_at: 0 });
    }
    expect(statusOf(events, 'others')).toMatchObject({ status: 'complete' });
    expect(idsOf(events, 'others')).toHaveLength(5);
  });

  test('of one slice keeps what the others have read above it, and the next run reads the rest alone', async () => {
    const world = createWorld(things(20, { step: day }));
    let failing = true;
    world.onQuestion = async ({ kind, range }) => {
      if (!failing || kind !== 'page' || range.from !== 0) return;
      // The others are done by then.
      for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
      throw new ConnectorError('api_unavailable', 'No answer.');
    };
    const stream = streamOver(searchScan(world));
    const first = await drain(reading({ streams: [stream], startedAt: 30 * day }));
    const state = statesOf(first.events, 'things').at(-1);
    expect(state?.updated_at).toBe(0);
    expect(state?.slices).toHaveLength(1);
    failing = false;
    const second = await drain(reading({ streams: [stream], states: { things: state ?? {} }, startedAt: 30 * day }));
    expect(statesOf(second.events, 'things').at(-1)).toEqual({ updated_at: 30 * day });
    expect([...idsOf(first.events, 'things'), ...idsOf(second.events, 'things')].sort()).toEqual(
      [...world.things.keys()].sort(),
    );
  });

  test('that is a bug of ours is told as one, and fails its stream alone', async () => {
    const scan = searchScan(createWorld(things(3)));
    const broken = streamOver(scan, {
      name: 'broken',
      detail: partsDetail(),
      rows: () => {
        throw new TypeError('x is not a function');
      },
    });
    const { events } = await drain(reading({ streams: [streamOver(scan), broken], startedAt: day }));
    expect(statusOf(events, 'broken')).toMatchObject({ status: 'incomplete', error: { code: 'internal' } });
    expect(statusOf(events, 'things')).toMatchObject({ status: 'complete' });
  });
});
