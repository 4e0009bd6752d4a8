/** Conversations and their parts: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations */
import { ConnectorError } from '../errors.ts';
import { search } from '../intercom/readers/search.ts';
import { childRows } from './children.ts';
import { conversationColumns } from './conversation-columns.ts';
import { conversationPartColumns } from './conversation-part-columns.ts';
import { deletedConversationFeed } from './deleted-conversations.ts';
import { entitiesAt, numberAt, updatedAt, valueAt } from './entity.ts';
import { permissions } from './permissions.ts';
import { type Detail, defineStream, type Entity, type Scan } from './stream.ts';

const conversationScan: Scan = {
  name: 'conversations',
  cursor: updatedAt,
  ...search({ path: '/conversations/search', items: 'conversations', columns: conversationColumns }),
  deletions: {
    feed: deletedConversationFeed,
    of: ({ id, deleted_at }) => ({ id: String(id), at: Number(deleted_at), reason: 'deleted' }),
  },
};

const conversationPath = (id: string) => `/conversations/${encodeURIComponent(id)}`;

/** The conversation with its parts, which search leaves out: one request each, the cost of a sync. */
const conversationDetail: Detail = {
  name: 'conversation',
  // Only a count of exactly 0 says that there are none: statistics may be absent or null.
  needed: (conversation) => valueAt(conversation, 'statistics', 'count_conversation_parts') !== 0,
  async fetch({ client }, conversation, priority = 'detail') {
    const path = conversationPath(String(conversation.id));
    const detail = await client.get(path, { priority }).catch(ifGone);
    if (detail && !Array.isArray(valueAt(detail, ...partsPath))) throw partsMissing(path);
    return detail;
  },
};

const partsPath = ['conversation_parts', 'conversation_parts'] as const;

/** It was deleted since it was listed. */
function ifGone(error: unknown): undefined {
  if (error instanceof ConnectorError && error.code === 'not_found') return undefined;
  throw error;
}

/** An answer without the list is no conversation without parts: taken for one, it would delete those a loader holds. */
const partsMissing = (path: string) =>
  new ConnectorError('api_unavailable', `Intercom answered GET ${path} without a list of parts.`, {
    hint: 'Run it again later: it goes on where it stopped.',
  });

const partsOf = (detail: Entity | undefined) => entitiesAt(detail, ...partsPath);

/** Intercom gives the latest 500 parts and says how many there are. */
const partsInAll = (detail: Entity | undefined) => numberAt(detail, 'conversation_parts', 'total_count');

const isTruncated = (detail: Entity | undefined): boolean => {
  const given = partsOf(detail).length;
  return given < (partsInAll(detail) ?? given);
};

export const conversations = defineStream({
  name: 'conversations',
  description: 'The conversations, with their source, rating, statistics, tags and people.',
  permission: permissions.conversations,
  key: ['id'],
  cursor: 'updated_at',
  columns: conversationColumns,
  scan: conversationScan,
  byId: conversationPath,
});

export const conversationParts = defineStream({
  name: 'conversation_parts',
  description: 'What was said and done in the conversations: replies, notes, assignments and changes of state.',
  permission: permissions.conversations,
  key: ['id'],
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
});
