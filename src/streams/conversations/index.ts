import type { Family } from '../stream.ts';
import { conversationAttributeOptions, conversationAttributes } from './attributes.ts';
import { conversationParts, conversations } from './conversations.ts';
import { deletedConversations } from './deleted.ts';
import { conversationHandlingEvents } from './handling-events.ts';
import {
  conversationContacts,
  conversationLinks,
  conversationTags,
  conversationTeammates,
  conversationTopics,
} from './inline.ts';
import { conversationPartAttachments, conversationPartTags } from './part-contents.ts';
import { conversationMonitorEvaluations, conversationScorecards } from './quality.ts';
import { sideConversationParts, sideConversations } from './side-conversations.ts';

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
    sideConversations,
    sideConversationParts,
    conversationHandlingEvents,
    conversationMonitorEvaluations,
    conversationScorecards,
    deletedConversations,
    conversationAttributes,
    conversationAttributeOptions,
  ],
};
