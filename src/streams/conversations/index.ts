import type { Family } from '../stream.ts';
import { conversationAttributeOptions, conversationAttributes } from './attributes.ts';
import { conversationParts, conversations } from './conversations.ts';
import { deletedConversations } from './deleted.ts';
import {
  conversationContacts,
  conversationLinks,
  conversationTags,
  conversationTeammates,
  conversationTopics,
} from './inline.ts';
import { conversationPartAttachments, conversationPartTags } from './part-contents.ts';

export const conversationsFamily: Family = {
  name: 'conversations',
  title: 'Conversations',
  streams: [
    conversations,
    conversationParts,
    conversationPartAttachments,
    conversationPartTags,
    conversationContacts,
    conversationTeammates,
    conversationTags,
    conversationTopics,
    conversationLinks,
    deletedConversations,
    conversationAttributes,
    conversationAttributeOptions,
  ],
};
