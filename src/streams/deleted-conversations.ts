/** The feed of deleted conversations: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/listdeletedconversationids */
import { bool, epoch, text } from '../columns.ts';
import { numberedPages } from '../intercom/readers/numbered.ts';
import { numberAt } from './entity.ts';
import { permissions } from './permissions.ts';
import { defineStream, type Entity, type Feed } from './stream.ts';

const deletedAtOf = (entry: Entity): number => numberAt(entry, 'deleted_at') ?? 0;

/** Newest first, so that a page that moves on meanwhile shows entries twice rather than never. */
export const deletedConversationFeed: Feed = {
  name: 'deleted_conversations',
  cursor: 'deleted_at',
  parse: (value) => (/^\d+$/.test(String(value)) ? Number(value) : undefined),
  timeOf: deletedAtOf,
  isAfter: (entry, position) => deletedAtOf(entry) >= Number(position),
  at: (seconds) => seconds,
  async *follow(context, after) {
    const pages = numberedPages(context, {
      path: '/conversations/deleted',
      query: { order: 'desc' },
      items: 'conversations',
      pageSize: 60,
    });
    for await (const entries of pages) {
      yield entries;
      if (after !== undefined && entries.some((entry) => deletedAtOf(entry) < Number(after))) return;
    }
  },
};

export const deletedConversations = defineStream({
  name: 'deleted_conversations',
  description: 'Which conversations were deleted, and when.',
  permission: permissions.conversations,
  key: ['id'],
  cursor: 'deleted_at',
  columns: { type: text, id: text, deleted_at: epoch, metrics_retained: bool },
  scan: deletedConversationFeed,
});
