import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import type { ContactActivity } from './activity.ts';
import type { Contact, InactiveContact } from './model.ts';

/** How many tags, notes and companies a contact carries inline. */
const mostInline = 10;

/** A contact as the API shows it. `owner_id` is a number up to 2.15 and a string from 2.16. */
export function contactJson(store: Store, contact: Contact, version: number, withMerges = false): JsonObject {
  const {
    tags,
    note_ids,
    company_ids,
    segment_ids,
    subscription_ids,
    merge_history,
    enabled_push_messaging,
    ...plain
  } = contact;
  const url = (list: string): string => `/contacts/${contact.id}/${list}`;
  return {
    type: 'contact',
    workspace_id: store.settings.workspaceId,
    ...plain,
    owner_id: contact.owner_id === null || version < 216 ? contact.owner_id : String(contact.owner_id),
    avatar: contact.avatar === null ? null : { type: 'avatar', image_url: contact.avatar },
    location: { type: 'location', ...contact.location },
    social_profiles: { data: contact.social_profiles.map((profile) => ({ type: 'social_profile', ...profile })) },
    tags: inline(
      'tag',
      tags.map((tag) => tag.id),
      '/tags',
      url('tags'),
    ),
    notes: inline('note', note_ids, '/notes', url('notes')),
    companies: inline('company', company_ids, '/companies', url('companies')),
    ...(withMerges && contact.role === 'user' ? { merge_history: mergesJson(contact) } : {}),
  };
}

/** A single contact, which tells a little more than a listed one. */
export function contactDetailJson(store: Store, contact: Contact, version: number, withMerges: boolean): JsonObject {
  const { enabled_push_messaging } = contact;
  return { ...contactJson(store, contact, version, withMerges), enabled_push_messaging };
}

/** What is told of a contact that is shown no longer. Whether it tells a time, no document at hand says. */
export function inactiveContactJson({ contact, ...plain }: InactiveContact): JsonObject {
  return { type: 'contact', ...plain };
}

/** The contacts that were merged into this one. */
export function mergesJson(contact: Contact): JsonObject[] {
  return contact.merge_history.map((merge) => ({ type: 'merge_history', ...merge }));
}

/** One activity of the feed. */
export function activityJson(activity: ContactActivity): JsonObject {
  return { type: 'contact_activity', ...activity };
}

function inline(type: string, ids: readonly string[], path: string, url: string): JsonObject {
  return {
    data: ids.slice(0, mostInline).map((id) => ({ type, id, url: `${path}/${id}` })),
    url,
    total_count: ids.length,
    has_more: ids.length > mostInline,
  };
}
