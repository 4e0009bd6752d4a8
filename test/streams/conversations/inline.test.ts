/** What conversations hold, in shapes that Intercom's own documents leave open. */
import { expect, test } from 'vitest';
import {
  conversationLinks,
  conversationTags,
  conversationTeammates,
  conversationTopics,
} from '../../../src/streams/conversations/inline.ts';

const id = '9007199254740993';
const conversation = { id, updated_at: 1700000000 };
const parent = { conversation_id: id, conversation_updated_at: 1700000000 };
const admin = { type: 'admin', id: '7' };

test.each([
  ['as the wire has them', { type: 'admin.list', admins: [admin] }],
  ['as the reference has them', { type: 'admin.list', teammates: [admin] }],
])('teammates come %s', (_, teammates) => {
  const shown = { ...conversation, teammates };
  expect(conversationTeammates.rows(shown, undefined)).toEqual([{ ...admin, ...parent }]);
  expect(conversationTeammates.truncated?.(shown, undefined)).toBe(false);
});

test.each([null, undefined, {}, { admins: null }])('teammates that are %j take none away', (teammates) => {
  const shown = { ...conversation, teammates };
  expect(conversationTeammates.rows(shown, undefined)).toEqual([]);
  expect(conversationTeammates.truncated?.(shown, undefined)).toBe(true);
});

test('a tag says when and by whom it was applied', () => {
  const tag = { type: 'tag', id: '5', name: 'vip', applied_at: 1699999999, applied_by: admin };
  const shown = { ...conversation, tags: { type: 'tag.list', tags: [tag] } };
  expect(conversationTags.rows(shown, undefined)).toEqual([{ ...tag, ...parent }]);
});

test('links that are more than came are marked, and take none away', () => {
  const link = { type: 'ticket', id: '7583', category: 'Customer' };
  const linked = (more: object) => ({ ...conversation, linked_objects: { type: 'list', data: [link], ...more } });
  for (const [more, isTruncated] of [
    [{ total_count: 1, has_more: false }, false],
    [{ total_count: 1001, has_more: true }, true],
    [{ total_count: 1001, has_more: false }, true],
    [{ total_count: 1, has_more: true }, true],
  ] as const) {
    expect(conversationLinks.rows(linked(more), undefined)).toEqual([
      { ...link, ...parent, _links_truncated: isTruncated },
    ]);
    expect(conversationLinks.truncated?.(linked(more), undefined)).toBe(isTruncated);
  }
});

test('topics come where they are told; the empty object of the reference says nothing', () => {
  const topic = { type: 'topic', id: 70, name: 'Billing' };
  const told = { ...conversation, topics: { type: 'topic.list', topics: [topic], total_count: 1 } };
  expect(conversationTopics.rows(told, undefined)).toEqual([{ ...topic, ...parent }]);
  expect(conversationTopics.truncated?.(told, undefined)).toBe(false);
  const silent = { ...conversation, topics: {} };
  expect(conversationTopics.rows(silent, undefined)).toEqual([]);
  expect(conversationTopics.truncated?.(silent, undefined)).toBe(true);
});
