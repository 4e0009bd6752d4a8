/** Threads among teammates beside a conversation. */
import type { NumberIds } from '../../engine/ids.ts';
import type { JsonObject } from '../../engine/json.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Route } from '../../engine/route.ts';
import type { Store } from '../../engine/store.ts';
import { need } from '../../engine/table.ts';
import { type NewPart, newPart, touchConversation } from '../conversations/changes.ts';
import { partJson, recentParts } from '../conversations/json.ts';
import type { Part } from '../conversations/model.ts';
import { conversationOf } from '../conversations/routes.ts';
import { conversations } from '../conversations/tables.ts';
import { type SideConversation, sideConversations } from './tables.ts';

export { seedSideConversations as seed } from './seed.ts';

const ids: NumberIds = { from: 9007400000000000n, step: 700 };

export const resources = { sideConversations };

export const routes: Route[] = [
  {
    method: 'GET',
    path: '/conversations/:id/side_conversations',
    scope: 'read_conversations',
    since: '2.16',
    respond(call) {
      const all = call.store.get(sideConversations).get(conversationOf(call).id) ?? [];
      const { items, total_count, pages } = numberedPage(call, all, { perPage: 25, max: 50 });
      const { next: _, ...declared } = pages;
      const side_conversations = items.map((one) => sideConversationJson(call.store, one));
      return { type: 'side_conversation.list', side_conversations, total_count, pages: declared };
    },
  },
];

/** Changes, each of which touches the conversation. */
export function changes(store: Store) {
  const all = store.get(sideConversations);
  const conversationOf = (id: string) => need(store.get(conversations).all, id, 'conversation');
  const change = (conversationId: string, to: SideConversation[]): void => {
    all.set(conversationId, to);
    touchConversation(store, conversationOf(conversationId));
  };
  const changeParts = (conversationId: string, id: string, to: (parts: Part[]) => Part[]): void =>
    change(
      conversationId,
      (all.get(conversationId) ?? []).map((one) => (one.id === id ? { ...one, parts: to(one.parts) } : one)),
    );
  return {
    addSideConversation(conversationId: string, parts: NewPart[] = [{}]): SideConversation {
      const conversation = conversationOf(conversationId);
      const added = { id: store.ids.number(ids), parts: parts.map((part) => newPart(store, part, conversation)) };
      change(conversationId, [...(all.get(conversationId) ?? []), added]);
      return added;
    },

    deleteSideConversation(conversationId: string, id: string): void {
      change(
        conversationId,
        (all.get(conversationId) ?? []).filter((one) => one.id !== id),
      );
    },

    addSidePart(conversationId: string, id: string, part: NewPart = {}): void {
      const added = newPart(store, part, conversationOf(conversationId));
      changeParts(conversationId, id, (parts) => [...parts, added]);
    },

    updateSidePart(conversationId: string, id: string, partId: string, partial: Partial<Part>): void {
      const updated_at = store.seconds();
      changeParts(conversationId, id, (parts) =>
        parts.map((part) => (part.id === partId ? { ...part, updated_at, ...partial, id: partId } : part)),
      );
    },
  };
}

function sideConversationJson(store: Store, one: SideConversation): JsonObject {
  return {
    side_conversation_id: one.id,
    conversation_parts: recentParts(one).map((part) => partJson(store, part)),
    total_count: one.parts.length,
  };
}
