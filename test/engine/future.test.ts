/** States that lie in the future, where a clock was wrong or someone wrote them by hand. */
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../src/core/events.ts';
import { drain, idsOf, reading, statesOf, statusOf, streamOver } from './streams.ts';
import { createWorld, searchScan, things } from './world.ts';

const day = 86_400;
const now = 1_700_000_000;
const stream = streamOver(searchScan(createWorld(things(10, { from: now - 10 }))));

const read = (state: StreamState, statesAhead?: 'refuse' | 'hold') =>
  drain(reading({ streams: [stream], states: { things: state }, startedAt: now, ...(statesAhead && { statesAhead }) }));

describe.each<[string, StreamState]>([
  ['by more than a day', { updated_at: now + day + 1 }],
  ['in one of its slices', { updated_at: now - 20, slices: [[now - 10, now + 2 * day]] }],
])('a state ahead %s', (_, state) => {
  test('gives no record and a warning, and is handed back as it is', async () => {
    const { events, failure } = await read(state, 'hold');
    expect(failure).toBeUndefined();
    expect(idsOf(events, 'things')).toEqual([]);
    expect(statesOf(events, 'things')).toEqual([state]);
    expect(statusOf(events, 'things')).toMatchObject({ status: 'complete', isCompleteSnapshot: false });
    expect(events.filter(({ type }) => type === 'log')).toEqual([
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('lies in the future') }),
    ]);
  });

  test('is refused where it is to be', async () => {
    const { events, failure } = await read(state, 'refuse');
    expect(failure).toMatchObject({ code: 'state_invalid', message: expect.stringContaining('"things"') });
    expect(events).toEqual([]);
  });
});

test('a state ahead by less than a day is one of another clock: what changes is read once its time has come', async () => {
  const { events } = await read({ updated_at: now + 60 }, 'refuse');
  expect(idsOf(events, 'things')).toEqual([]);
  expect(statesOf(events, 'things').at(-1)).toEqual({ updated_at: now + 60 });
});

test.each(['refuse', 'hold'] as const)('a state in milliseconds is refused (%s)', async (statesAhead) => {
  const { failure } = await read({ updated_at: now * 1000 }, statesAhead);
  expect(failure).toMatchObject({
    code: 'state_invalid',
    message: 'The state of stream "things" is wrong: updated_at is in milliseconds; it takes unix seconds.',
  });
});
