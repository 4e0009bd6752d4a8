/** When teammates paused and resumed work on a conversation. */
import type { JsonObject } from '../../engine/json.ts';
import type { Route } from '../../engine/route.ts';
import type { Seeding } from '../../engine/seeding.ts';
import type { Store } from '../../engine/store.ts';
import { need, type Table, table } from '../../engine/table.ts';
import { touchConversation } from '../conversations/changes.ts';
import { conversationOf } from '../conversations/routes.ts';
import { conversations } from '../conversations/tables.ts';
import { type Admin, admins } from '../people/admins.ts';

/** As the API gives it. */
export type HandlingEvent = {
  teammate: { type: 'admin'; id: number; name: string | null; email: string };
  type: 'paused' | 'resumed';
  /** ISO 8601. */
  timestamp: string;
  reason?: string | null;
};

/** Those of a conversation, by its id, in the order in which they happened. */
const handlingEvents: Table<HandlingEvent[]> = table('handling_events');

export const resources = { handlingEvents };

export const routes: Route[] = [
  {
    method: 'GET',
    path: '/conversations/:id/handling_events',
    scope: 'read_conversations',
    since: '2.15',
    respond: (call): JsonObject => ({
      handling_events: call.store.get(handlingEvents).get(conversationOf(call).id) ?? [],
    }),
  },
];

/** Changes, each of which touches the conversation. */
export function changes(store: Store) {
  const all = store.get(handlingEvents);
  return {
    addHandlingEvent(conversationId: string, partial: Partial<HandlingEvent> = {}): HandlingEvent {
      const conversation = need(store.get(conversations).all, conversationId, 'conversation');
      const known = all.get(conversationId) ?? [];
      const added: HandlingEvent = {
        teammate: referenceTo([...store.get(admins).values()][0]),
        type: known.length % 2 === 0 ? 'paused' : 'resumed',
        timestamp: isoOf(store.seconds()),
        reason: null,
        ...partial,
      };
      all.set(conversationId, [...known, added]);
      touchConversation(store, conversation);
      return added;
    },
  };
}

/** Every fifth conversation was paused, and most of those resumed. */
export function seed({ store, random }: Seeding): void {
  const teammates = [...store.get(admins).values()];
  for (const [index, { id, created_at, updated_at }] of [...store.get(conversations).all.values()].entries()) {
    if (index % 5 !== 1) continue;
    const teammate = referenceTo(random.pick(teammates));
    const paused: HandlingEvent = { teammate, type: 'paused', timestamp: isoOf(created_at), reason: 'Paused' };
    const resumed: HandlingEvent = { teammate, type: 'resumed', timestamp: isoOf(updated_at) };
    store.get(handlingEvents).set(id, index % 15 === 1 ? [paused] : [paused, resumed]);
  }
}

const referenceTo = (admin: Admin | undefined): HandlingEvent['teammate'] => ({
  type: 'admin',
  id: Number(admin?.id ?? 0),
  name: admin?.name ?? null,
  email: admin?.email ?? '',
});

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
