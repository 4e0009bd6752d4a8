import type { NumberIds } from '../../engine/ids.ts';
import type { Store } from '../../engine/store.ts';
import { firstOf, need } from '../../engine/table.ts';
import { countedHours } from '../availability/office-hours.ts';
import { contacts } from '../contacts/tables.ts';
import { withTag } from '../labels/tags.ts';
import { teams } from '../people/teams.ts';
import { botsOf } from './bots.ts';
import { type Author, blankConversation, type Conversation, type Part, type Source, type Statistics } from './model.ts';
import { isOfContact, type Standing, standingAfter } from './standing.ts';
import { statisticsOf } from './statistics.ts';
import { conversations, deletedConversations } from './tables.ts';

/** Conversation and part ids cross 2^53 (9007199254740992) early, since Intercom's have outgrown what a double can hold. */
const conversationIds: NumberIds = { from: 9007199254600000n, step: 2500 };
export const partIds: NumberIds = { from: 9007199254500000n, step: 900 };
export const messageIds: NumberIds = { from: 403918000n, step: 50 };

/** A new part: what is left out gets a default. */
export type NewPart = Partial<Omit<Part, 'author'>> & { author?: Partial<Part['author']> };

/** A new conversation: parts and source may be given in part. */
export type NewConversation = Partial<Omit<Conversation, 'parts' | 'source'>> & {
  parts?: NewPart[];
  source?: Partial<Source>;
};

/** A part of a conversation or of what is beside it: what is left out gets a default. */
export function newPart(store: Store, part: NewPart, { state, source }: Pick<Conversation, 'state' | 'source'>): Part {
  const created_at = part.created_at ?? store.seconds();
  return {
    id: part.id ?? store.ids.number(partIds),
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
    state,
    tag_ids: [],
    event_details: null,
    app_package_code: null,
    ...part,
    author: isWhole(part.author)
      ? part.author
      : { ...source.author, from_ai_agent: false, is_ai_answer: false, ...part.author },
  };
}

/** True where nothing of an author is left out: it may be that of many parts, since it is never changed in place. */
const isWhole = (author: NewPart['author']): author is Part['author'] =>
  author?.id !== undefined && 'name' in author && 'email' in author && 'is_ai_answer' in author;

/** Changes a conversation, or only says that it has changed, as of now. */
export const touchConversation = (
  store: Store,
  conversation: Conversation,
  changes: Partial<Conversation> = {},
): Conversation =>
  store.get(conversations).put({ ...conversation, updated_at: store.seconds(), ...changes, id: conversation.id });

/** Changes of conversations. What a partial names is taken as it is; the rest is stamped from the clock. */
export function conversationChanges(store: Store) {
  const all = store.get(conversations);
  const get = (id: string): Conversation => need(all.all, id, 'conversation');
  const touch = (conversation: Conversation, changes: Partial<Conversation>): Conversation =>
    touchConversation(store, conversation, changes);

  const authorFrom = (contactId: string | undefined): Author => {
    const contact = contactId === undefined ? undefined : store.get(contacts).all.get(contactId);
    if (!contact) return botsOf(store.settings.workspaceId).operator;
    const email = contact.email ?? `${contact.id}@unknown.example`;
    return { type: contact.role, id: contact.id, name: contact.name, email };
  };
  const figuresOf = (conversation: Conversation): Statistics =>
    statisticsOf(conversation, { teams: store.get(teams), hours: store.get(countedHours).hours });

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
      const contact_ids = partial.contact_ids ?? firstOf(store.get(contacts).all);
      const first: Source = {
        type: 'conversation',
        id: store.ids.number(messageIds),
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
      const id = partial.id ?? store.ids.number(conversationIds);
      const conversation: Conversation = { ...begunConversation(id, created, first), ...partial, contact_ids };
      let standing: Standing = conversation;
      for (const given of parts) {
        const grownBy = grown(store, { created_at: created, ...given }, standing, first);
        conversation.parts.push(grownBy.part);
        standing = grownBy.standing;
      }
      // What is named is taken as it is, whatever the parts say.
      if (parts.length > 0) Object.assign(conversation, standing, partial);
      if (partial.statistics === undefined) conversation.statistics = figuresOf(conversation);
      return all.put(conversation);
    },

    updateConversation(id: string, partial: Partial<Conversation>): Conversation {
      return touch(get(id), partial);
    },

    /** Adds a part, of now or of its own `created_at`, and touches the conversation at that second. */
    addPart(conversationId: string, part: NewPart = {}): Part {
      const conversation = get(conversationId);
      const { part: added, standing } = grown(store, part, conversation, conversation.source);
      const next = {
        ...conversation,
        ...standing,
        parts: [...conversation.parts, added],
        updated_at: added.created_at,
      };
      all.put({ ...next, statistics: figuresOf(next) });
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
      return touch(conversation, { tags: withTag(store, conversation.tags, tagId) });
    },

    untagConversation(id: string, tagId: string): Conversation {
      const conversation = get(id);
      return touch(conversation, { tags: conversation.tags.filter((tag) => tag.id !== tagId) });
    },

    deleteConversation(id: string, metricsRetained = true): void {
      get(id);
      all.remove(id);
      store.get(deletedConversations).set(id, { id, metrics_retained: metricsRetained, deleted_at: store.seconds() });
    },
  };
}

/** A conversation that has just begun: the contact who began it waits. */
function begunConversation(id: string, now: number, source: Source): Conversation {
  const blank = blankConversation(id, now, source);
  if (!isOfContact(source)) return Object.assign(blank, { read: true });
  const first_contact_reply = { created_at: now, type: 'conversation', url: source.url };
  return Object.assign(blank, { waiting_since: now, first_contact_reply });
}

/** One more part, and how things stand with it. */
function grown(store: Store, given: NewPart, before: Standing, source: Source): { part: Part; standing: Standing } {
  const part = newPart(store, given, { state: before.state, source });
  const standing = standingAfter(part, before);
  part.state = given.state ?? standing.state;
  return { part, standing };
}
