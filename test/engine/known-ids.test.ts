/** A company that gets its first people appears with a time of long ago: what the last pass did not meet is new. */
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../src/core/events.ts';
import { drain, fullRefresh, idsOf, incremental, reading, statesOf, streamOver } from './streams.ts';
import { createWorld, searchScan, things, walkScan } from './world.ts';

const world = createWorld(things(10));
const stream = streamOver(walkScan(world));

const read = async (state?: StreamState, start = 0) => {
  const { events } = await drain(
    reading({ streams: [stream], times: { start }, ...(state && { states: { things: state } }), startedAt: 100 }),
  );
  return { ids: idsOf(events, 'things'), state: statesOf(events, 'things').at(-1)! };
};

describe('an entity that appears with an old time', () => {
  test('is read, once, by a stream that passes over everything', async () => {
    world.hidden.add('t3').add('t7');
    const first = await read();
    expect(first.ids).toHaveLength(8);
    world.hidden.delete('t3');
    const second = await read(first.state);
    expect(second.ids).toEqual(['t3']);
    expect((await read(second.state)).ids).toEqual([]);
  });

  test('is read again where it had gone meanwhile', async () => {
    world.hidden.clear();
    const first = await read();
    world.hidden.add('t3');
    const second = await read(first.state);
    world.hidden.clear();
    expect((await read(second.state)).ids).toEqual(['t3']);
  });

  test('of before the start date is not read', async () => {
    world.hidden.add('t3').add('t7');
    const first = await read(undefined, 5);
    world.hidden.clear();
    expect((await read(first.state, 5)).ids).toEqual(['t7']);
  });

  test('is not told from the others by a state of another connector, which knows no ids; the next one does', async () => {
    world.hidden.clear();
    const { ids, state } = await read({ updated_at: 50 });
    expect(ids).toEqual([]);
    expect(state).toMatchObject({ updated_at: 100, known_ids: expect.any(String) });
  });
});

test('a pass that is broken off leaves the ids of the one before', async () => {
  world.hidden.clear();
  const { state } = await read();
  const states: StreamState[] = [];
  for await (const event of reading({ streams: [stream], states: { things: state }, startedAt: 200 })) {
    if (event.type === 'checkpoint') states.push(event.states[0]!.state);
    if (event.type === 'status' && event.status === 'running') break;
  }
  for (const one of states) expect(one.known_ids).toBe(state.known_ids);
});

test('what a full refresh did not meet is read by the incremental read that goes on from it', async () => {
  world.hidden.clear();
  world.hidden.add('t3');
  const refresh = reading({ streams: [stream], selected: [fullRefresh(stream, 1)], startedAt: 100 });
  const state = statesOf((await drain(refresh)).events, 'things').at(-1)!;
  world.hidden.clear();
  expect((await read(state)).ids).toEqual(['t3']);
});

test('ids are kept of no other stream, not of a search; nor for who applies deletions, which is by refreshes', async () => {
  const searched = streamOver(searchScan(world));
  for (const [one, selected, appliesDeletions] of [
    [searched, incremental(searched), false],
    [stream, fullRefresh(stream, 1), true],
  ] as const) {
    const { events } = await drain(reading({ streams: [one], selected: [selected], startedAt: 100, appliesDeletions }));
    expect(statesOf(events, 'things').at(-1)).not.toHaveProperty('known_ids');
  }
});

test('a state whose ids are no text is refused', async () => {
  const { failure } = await drain(
    reading({ streams: [stream], states: { things: { updated_at: 5, known_ids: 7 } }, startedAt: 100 }),
  );
  expect(failure).toMatchObject({ code: 'state_invalid' });
});
