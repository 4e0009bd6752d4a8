import type { Family } from '../stream.ts';
import { conversationParts, conversations } from './conversations.ts';
import { deletedConversations } from './deleted.ts';

export const conversationsFamily: Family = {
  name: 'conversations',
  title: 'Conversations',
  streams: [conversations, conversationParts, deletedConversations],
};
