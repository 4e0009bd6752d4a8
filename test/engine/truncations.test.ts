/** Parents of which Intercom gives only some children: what is loaded of them is added to, and one line a stream says how many. */
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/events.ts';
import { defineStream, type Stream } from '../../src/streams/stream.ts';
import { drain, partsOver, reading } from './streams.ts';
import { createWorld, partsDetail, searchScan, things, type World } from './world.ts';

const warnings = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'log' && event.level === 'warn' ? [event.message] : []));

const read = async (
  world: World,
  changed: Partial<Stream>,
  isFound: (id: string, time: number) => boolean = () => true,
) => {
  const asked = new Map<unknown, number>();
  const detail = partsDetail(async (_context, { id }) => {
    asked.set(id, (asked.get(id) ?? 0) + 1);
    return isFound(String(id), asked.get(id)!) ? { parts: [`${id}/1`] } : undefined;
  });
  const parts = defineStream({ ...partsOver(searchScan(world), detail), ...changed });
  const { events } = await drain(reading({ streams: [parts], startedAt: 100 }));
  return warnings(events);
};

const some: Stream['truncated'] = ({ id }) => ['t1', 't2', 't4'].includes(String(id));

describe('truncated sets of children', () => {
  test('are told in one line at the end, with how to find them', async () => {
    expect(await read(createWorld(things(8)), { truncated: some, truncatedIn: '_parts_truncated' })).toEqual([
      'parts: Intercom gives only some of them for 3 of the things: those with _parts_truncated = true.',
    ]);
  });

  test('are told where no column shows them', async () => {
    expect(await read(createWorld(things(8)), { truncated: some })).toEqual([
      'parts: Intercom gives only some of them for 3 of the things.',
    ]);
  });

  test('are told once of a parent that is met twice', async () => {
    const world = createWorld(things(8));
    world.onQuestion = () => {
      const first = world.things.get('t1')!;
      if (world.questions.length === 2) world.things.set('t1', { ...first, updated_at: 50 });
    };
    expect(await read(world, { truncated: some })).toEqual([
      'parts: Intercom gives only some of them for 3 of the things.',
    ]);
  });

  test('are told of a parent whose detail came only when it was asked for again', async () => {
    expect(await read(createWorld(things(8)), { truncated: some }, (id, time) => id !== 't4' || time > 1)).toEqual([
      'parts: Intercom gives only some of them for 3 of the things.',
    ]);
  });

  test('are told of what comes without details where a column shows them; else that is for the scan', async () => {
    const inline = { detail: undefined, rows: () => [], truncated: some };
    expect(await read(createWorld(things(8)), { ...inline, truncatedIn: '_truncated' })).toEqual([
      'parts: Intercom gives only some of them for 3 of the things: those with _truncated = true.',
    ]);
    expect(await read(createWorld(things(8)), inline)).toEqual([]);
  });

  test('that are none are told nothing of', async () => {
    expect(await read(createWorld(things(8)), { truncated: () => false })).toEqual([]);
  });
});
