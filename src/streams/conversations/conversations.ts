/** Conversations and their parts: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations */
import type { Columns } from '../../core/columns/columns.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { search } from '../../intercom/readers/search.ts';
import { childRows } from '../common/children.ts';
import { updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Scan } from '../stream.ts';
import { conversationColumns } from './columns.ts';
import { conversationGone, deletedConversationFeed } from './deleted.ts';
import { conversationDetail, conversationPath, partsInAll, partsOf } from './detail.ts';
import { conversationPartColumns } from './part-columns.ts';
import { ticketConversations } from './tickets.ts';

const conversationScanOf = (columns: Columns): Scan => ({
  name: 'conversations',
  cursor: updatedAt,
  // Behind each page are 150 requests for details: a count every few pages costs nothing beside them.
  ...search({ path: '/conversations/search', items: 'conversations', columns, pagesPerProof: 4 }),
  withheld: ticketConversations,
  deletions: {
    feed: deletedConversationFeed,
    of: conversationGone,
  },
  withColumns: conversationScanOf,
});

const conversationScan = conversationScanOf(conversationColumns);

const isTruncated = (detail: Entity | undefined): boolean => {
  const given = partsOf(detail).length;
  return given < (partsInAll(detail) ?? given);
};

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

export const conversationParts = defineStream({
  name: 'conversation_parts',
  description: 'What was said and done in the conversations: replies, notes, assignments and changes of state.',
  permission: permissions.conversations,
  primaryKey: ['id'],
  cursor: 'conversation_updated_at',
  columns: conversationPartColumns,
  parent: { stream: 'conversations', column: 'conversation_id' },
  scan: conversationScan,
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
