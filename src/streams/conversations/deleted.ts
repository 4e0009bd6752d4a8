/** The feed of deleted conversations: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/listdeletedconversationids */
import { bool, described, epoch, text } from '../../core/columns/columns.ts';
import { newestNumberedPages } from '../../intercom/readers/newest-numbered.ts';
import { type Numbered, numberedPages } from '../../intercom/readers/numbered.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { isId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { type Deletion, defineStream, type Feed } from '../stream.ts';

/** Above it, a number counts milliseconds: of seconds it would be the year 5138. */
const mostSeconds = 1e11;

/** When the entry says that it happened, unix seconds; undefined where that can't be read. */
function saidTime({ deleted_at: said }: Entity): number | undefined {
  const number = typeof said === 'string' && /^\d+(\.\d+)?$/.test(said) ? Number(said) : said;
  if (typeof number === 'number' && number > 0) return Math.floor(number > mostSeconds ? number / 1000 : number);
  const parsed = typeof said === 'string' && /^\d{4}-\d\d-\d\d/.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : Math.floor(parsed / 1000);
}

/** When entries without a time were read: they went by then, and may have gone just now. */
const readAt = new WeakMap<Entity, number>();

/** The last second that a date of four digits has: of an entry that was never read, which there is none. */
const lastSecond = 253_402_300_799;

const timeOf = (entry: Entity): number => saidTime(entry) ?? readAt.get(entry) ?? lastSecond;

const collection: Numbered = {
  path: '/conversations/deleted',
  query: { order: 'asc' },
  items: 'conversations',
  pageSize: 60,
};

/** Oldest first, so that pages do not move; the latest are read first. */
export const deletedConversationFeed: Feed = {
  name: 'deleted_conversations',
  cursor: 'deleted_at',
  parse: (value) => (/^\d+$/.test(String(value)) ? Number(value) : undefined),
  timeOf,
  isAfter: (entry, position) => (saidTime(entry) ?? Number.POSITIVE_INFINITY) >= Number(position),
  at: (seconds) => seconds,
  compare: (a, b) => Number(a) - Number(b),
  async *follow(context, after) {
    const pages =
      after === undefined
        ? numberedPages(context, collection)
        : newestNumberedPages(context, { ...collection, timeOf: saidTime, after: Number(after) });
    for await (const entries of pages) {
      const now = Math.floor(context.client.serverNow() / 1000);
      for (const entry of entries) if (saidTime(entry) === undefined) readAt.set(entry, now);
      yield entries;
    }
  },
};

/** That a conversation is gone, by an entry of its feed. */
export const conversationGone = (entry: Entity): Deletion | undefined =>
  isId(entry.id) ? { id: String(entry.id), at: timeOf(entry), reason: 'deleted' } : undefined;

export const deletedConversations = defineStream({
  name: 'deleted_conversations',
  description: 'Which conversations were deleted, and when.',
  since: '2.16',
  permission: permissions.conversations,
  primaryKey: ['id'],
  cursor: 'deleted_at',
  columns: {
    type: text,
    id: described(text, 'Of a conversation that is gone: it joins no row of conversations.'),
    deleted_at: described(epoch, 'The cursor.'),
    metrics_retained: described(bool, "Whether Intercom's reports still count it."),
  },
  scan: deletedConversationFeed,
});
