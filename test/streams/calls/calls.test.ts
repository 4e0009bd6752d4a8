import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { callScan, calls } from '../../../src/streams/calls/calls.ts';
import { type Script, scripted } from '../read-context.ts';

async function callsFrom({ context }: Script): Promise<Entity[]> {
  const found: Entity[] = [];
  const always = { from: 0, to: Number.POSITIVE_INFINITY };
  for await (const { entities } of callScan.read(context, always)) found.push(...entities);
  return found;
}

const listOf = (data: object[], { page = 1, totalPages = 1, total = data.length } = {}) => ({
  type: 'list',
  data,
  total_count: total,
  pages: { type: 'pages', page, per_page: 25, total_pages: totalPages },
});

test('are read in pages of 25, to the last', async () => {
  const ids = Array.from({ length: 30 }, (_, i) => String(i));
  const script = scripted((request) => {
    const page = Number(/[?&]page=(\d+)/.exec(request)?.[1]);
    const data = ids.slice((page - 1) * 25, page * 25).map((id) => ({ type: 'call', id, updated_at: 5 }));
    return listOf(data, { page, totalPages: 2, total: 30 });
  });
  expect((await callsFrom(script)).map(({ id }) => id)).toEqual(ids);
  expect(script.requests).toEqual(['GET /calls?page=1&per_page=25', 'GET /calls?page=2&per_page=25']);
});

describe('times', () => {
  const iso = '2024-12-18T15:57:17.250Z';
  const seconds = 1_734_537_437;
  const timesOf = (time: unknown) => ({
    initiated_at: time,
    answered_at: time,
    ended_at: time,
    created_at: time,
    updated_at: time,
  });
  const only = async (call: object) => (await callsFrom(scripted(() => listOf([call]))))[0]!;

  test.each([[iso], [seconds], [String(seconds)]])('of %j are seconds, the cursor among them', async (time) => {
    const call = await only({ id: '1', ...timesOf(time) });
    expect(calls.rows(call, undefined)).toEqual([{ id: '1', ...timesOf(seconds) }]);
    expect(callScan.cursor?.of(call)).toBe(seconds);
  });

  test('that are absent, null or no times stay as they are', async () => {
    const call = { id: '1', initiated_at: seconds, answered_at: null, updated_at: 'soon' };
    expect(await only(call)).toEqual(call);
    expect(callScan.cursor?.of(await only(call))).toBeUndefined();
  });
});
