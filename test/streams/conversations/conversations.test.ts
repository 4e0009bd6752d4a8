import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { conversationParts, conversations } from '../../../src/streams/conversations/conversations.ts';
import { refusal, response } from '../../intercom/scripted.ts';
import { scripted } from '../read-context.ts';

const detail = conversationParts.detail!;

/** An id beyond 2^53 that would change if it ever became a number. */
const id = '9007199254740993';
const listed: Entity = { id, updated_at: 1700000000, statistics: { count_conversation_parts: 2 } };
const withParts = (parts: Entity[], total?: number): Entity => ({
  id,
  updated_at: 1700000999,
  conversation_parts: { type: 'conversation_part.list', conversation_parts: parts, total_count: total },
});

describe('conversations', () => {
  test('are the object that search gave, whatever else is selected', () => {
    expect(conversations.detail).toBeUndefined();
    expect(conversations.rows(listed, undefined)).toEqual([listed]);
  });
});

describe('rows of conversation_parts', () => {
  test("carry the conversation's id as text, and the listing's updated_at rather than the detail's", () => {
    const rows = conversationParts.rows(listed, withParts([{ id: '1', part_type: 'comment' }], 1));
    expect(rows).toEqual([
      {
        id: '1',
        part_type: 'comment',
        conversation_id: id,
        conversation_updated_at: 1700000000,
        conversation_total_parts: 1,
        _parts_truncated: false,
      },
    ]);
  });

  test('of a numeric conversation id are joined by text all the same', () => {
    const [row] = conversationParts.rows({ ...listed, id: 515 }, withParts([{ id: '1' }], 1));
    expect(row?.conversation_id).toBe('515');
  });

  test('outweigh what a part says itself: ours are the keys that joins rely on', () => {
    const [row] = conversationParts.rows(listed, withParts([{ id: '1', conversation_id: 7 }], 1));
    expect(row?.conversation_id).toBe(id);
  });

  test('say that they are not all of them, where Intercom counts more than it gives', () => {
    const short = withParts([{ id: '1' }, { id: '2' }], 640);
    expect(conversationParts.truncated?.(listed, short)).toBe(true);
    for (const row of conversationParts.rows(listed, short)) {
      expect(row).toMatchObject({ conversation_total_parts: 640, _parts_truncated: true });
    }
  });

  test('are whole where Intercom gives as many as it counts, or does not count', () => {
    expect(conversationParts.truncated?.(listed, withParts([{ id: '1' }], 1))).toBe(false);
    expect(conversationParts.truncated?.(listed, withParts([{ id: '1' }]))).toBe(false);
    expect(conversationParts.rows(listed, withParts([{ id: '1' }]))[0]).toMatchObject({
      conversation_total_parts: null,
      _parts_truncated: false,
    });
  });

  test('are none without a detail', () => {
    expect(conversationParts.rows(listed, undefined)).toEqual([]);
    expect(conversationParts.truncated?.(listed, undefined)).toBe(false);
  });
});

describe('the detail of a conversation', () => {
  test.each([
    [{ count_conversation_parts: 0 }, false],
    [{ count_conversation_parts: 1 }, true],
    [{ count_conversation_parts: null }, true],
    [{}, true],
    [null, true],
    [undefined, true],
  ])('with statistics %j is needed: %s', (statistics, needed) => {
    expect(detail.needed({ ...listed, statistics })).toBe(needed);
  });

  test('is asked for by its id, escaped', async () => {
    const { context, requests } = scripted(() => ({ ...withParts([], 0), id: 'a/b?c' }));
    await detail.fetch(context, { ...listed, id: 'a/b?c' });
    expect(requests).toEqual(['GET /conversations/a%2Fb%3Fc']);
  });

  test.each([
    ['404 as JSON', refusal(404, 'not_found')],
    ['404 as a bare page', response(404, '<html>Not Found</html>')],
    ['410', refusal(410, 'gone')],
  ])('is undefined where the conversation is gone: %s', async (_name, response) => {
    expect(await detail.fetch(scripted(() => response).context, listed)).toBeUndefined();
  });

  test('fails where the token may not read it', async () => {
    const { context } = scripted(() => refusal(403, 'forbidden'));
    await expect(detail.fetch(context, listed)).rejects.toMatchObject({ code: 'permission_missing' });
  });

  test('fails on an answer without a list of parts, which would else delete the parts already loaded', async () => {
    const { context } = scripted(() => ({ id, conversation_parts: {} }));
    await expect(detail.fetch(context, listed)).rejects.toMatchObject({ code: 'api_unavailable' });
  });

  /** The answers, one after the other, the last one again and again. */
  const answers = (...given: unknown[]) => {
    let asked = 0;
    return scripted(() => given[Math.min(asked++, given.length - 1)]);
  };
  const parts = (count: number, total: number) =>
    withParts(
      Array.from({ length: count }, (_, i) => ({ id: `${i}` })),
      total,
    );

  test('of another conversation is asked for again, and never taken for this one', async () => {
    for (const other of [{ id: '7' }, { id: undefined }, { id: null }, { id: 9007199254740992 }]) {
      const once = answers({ ...parts(2, 2), ...other }, parts(1, 1));
      expect(await detail.fetch(once.context, listed)).toMatchObject({ id, conversation_parts: { total_count: 1 } });
      const always = answers({ ...parts(2, 2), ...other });
      await expect(detail.fetch(always.context, listed)).rejects.toMatchObject({
        code: 'api_unavailable',
        message: expect.stringContaining('with another conversation'),
      });
      expect(always.requests).toHaveLength(3);
    }
  });

  test('without a list of parts is asked for again', async () => {
    const once = answers({ id }, { id, conversation_parts: { conversation_parts: null } }, parts(1, 1));
    expect(await detail.fetch(once.context, listed)).toMatchObject({ conversation_parts: { total_count: 1 } });
  });

  test('with fewer parts than it counts is asked for again; the most that came are taken, and are not all', async () => {
    const once = answers(parts(3, 4), parts(4, 4));
    expect(conversationParts.truncated?.(listed, await detail.fetch(once.context, listed))).toBe(false);
    expect(once.requests).toHaveLength(2);
    const always = answers(parts(2, 4), parts(3, 4), parts(1, 4));
    const most = await detail.fetch(always.context, listed);
    expect(conversationParts.rows(listed, most)).toHaveLength(3);
    expect(conversationParts.truncated?.(listed, most)).toBe(true);
    expect(always.requests).toHaveLength(3);
  });

  test('with as many parts as Intercom gives at most is asked for once', async () => {
    const many = answers(parts(500, 812));
    expect(conversationParts.truncated?.(listed, await detail.fetch(many.context, listed))).toBe(true);
    expect(many.requests).toHaveLength(1);
  });

  test('with parts that are none, or have no id, gives the others, which are not all, and tells it', async () => {
    const deep = JSON.parse('['.repeat(6_000) + ']'.repeat(6_000));
    for (const total of [5, undefined]) {
      const script = answers(
        withParts([{ id: '1' }, null as never, { body: 'secret' }, { id: '2' }, { id: '3', deep }], total),
      );
      const fetched = await detail.fetch(script.context, listed);
      expect(conversationParts.rows(listed, fetched).map((row) => row.id)).toEqual(['1', '2']);
      expect(conversationParts.truncated?.(listed, fetched)).toBe(true);
      expect(script.logged).toEqual([
        expect.stringMatching(/left out: 1 no record at all, 1 without a valid id, 1 nested/),
      ]);
      expect(script.logged.join()).not.toContain('secret');
    }
  });
});
