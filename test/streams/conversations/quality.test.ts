/** What monitors and scorecards found: asked for only by who wants it, and no harm to others where it is refused. */
import { expect, test } from 'vitest';
import type { StatusEvent } from '../../../src/core/events.ts';
import { read } from '../../../src/engine/read.ts';
import { openSession } from '../../../src/intercom/session.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import {
  conversationMonitorEvaluations as evaluations,
  conversationScorecards as scorecards,
} from '../../../src/streams/conversations/quality.ts';
import { streams } from '../../../src/streams/index.ts';
import { refusal } from '../../intercom/scripted.ts';
import { throughFetch } from '../../intercom/through-fetch.ts';
import { contextOver } from '../read-context.ts';

const conversation = { id: '515', updated_at: 1700000000 };
const parent = { conversation_id: '515', conversation_updated_at: 1700000000 };
const evaluation = (monitor_id: unknown, evaluated_at: number | null) => ({
  monitor_id,
  result: 'flagged',
  evaluated_at,
});

test('repeats of one monitor have positions in the order of their times, which may be null', () => {
  const shown = {
    ...conversation,
    monitor_evaluations: [evaluation('1', null), evaluation('2', 50), evaluation('1', 90), evaluation('1', 40)],
  };
  expect(evaluations.rows(shown, undefined)).toEqual([
    { ...evaluation('1', 40), ...parent, position: 1 },
    { ...evaluation('1', 90), ...parent, position: 2 },
    { ...evaluation('1', null), ...parent, position: 3 },
    { ...evaluation('2', 50), ...parent, position: 1 },
  ]);
});

test('one scorecard of two teammates makes two rows', () => {
  const card = (admin_id: string) => ({ scorecard_id: 551, reviewed_teammate: { type: 'admin', admin_id } });
  const shown = { ...conversation, scorecards: [card('7'), card('8')] };
  expect(scorecards.rows(shown, undefined)).toEqual([
    { ...card('7'), ...parent, position: 1 },
    { ...card('8'), ...parent, position: 2 },
  ]);
});

test('an empty list is a whole set; none at all takes nothing away', () => {
  expect(evaluations.truncated?.({ ...conversation, monitor_evaluations: [] }, undefined)).toBe(false);
  for (const given of [undefined, null, {}]) {
    const shown = { ...conversation, monitor_evaluations: given };
    expect(evaluations.rows(shown, undefined)).toEqual([]);
    expect(evaluations.truncated?.(shown, undefined)).toBe(true);
  }
  const odd = { ...conversation, monitor_evaluations: [{ result: 'flagged' }, evaluation('1', 40)] };
  expect(evaluations.rows(odd, undefined)).toHaveLength(1);
  expect(evaluations.truncated?.(odd, undefined)).toBe(true);
});

/** Reads streams from a simulator that refuses the flags, or not. Gives how they ended, and the queries of the searches. */
async function readAll(names: readonly string[], refuses: boolean) {
  const simulator = createSimulator({ rateLimit: null, scale: 0.1 });
  const network = throughFetch(simulator.fetch);
  const searches = new Set<string>();
  const { client, clock, signal } = contextOver(async (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname === '/conversations/search') searches.add(search);
    return refuses && search.includes('include_') ? refusal(403, 'forbidden') : network(request);
  });
  const ends = new Map<string, StatusEvent['status']>();
  const flow = read({
    session: await openSession(client, { region: 'us' }),
    registry: streams,
    selected: names.map((name) => ({ name, syncMode: 'incremental', syncId: null })),
    states: new Map(),
    times: { start: 0, lookback: 0, settling: 600 },
    clock,
    signal,
  });
  for await (const event of flow) if (event.type === 'status') ends.set(event.stream, event.status);
  return { ends: Object.fromEntries(ends), searches: [...searches].sort() };
}

const flagged = '?include_monitors=true&include_scorecards=true';

test('a refusal fails these two alone', async () => {
  const names = ['conversations', 'conversation_parts', evaluations.name, scorecards.name];
  expect(await readAll(names, true)).toEqual({
    ends: {
      conversations: 'complete',
      conversation_parts: 'complete',
      conversation_monitor_evaluations: 'incomplete',
      conversation_scorecards: 'incomplete',
    },
    searches: ['', flagged],
  });
});

test('nobody is asked for them unless one of the two is selected', async () => {
  expect((await readAll(['conversations'], false)).searches).toEqual(['']);
  expect((await readAll([scorecards.name], false)).searches).toEqual([flagged]);
});
