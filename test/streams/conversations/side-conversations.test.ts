/** Side conversations: pages of 50, keys of their own, and parts with a count of their own. */
import { expect, test } from 'vitest';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import { sideConversationParts, sideConversations } from '../../../src/streams/conversations/side-conversations.ts';
import { throughFetch } from '../../intercom/through-fetch.ts';
import { contextOver, scripted } from '../read-context.ts';

const listed = { id: '515', updated_at: 1700000000 };
const parent = { conversation_id: '515', conversation_updated_at: 1700000000 };
const part = (id: string): Entity => ({ type: 'conversation_part', id, part_type: 'comment', body: '<p>Hm</p>' });
const pages = { type: 'pages', page: 1, per_page: 50, total_pages: 1 };
const detail = sideConversations.detail!;

const rowsOf = async (...threads: Entity[]) => {
  const { context } = scripted(() => ({ side_conversations: threads, total_count: threads.length, pages }));
  const fetched = await detail.fetch(context, listed);
  return {
    threads: sideConversations.rows(listed, fetched),
    parts: sideConversationParts.rows(listed, fetched),
    truncated: sideConversationParts.truncated?.(listed, fetched),
  };
};

test('both streams are made of one answer', () => expect(sideConversationParts.detail).toBe(detail));

test('ids are text, and parts carry their thread’s', async () => {
  const found = await rowsOf({ side_conversation_id: 456, conversation_parts: [part('789')], total_count: 1 });
  expect(found.threads).toEqual([
    { ...parent, side_conversation_id: '456', conversation_parts: [part('789')], total_count: 1 },
  ]);
  expect(found.parts).toEqual([
    {
      ...part('789'),
      ...parent,
      side_conversation_id: '456',
      side_conversation_total_parts: 1,
      _parts_truncated: false,
    },
  ]);
  expect(found.truncated).toBe(false);
});

test('parts fewer than their thread counts are marked, and no set of the conversation is whole then', async () => {
  const found = await rowsOf(
    { side_conversation_id: '1', conversation_parts: [part('11')], total_count: 1 },
    { side_conversation_id: '2', conversation_parts: [part('21'), part('22')], total_count: 640 },
  );
  expect(found.parts.map(({ id, _parts_truncated: is }) => `${id} ${is}`)).toEqual(['11 false', '21 true', '22 true']);
  expect(found.truncated).toBe(true);
});

test.each([undefined, null, {}])('a thread whose parts are %j is there, its parts are not known', async (parts) => {
  const found = await rowsOf({ side_conversation_id: '1', conversation_parts: parts, total_count: 0 });
  expect(found.threads).toMatchObject([{ side_conversation_id: '1' }]);
  expect(found).toMatchObject({ parts: [], truncated: true });
});

test('more than a page holds come in pages of 50', async () => {
  const { workspace, fetch, requests } = createSimulator({ rateLimit: null, scale: 0.05 });
  const [id] = workspace.conversations.keys();
  const made = Array.from({ length: 120 }, () => workspace.addSideConversation(id!).id);
  const fetched = await detail.fetch(contextOver(throughFetch(fetch)), { id });
  const rows = sideConversations.rows({ id }, fetched);
  expect(rows.map((row) => row.side_conversation_id).slice(-120)).toEqual(made);
  expect(requests.all.map(({ query }) => `${query.page} of ${query.per_page}`)).toEqual([
    '1 of 50',
    '2 of 50',
    '3 of 50',
  ]);
});

test('a list that gives less than it counts is no set at all', async () => {
  const { context } = scripted(() => ({
    side_conversations: [{ side_conversation_id: '1', conversation_parts: [], total_count: 0 }],
    total_count: 2,
    pages,
  }));
  await expect(detail.fetch(context, listed)).rejects.toMatchObject({ code: 'records_missing' });
});
