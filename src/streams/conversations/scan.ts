/** The search of conversations: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/searchconversations */
import type { Columns } from '../../core/columns/columns.ts';
import { search } from '../../intercom/readers/search.ts';
import { updatedAt } from '../common/entity.ts';
import type { Scan } from '../stream.ts';
import { conversationColumns } from './columns.ts';
import { conversationGone, deletedConversationFeed } from './deleted.ts';
import { ticketConversations } from './tickets.ts';

const common = { path: '/conversations/search', items: 'conversations' };

const scanOf = (
  name: string,
  readerOf: (columns: Columns) => ReturnType<typeof search>,
  columns: Columns = conversationColumns,
): Scan => ({
  name,
  cursor: updatedAt,
  ...readerOf(columns),
  withheld: ticketConversations,
  deletions: { feed: deletedConversationFeed, of: conversationGone },
  withColumns: (others) => scanOf(name, readerOf, others),
});

/** Behind each page are 150 requests for details: a count every few pages costs nothing beside them. */
export const conversationScan = scanOf('conversations', (columns) => search({ ...common, columns, pagesPerProof: 4 }));

/**
 * The same conversations with what was found of their quality. A search of its own: no document says what it costs, nor which permission or
 * plan it takes, and a refusal must leave the conversations alone.
 */
export const qualityScan = scanOf('conversation_quality', (columns) =>
  search({ ...common, columns, query: { include_monitors: 'true', include_scorecards: 'true' } }),
);
