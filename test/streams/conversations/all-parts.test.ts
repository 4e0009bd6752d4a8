/** Conversations of more than 500 parts: whole where Intercom leaves out parts by their types, else the latest, and said to be some. */
import { expect, test } from 'vitest';
import { createSimulator } from '../../../src/simulator/index.ts';
import { withAllParts } from '../../../src/streams/conversations/all-parts.ts';
import { conversationParts } from '../../../src/streams/conversations/conversations.ts';
import { throughFetch } from '../../intercom/through-fetch.ts';
import { contextOver } from '../read-context.ts';

const parameter = 'exclude_part_types';

/** A conversation whose parts are of these types, oldest first, and what is read of it. */
async function read(types: string[], { obeyed = parameter, since = 'Preview', readings = 1, growing = false } = {}) {
  const simulator = createSimulator({
    scale: 0,
    partTypesParameter: obeyed,
    ...(since === 'Preview' ? {} : { versions: ['2.17'] }),
  });
  const { workspace } = simulator;
  const start = Math.floor(Date.now() / 1000) - types.length - 60;
  const { id } = workspace.createConversation({
    created_at: start,
    updated_at: start + types.length,
    contact_ids: [workspace.createContact({ role: 'user' }).id],
    parts: types.map((part_type, i) => ({ part_type, body: `${i}`, created_at: start + i })),
  });
  const [stream] = withAllParts([conversationParts], parameter);
  const requests: string[] = [];
  const transport = throughFetch(simulator.fetch);
  const context = contextOver((request) => {
    requests.push(request.url);
    if (growing && requests.length > 1) workspace.addPart(id, { part_type: 'note', body: '-1' });
    return transport(request);
  });
  let rows: Record<string, unknown>[] = [];
  let truncated: boolean | undefined;
  for (let i = 0; i < readings; i++) {
    const detail = await stream!.detail!.fetch(context, { id });
    rows = stream!.rows({ id, updated_at: start }, detail);
    truncated = stream!.truncated?.({ id }, detail);
  }
  return { bodies: rows.map(({ body }) => Number(body)), truncated, requests: requests.length };
}

const times = (count: number, ...types: string[]) => Array.from({ length: count }, () => types).flat();
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);

test.each<[string, string[], number]>([
  ['500, at once', times(250, 'comment', 'note'), 1],
  ['one more', times(501, 'comment').with(0, 'note'), 2],
  ['two types', times(450, 'comment', 'note'), 4],
  ['a type that only the oldest have', [...times(300, 'assignment'), ...times(450, 'comment', 'note')], 4],
  ['two such types, one of many', [...times(5, 'open'), ...times(500, 'assignment'), ...times(500, 'comment')], 3],
  ['many types', times(120, ...numbers(20).map((i) => `type_${i}`)), 16],
])('all come of %s, each once', async (_, types, requests) => {
  expect(await read(types)).toEqual({ bodies: numbers(types.length), truncated: false, requests });
});

test('of a type of more than 500 only the latest come, and it is said; of the others all', async () => {
  const { bodies, truncated } = await read([...times(3, 'open'), ...times(600, 'comment'), ...times(300, 'note')]);
  expect(bodies).toEqual([...numbers(3), ...numbers(800, 103)]);
  expect(truncated).toBe(true);
});

test('what comes meanwhile is left to the next read, so that the others are all there', async () => {
  expect(await read(times(450, 'note', 'comment'), { growing: true })).toMatchObject({ bodies: numbers(900) });
});

test.each<[string, Parameters<typeof read>[1]]>([
  ['is ignored', { obeyed: '' }],
  ['is called otherwise', { obeyed: 'without_part_types' }],
  ['has no Preview', { since: 'none' }],
])('where the parameter %s the latest come, and it is asked once', async (_, manners) => {
  const { bodies, truncated, requests } = await read(times(400, 'comment', 'note'), { ...manners, readings: 3 });
  expect(bodies).toEqual(numbers(500, 300));
  expect(truncated).toBe(true);
  expect(requests).toBe(3 + 1);
});
