import type { Json, JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { companyJson } from '../companies/json.ts';
import { companies } from '../companies/tables.ts';
import { contacts, inactiveContacts } from '../contacts/tables.ts';
import { appliedTagJson, tagBasicJson } from '../labels/tags.ts';
import { type Conversation, type DeletedConversation, isOpen, type Part, type Rating } from './model.ts';

/** The API gives this many parts of a conversation at most: the newest. */
const mostParts = 500;

/** And this many of what it is linked to. */
const mostLinks = 1000;

/** What a request may ask of a conversation's representation. */
export interface ConversationView {
  plaintext?: boolean;
  monitors?: boolean;
  scorecards?: boolean;
  /** Types of parts that are left out before the others are cut at 500. */
  partTypesLeftOut?: readonly string[];
}

/** A conversation as lists and search show it: without parts. */
export function conversationJson(
  store: Store,
  conversation: Conversation,
  version: number,
  { plaintext = false, monitors = false, scorecards = false }: ConversationView = {},
): JsonObject {
  const {
    parts,
    contact_ids,
    company_id,
    tags,
    topics,
    monitor_evaluations,
    scorecards: cards,
    is_ticket,
    ...plain
  } = conversation;
  const company = company_id === null ? undefined : store.get(companies).get(company_id);
  const shown = (text: string): string => (plaintext ? plainText(text) : text);
  return {
    type: 'conversation',
    ...plain,
    open: isOpen(conversation),
    priority: version >= 216 ? conversation.priority : oldPriority(conversation),
    company: company ? companyJson(store, company, version) : null,
    tags: { type: 'tag.list', tags: tags.flatMap((tag) => appliedTagJson(store, tag)) },
    conversation_rating: ratingJson(store, conversation.conversation_rating, version),
    source: {
      ...conversation.source,
      subject: shown(conversation.source.subject),
      body: shown(conversation.source.body),
    },
    contacts: { type: 'contact.list', contacts: contact_ids.map((id) => contactReference(store, id)) },
    // The schema calls this list `teammates`; the wire has always said `admins`.
    teammates: { type: 'admin.list', admins: teammates(conversation) },
    sla_applied: conversation.sla_applied && { type: 'conversation_sla_summary', ...conversation.sla_applied },
    statistics: {
      type: 'conversation_statistics',
      ...conversation.statistics,
      count_conversation_parts: parts.length,
    },
    linked_objects: linkedObjectsJson(conversation.linked_objects),
    topics: {
      type: 'topic.list',
      topics: topics.map((topic) => ({ type: 'topic', ...topic })),
      total_count: topics.length,
    },
    ...(monitors ? { monitor_evaluations } : {}),
    ...(scorecards ? { scorecards: cards } : {}),
  };
}

/** A single conversation, with its most recent parts and the number of all of them. */
export function conversationDetailJson(
  store: Store,
  conversation: Conversation,
  version: number,
  view: ConversationView = {},
): JsonObject {
  const { partTypesLeftOut = [] } = view;
  const parts = conversation.parts.filter(({ part_type }) => !partTypesLeftOut.includes(part_type));
  return {
    ...conversationJson(store, conversation, version, view),
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: recentParts({ parts }).map((part) => partJson(store, part, view.plaintext)),
      total_count: conversation.parts.length,
    },
  };
}

/** The parts the API gives, of a conversation or a ticket. */
export function recentParts<P>({ parts }: { parts: readonly P[] }): P[] {
  return parts.slice(-mostParts);
}

/** One part of a conversation. */
export function partJson(store: Store, { tag_ids, ...part }: Part, plaintext = false): JsonObject {
  return {
    type: 'conversation_part',
    ...part,
    body: plaintext && part.body !== null ? plainText(part.body) : part.body,
    tags: tag_ids.flatMap((id) => tagBasicJson(store, id)),
  };
}

/** What a conversation or ticket is linked to. */
export function linkedObjectsJson(objects: Conversation['linked_objects']): JsonObject {
  const data = objects.slice(0, mostLinks);
  return { type: 'list', total_count: objects.length, has_more: data.length < objects.length, data };
}

/** A contact in a list of another object's contacts; one that is archived or blocked remains in it. */
export function contactReference(store: Store, id: string): JsonObject {
  const contact = store.get(contacts).all.get(id) ?? store.get(inactiveContacts).get(id)?.contact;
  return { type: 'contact', id, external_id: contact?.external_id ?? null };
}

/** Whether the token may see it: conversations that are tickets need a scope more. */
export function isVisible({ settings }: Store, { is_ticket }: Conversation): boolean {
  return !is_ticket || !settings.denied.includes('read_tickets');
}

/** What is told of a deleted conversation, here as documented or without its time. */
export function deletedConversationJson(
  { settings }: Store,
  { deleted_at, ...deleted }: DeletedConversation,
): JsonObject {
  const isTimeless = settings.deletedListManner === 'no-times' && BigInt(deleted.id) % 3n === 0n;
  return { type: 'conversation', ...deleted, ...(isTimeless ? {} : { deleted_at }) };
}

function teammates({ parts }: Conversation): JsonObject[] {
  const ids = new Set(parts.filter((part) => part.author.type === 'admin').map((part) => part.author.id));
  return [...ids].map((id) => ({ type: 'admin', id }));
}

/** Workflows are named as raters' teammates from 2.17; before, there is none. */
function ratingJson(store: Store, rating: Rating | null, version: number): Json {
  if (rating === null) return null;
  const { contact_id, teammate, ...plain } = rating;
  const known = teammate?.type === 'workflow' && version < 217 ? null : teammate;
  return { ...plain, contact: contactReference(store, contact_id), teammate: known };
}

function oldPriority({ priority }: Conversation): string {
  return priority === 'high' || priority === 'urgent' ? 'priority' : 'not_priority';
}

/** The text of a body: no tags, links as `label (url)`. */
function plainText(html: string): string {
  return html
    .replace(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/g, '$2 ($1)')
    .replace(/<br\s*\/?>|<\/p>\s*<p>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
