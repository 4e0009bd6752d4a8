/** Handling events: without ids, and in an order that no document tells. */
import { expect, test } from 'vitest';
import { conversationHandlingEvents as stream } from '../../../src/streams/conversations/handling-events.ts';
import { refusal, response } from '../../intercom/scripted.ts';
import { scripted } from '../read-context.ts';

const listed = { id: '515', updated_at: 1700000000 };
const teammate = { type: 'admin', id: 123, name: 'Jane Example', email: 'jane@example.com' };
const paused = { teammate, type: 'paused', timestamp: '2026-01-09T09:00:00Z', reason: 'Paused' };
const resumed = { teammate, type: 'resumed', timestamp: '2026-01-09T10:10:00+01:00' };
const again = { teammate, type: 'paused', timestamp: '2026-01-09T09:20:00Z', reason: null };

const rowsOf = async (events: unknown) => {
  const { context, requests } = scripted(() => ({ handling_events: events }));
  const detail = await stream.detail!.fetch(context, listed);
  return { rows: stream.rows(listed, detail), truncated: stream.truncated?.(listed, detail), requests };
};

test('are asked for by a request, below their conversation', async () => {
  expect((await rowsOf([])).requests).toEqual(['GET /conversations/515/handling_events']);
});

test('have a position by their times, whichever comes first', async () => {
  const parent = { conversation_id: '515', conversation_updated_at: 1700000000 };
  for (const events of [
    [paused, resumed, again],
    [again, resumed, paused],
  ]) {
    expect((await rowsOf(events)).rows).toEqual([
      { ...paused, ...parent, position: 1 },
      { ...resumed, ...parent, position: 2 },
      { ...again, ...parent, position: 3 },
    ]);
  }
});

test('that are none are a whole set', async () => {
  expect(await rowsOf([])).toMatchObject({ rows: [], truncated: false });
});

test('among what is none are no whole set', async () => {
  const { rows, truncated } = await rowsOf([null, paused, 7]);
  expect(rows).toMatchObject([{ position: 1, type: 'paused' }]);
  expect(truncated).toBe(true);
});

test('without a list fail, since an empty set would take those loaded away', async () => {
  for (const events of [null, undefined, {}]) {
    await expect(rowsOf(events)).rejects.toMatchObject({ code: 'request_refused' });
  }
});

test('of a conversation that is gone are undefined, whoever says so', async () => {
  for (const gone of [refusal(404, 'not_found'), response(404, '<html>Not Found</html>')]) {
    expect(await stream.detail!.fetch(scripted(() => gone).context, listed)).toBeUndefined();
  }
});

test('that the token may not read fail', async () => {
  const { context } = scripted(() => refusal(403, 'forbidden'));
  await expect(stream.detail!.fetch(context, listed)).rejects.toMatchObject({ code: 'permission_missing' });
});
