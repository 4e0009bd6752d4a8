/** Streams of what belongs to a conversation. */
import { childColumns } from '../common/children.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Stream } from '../stream.ts';
import { conversationScan } from './scan.ts';

type Literal = Pick<Stream, 'name' | 'description' | 'primaryKey' | 'columns' | 'rows'> & Partial<Stream>;

/** Completes the literal of a stream whose rows come as the whole set of one conversation. `columns`: those of the row itself. */
export const ofEachConversation = (literal: Literal): Stream =>
  defineStream({
    permission: permissions.conversations,
    cursor: 'conversation_updated_at',
    parent: { stream: 'conversations', column: 'conversation_id' },
    scan: conversationScan,
    ...literal,
    columns: childColumns('conversation', literal.columns),
  });
