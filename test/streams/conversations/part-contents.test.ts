/** Files and tags of parts. */
import { expect, test } from 'vitest';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import { conversationParts } from '../../../src/streams/conversations/conversations.ts';
import {
  conversationPartAttachments as attachments,
  conversationPartTags as tags,
} from '../../../src/streams/conversations/part-contents.ts';

const listed: Entity = { id: '515', updated_at: 1700000000 };
const parent = { conversation_id: '515', conversation_updated_at: 1700000000 };
const withParts = (parts: Entity[], total = parts.length): Entity => ({
  id: '515',
  conversation_parts: { conversation_parts: parts, total_count: total },
});
const file = { type: 'upload', name: 'a.png', url: 'https://files.example/a?signature=1' };

test('come out of the answer that the parts come in', () => {
  expect(attachments.detail).toBe(conversationParts.detail);
  expect(tags.detail).toBe(conversationParts.detail);
});

test('files are told apart by their place in the part: their URLs change, and one may come twice', () => {
  const detail = withParts([{ id: '1', attachments: [file, file] }, { id: 2, attachments: [file] }, { id: '3' }]);
  expect(attachments.rows(listed, detail)).toEqual([
    { ...file, ...parent, conversation_part_id: '1', position: 1 },
    { ...file, ...parent, conversation_part_id: '1', position: 2 },
    { ...file, ...parent, conversation_part_id: '2', position: 1 },
  ]);
});

test('tags are those with an id, of every part', () => {
  const tag = { type: 'tag', id: '5', name: 'vip' };
  const detail = withParts([
    { id: '1', tags: [tag, { name: 'lost' }] },
    { id: '2', tags: null },
  ]);
  expect(tags.rows(listed, detail)).toEqual([{ ...tag, ...parent, conversation_part_id: '1' }]);
});

test('are as whole as the parts', () => {
  for (const stream of [attachments, tags]) {
    expect(stream.truncated?.(listed, withParts([{ id: '1' }], 1))).toBe(false);
    expect(stream.truncated?.(listed, withParts([{ id: '1' }], 501))).toBe(true);
    expect(stream.rows(listed, undefined)).toEqual([]);
    expect(stream.truncated?.(listed, withParts([{ id: '1', tags: null, attachments: null }]))).toBe(false);
    expect(stream.truncated?.(listed, withParts([{ id: '1', tags: [null], attachments: [null] }]))).toBe(true);
  }
});
