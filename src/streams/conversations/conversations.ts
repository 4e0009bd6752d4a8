/** Conversations and their parts: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations */
import { childRows, childStream } from '../common/children.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';
import { conversationColumns } from './columns.ts';
import { conversationDetail, conversationPath, isTruncated, partsInAll, partsOf } from './detail.ts';
import { conversationPartColumns } from './part-columns.ts';
import { conversationScan } from './scan.ts';

export const conversations = defineStream({
  name: 'conversations',
  description: 'The conversations, with their source, rating, statistics, tags and people.',
  permission: permissions.conversations,
  primaryKey: ['id'],
  cursor: 'updated_at',
  columns: conversationColumns,
  scan: conversationScan,
  byId: conversationPath,
});

export const conversationParts = childStream(conversations, 'conversation', {
  name: 'conversation_parts',
  description: 'What was said and done in the conversations: replies, notes, assignments and changes of state.',
  primaryKey: ['id'],
  columns: conversationPartColumns,
  detail: conversationDetail,
  rows: (conversation, detail) =>
    childRows('conversation', conversation, partsOf(detail)).map((row) => ({
      ...row,
      conversation_total_parts: partsInAll(detail) ?? null,
      _parts_truncated: isTruncated(detail),
    })),
  truncated: (_conversation, detail) => isTruncated(detail),
  truncatedIn: '_parts_truncated',
});
