/** Conversations, their parts, and those that were deleted. */
import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { latestVersion } from '../../engine/version.ts';
import { conversationJson, deletedConversationJson, isVisible, partJson, recentParts } from './json.ts';
import type { Conversation } from './model.ts';
import { conversations, deletedConversations } from './tables.ts';

export { conversationChanges as changes } from './changes.ts';
export { routes } from './routes.ts';
export { seedConversations as seed } from './seed/index.ts';

export const resources = { conversations, deletedConversations };

export const truths = {
  /** As search shows them; those that the token may see. */
  conversations: (store: Store): JsonObject[] =>
    visible(store).map((one) => conversationJson(store, one, latestVersion)),
  /** The parts the API gives, each with its conversation as search shows it. */
  conversation_parts: (store: Store): { conversation: JsonObject; part: JsonObject }[] =>
    visible(store).flatMap((one) => {
      const conversation = conversationJson(store, one, latestVersion);
      return recentParts(one).map((part) => ({ conversation, part: partJson(store, part) }));
    }),
  deleted_conversations: (store: Store): JsonObject[] =>
    [...store.get(deletedConversations).values()].map((one) => deletedConversationJson(store, one)),
};

function visible(store: Store): Conversation[] {
  return [...store.get(conversations).all.values()].filter((one) => isVisible(store, one));
}
