import type { JsonObject } from '../json.ts';
import type { AppliedTag } from '../model/contact.ts';
import type { ConversationAttribute, DataAttribute, Segment, SubscriptionType } from '../model/labels.ts';
import type { Store } from '../workspace/store.ts';

/** A tag by id; nothing where it has gone. */
export function tagBasicJson(store: Store, id: string): JsonObject[] {
  const tag = store.tags.get(id);
  return tag ? [{ type: 'tag', ...tag }] : [];
}

/** A tag as applied to something, with by whom and when. */
export function appliedTagJson(store: Store, { id, ...applied }: AppliedTag): JsonObject[] {
  return tagBasicJson(store, id).map((tag) => ({ ...tag, ...applied }));
}

/** A segment; with its number of members where asked for. */
export function segmentJson(store: Store, segment: Segment, withCount = false): JsonObject {
  const { of, ...plain } = segment;
  return { type: 'segment', ...plain, ...(withCount ? { count: membersOf(store, segment) } : {}) };
}

function membersOf(store: Store, { id, of }: Segment): number {
  const all = of === 'people' ? store.contacts.all.values() : store.companies.values();
  let count = 0;
  for (const { segment_ids } of all) if (segment_ids.includes(id)) count += 1;
  return count;
}

/** A custom or built-in attribute. From 2.17 the built-in times are told to be `datetime`. */
export function dataAttributeJson(attribute: DataAttribute, version: number): JsonObject {
  const exact = version >= 217 && attribute.data_type === 'date' && !attribute.custom && attribute.model === 'contact';
  return { type: 'data_attribute', ...attribute, data_type: exact ? 'datetime' : attribute.data_type };
}

/** A custom attribute of conversations. */
export function conversationAttributeJson(attribute: ConversationAttribute): JsonObject {
  return { type: 'conversation_attribute', ...attribute };
}

/** A kind of mail; its first translation is the default. */
export function subscriptionJson({ translations, ...plain }: SubscriptionType): JsonObject {
  return { type: 'subscription', ...plain, default_translation: translations[0], translations };
}
