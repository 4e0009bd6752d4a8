/** Records that Intercom counts but does not give: told, and no reason to stop a stream for ever. */
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../src/core/errors.ts';
import type { Event, StreamState } from '../../src/core/events.ts';
import { addShortfall } from '../../src/engine/shortfalls.ts';
import type { Scan } from '../../src/streams/stream.ts';
import { drain, fullRefresh, idsOf, incremental, reading, statesOf, statusOf, streamOver } from './streams.ts';
import { createWorld, searchScan, things } from './world.ts';

/** A search that counts `missing` records more between 5 and 8 than it gives. */
function shortOf(missing: () => number): Scan {
  const scan = searchScan(createWorld(things(12)));
  return {
    ...scan,
    async *read(context, range) {
      let received = 0;
      for await (const { entities } of scan.read(context, range)) {
        received += entities.length;
        yield { entities };
      }
      if (missing() === 0 || range.from > 8 || range.to <= 5) return;
      throw new ConnectorError('records_missing', 'The search gives fewer records than it counts.', {
        details: { received, expected: received + missing(), from: range.from },
      });
    },
  };
}

const warnings = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'log' && event.level === 'warn' ? [event.message] : []));

async function read(missing: () => number, state?: StreamState, full = false) {
  const stream = streamOver(shortOf(missing));
  const { events } = await drain(
    reading({
      streams: [stream],
      selected: [full ? fullRefresh(stream, null) : incremental(stream)],
      ...(state && { states: { things: state } }),
      startedAt: 100,
    }),
  );
  return {
    events,
    ids: idsOf(events, 'things'),
    status: statusOf(events, 'things'),
    state: statesOf(events, 'things').at(-1)!,
  };
}

const incomplete = { status: 'incomplete', error: { code: 'records_missing' } };

describe('a search that gives fewer records than it counts', () => {
  test('ends the stream incomplete, with all that it gives; the position stays before', async () => {
    const { ids, status, state } = await read(() => 2);
    expect(ids).toHaveLength(12);
    expect(status).toMatchObject(incomplete);
    expect(Number(state.updated_at)).toBeLessThan(8);
    expect(state.shortfalls).toEqual([expect.arrayContaining([1])]);
  });

  test('twice with the same numbers: the position moves on, what is missing is kept, and told in every run', async () => {
    const first = await read(() => 2);
    const second = await read(() => 2, first.state);
    expect(second.status).toMatchObject(incomplete);
    expect(second.state.updated_at).toBe(100);
    const third = await read(() => 2, second.state);
    expect(third.status).toMatchObject({ status: 'complete' });
    expect(warnings(third.events)).toEqual([expect.stringContaining('2 of what changed')]);
    expect(third.state).toEqual(second.state);
  });

  test('where more is missing than came, however often: the search is broken, and the position stays', async () => {
    let state: StreamState | undefined;
    for (let runs = 1; runs <= 4; runs++) {
      const { status, state: next } = await read(() => 13, state);
      expect(status).toMatchObject(incomplete);
      expect(Number(next.updated_at)).toBeLessThan(8);
      state = next;
    }
  });

  test('in neighbouring slices of one run, each with the same number: that is no second run', () => {
    const found = { received: 9, expected: 11, runs: 1 };
    const first = addShortfall([], { ...found, range: { from: 0, to: 10 } });
    const second = addShortfall(first.all, { ...found, range: { from: 10, to: 20 } });
    expect(second.runs).toBe(1);
    expect(second.all).toHaveLength(2);
  });

  test('with other numbers: it is asked again', async () => {
    const first = await read(() => 2);
    const second = await read(() => 1, first.state);
    expect(second.status).toMatchObject(incomplete);
    expect(Number(second.state.updated_at)).toBeLessThan(8);
  });

  test('once only: the next run reads the rest, and nothing is left of it in the state', async () => {
    const first = await read(() => 2);
    const second = await read(() => 0, first.state);
    expect(second.status).toMatchObject({ status: 'complete' });
    expect(second.state).toEqual({ updated_at: 100 });
  });

  test('in full refreshes: what ended so twice is no failure, but the rows that were not met are not dropped for it', async () => {
    const first = await read(() => 2, undefined, true);
    const second = await read(() => 2, first.state, true);
    expect(second.status).toMatchObject(incomplete);
    const third = await read(() => 2, second.state, true);
    expect(third.status).toMatchObject({ status: 'complete', isCompleteSnapshot: false, isShortSnapshot: true });
  });
});
