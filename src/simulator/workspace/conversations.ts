import { type Author, blankConversation, type Conversation, type Part, type Source } from '../model/conversation.ts';
import { statisticsOf } from './statistics.ts';
import { firstOf, need, type Store } from './store.ts';

/** A new part: what is left out gets a default. */
export type NewPart = Partial<Omit<Part, 'author'>> & { author?: Partial<Part['author']> };

/** A new conversation: parts and source may be given in part. */
export type NewConversation = Partial<Omit<Conversation, 'parts' | 'source'>> & {
  parts?: NewPart[];
  source?: Partial<Source>;
};

/** Changes of conversations. What a partial names is taken as it is; the rest is stamped from the clock. */
export function conversationMutators(store: Store) {
  const { conversations } = store;
  const get = (id: string): Conversation => need(conversations.all, id, 'conversation');
  const touch = (conversation: Conversation, changes: Partial<Conversation>): Conversation =>
    conversations.put({ ...conversation, updated_at: store.seconds(), ...changes, id: conversation.id });

  const authorFrom = (contactId: string | undefined): Author => {
    const contact = contactId === undefined ? undefined : store.contacts.all.get(contactId);
    if (!contact)
      return { type: 'bot', id: '278', name: 'Operator', email: `operator+${store.settings.workspaceId}@intercom.io` };
    const email = contact.email ?? `${contact.id}@unknown.example`;
    return { type: contact.role, id: contact.id, name: contact.name, email };
  };
  const complete = (part: NewPart, conversation: Conversation): Part => {
    const created_at = part.created_at ?? store.seconds();
    return {
      id: store.ids.number('part'),
      part_type: 'comment',
      body: '<p>…</p>',
      created_at,
      updated_at: created_at,
      notified_at: created_at,
      assigned_to: null,
      attachments: [],
      external_id: null,
      redacted: false,
      email_message_metadata: null,
      metadata: null,
      state: conversation.state,
      tag_ids: [],
      event_details: null,
      app_package_code: null,
      ...part,
      author: { ...conversation.source.author, from_ai_agent: false, is_ai_answer: false, ...part.author },
    };
  };

  /** Changes a part, which touches it and the conversation. */
  const changePart = (conversationId: string, partId: string, partial: Partial<Part>): Part => {
    const conversation = get(conversationId);
    const part = conversation.parts.find(({ id }) => id === partId);
    if (part === undefined) throw new Error(`The simulator has no part with id ${partId} in it.`);
    const changed = { ...part, updated_at: store.seconds(), ...partial, id: partId };
    touch(conversation, { parts: conversation.parts.map((one) => (one === part ? changed : one)) });
    return changed;
  };

  return {
    createConversation({ parts = [], source = {}, ...partial }: NewConversation = {}): Conversation {
      const created = partial.created_at ?? partial.updated_at ?? store.seconds();
      const contact_ids = partial.contact_ids ?? firstOf(store.contacts.all);
      const first: Source = {
        type: 'conversation',
        id: store.ids.number('message'),
        delivered_as: 'customer_initiated',
        subject: '',
        body: '<p>Hello</p>',
        author: authorFrom(contact_ids[0]),
        attachments: [],
        url: null,
        redacted: false,
        recipients: null,
        reply_to: null,
        email_message_metadata: undefined,
        ...source,
      };
      const id = partial.id ?? store.ids.number('conversation');
      const begun: Conversation = { ...blankConversation(id, created, first), ...partial, contact_ids };
      begun.parts = parts.map((part) => complete({ created_at: created, ...part }, begun));
      if (partial.statistics === undefined) begun.statistics = statisticsOf(begun, store.teams);
      return conversations.put(begun);
    },

    updateConversation(id: string, partial: Partial<Conversation>): Conversation {
      return touch(get(id), partial);
    },

    /** Adds a part, of now or of its own `created_at`, and touches the conversation at that second. */
    addPart(conversationId: string, part: NewPart = {}): Part {
      const conversation = get(conversationId);
      const added = complete(part, conversation);
      const next: Conversation = {
        ...conversation,
        ...consequences(added),
        parts: [...conversation.parts, added],
        updated_at: added.created_at,
      };
      next.statistics = statisticsOf(next, store.teams);
      conversations.put(next);
      return added;
    },

    deletePart(conversationId: string, partId: string): Conversation {
      const conversation = get(conversationId);
      return touch(conversation, { parts: conversation.parts.filter((part) => part.id !== partId) });
    },

    updatePart: changePart,

    /** Takes away what a part said. */
    redactPart(conversationId: string, partId: string): Part {
      return changePart(conversationId, partId, { redacted: true, body: null, attachments: [] });
    },

    tagConversation(id: string, tagId: string): Conversation {
      const conversation = get(id);
      need(store.tags, tagId, 'tag');
      const admin = store.admins.keys().next().value ?? '0';
      const applied = { id: tagId, applied_at: store.seconds(), applied_by: { type: 'admin' as const, id: admin } };
      return touch(conversation, { tags: [...conversation.tags.filter((tag) => tag.id !== tagId), applied] });
    },

    untagConversation(id: string, tagId: string): Conversation {
      const conversation = get(id);
      return touch(conversation, { tags: conversation.tags.filter((tag) => tag.id !== tagId) });
    },

    deleteConversation(id: string, metricsRetained = true): void {
      get(id);
      conversations.remove(id);
      store.deletedConversations.set(id, { id, metrics_retained: metricsRetained, deleted_at: store.seconds() });
    },
  };
}

/** What a part of this type does to its conversation. */
function consequences(part: Part): Partial<Conversation> {
  if (part.part_type === 'close') return { state: 'closed', waiting_since: null, snoozed_until: null };
  if (part.part_type === 'open') return { state: 'open' };
  if (part.part_type !== 'assignment' || part.assigned_to === null) return {};
  const assignee = Number(part.assigned_to.id);
  return part.assigned_to.type === 'admin' ? { admin_assignee_id: assignee } : { team_assignee_id: assignee };
}
