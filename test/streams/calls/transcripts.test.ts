import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { callTranscripts } from '../../../src/streams/calls/transcripts.ts';
import { refusal } from '../../intercom/scripted.ts';
import { type Script, scripted } from '../read-context.ts';

const call: Entity = { type: 'call', id: '7', conversation_id: '64', updated_at: 100 };
const detailOf = ({ context }: Script, of = call) => callTranscripts.detail!.fetch(context, of);
const found = (...data: unknown[]) => scripted(() => ({ type: 'list', data }));
const entry = { speaker: 'admin', text: 'Hello' };
const reply = { speaker: 'user', text: 'Hi' };
const row = (position: number, of: object, transcript_status: string | null = 'completed') => ({
  call_id: '7',
  call_updated_at: 100,
  position,
  transcript_status,
  entry: of,
});

/** The rows, and whether they are not all. */
async function rowsFrom(script: Script) {
  const detail = await detailOf(script);
  return { rows: callTranscripts.rows(call, detail), isTruncated: callTranscripts.truncated!(call, detail) };
}

test('are asked for by the conversation of a call that has one', async () => {
  const script = found({ id: 7, transcript: [] });
  await detailOf(script);
  expect(script.requests).toEqual(['POST /calls/search']);
  const { needed } = callTranscripts.detail!;
  expect(needed(call)).toBe(true);
  for (const conversation_id of [null, undefined, '']) expect(needed({ ...call, conversation_id })).toBe(false);
});

test('are one row for each entry, in order, of this call among those of its conversation', async () => {
  const other = { id: '8', transcript: [{ speaker: 'user', text: 'No' }], transcript_status: 'completed' };
  const mine = { id: '7', transcript: [entry, reply], transcript_status: 'completed' };
  expect(await rowsFrom(found(other, null, mine))).toEqual({
    rows: [row(0, entry), row(1, reply)],
    isTruncated: false,
  });
});

test.each([[[]], [[{}]], [null]])('are none where the transcript is %j', async (transcript) => {
  const none = { rows: [], isTruncated: false };
  expect(await rowsFrom(found({ id: '7', transcript, transcript_status: null }))).toEqual(none);
});

test('do not count what is empty or no object, and need no status', async () => {
  expect(await rowsFrom(found({ id: '7', transcript: [{}, 'text', entry, null, reply] }))).toEqual({
    rows: [row(0, entry, null), row(1, reply, null)],
    isTruncated: false,
  });
});

test.each([[[]], [[{ id: '8', transcript: [] }]], [[{ id: '7' }]]])(
  'are unknown, and nothing is taken away, where the answer is %j',
  async (data) => {
    expect(await rowsFrom(found(...data))).toEqual({ rows: [], isTruncated: true });
  },
);

test('fail where the answer has no list', async () => {
  await expect(detailOf(scripted(() => ({ type: 'list' })))).rejects.toMatchObject({ code: 'request_refused' });
});

describe('of a call that is known by its id alone', () => {
  const again = { id: '7', updated_at: 100 };

  test('are asked for by the conversation that the call itself tells', async () => {
    const script = scripted((request) =>
      request.startsWith('GET') ? call : { type: 'list', data: [{ id: '7', transcript: [entry] }] },
    );
    const detail = await detailOf(script, again);
    expect(script.requests).toEqual(['GET /calls/7', 'POST /calls/search']);
    expect(callTranscripts.rows(call, detail)).toEqual([row(0, entry, null)]);
  });

  test('are none where it has no conversation', async () => {
    const detail = await detailOf(
      scripted(() => ({ ...call, conversation_id: null })),
      again,
    );
    expect(callTranscripts.rows(call, detail)).toEqual([]);
    expect(callTranscripts.truncated!(call, detail)).toBe(false);
  });

  test('are gone with it', async () => {
    expect(
      await detailOf(
        scripted(() => refusal(404, 'not_found')),
        again,
      ),
    ).toBeUndefined();
  });
});
