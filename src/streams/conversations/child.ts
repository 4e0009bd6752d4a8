/** Streams of what belongs to a conversation. */
import { type ChildLiteral, childStream } from '../common/children.ts';
import type { Stream } from '../stream.ts';
import { conversations } from './conversations.ts';

/** Completes the literal of a stream whose rows come as the whole set of one conversation. `columns`: those of the row itself. */
export const ofEachConversation = (literal: ChildLiteral): Stream =>
  childStream(conversations, 'conversation', literal);
