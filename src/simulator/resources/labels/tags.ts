import type { JsonObject } from '../../engine/json.ts';
import { listing } from '../../engine/listing.ts';
import type { Store } from '../../engine/store.ts';
import { need } from '../../engine/table.ts';
import { companies } from '../companies/tables.ts';
import type { AppliedTag } from '../contacts/model.ts';
import { contacts } from '../contacts/tables.ts';
import { conversations } from '../conversations/tables.ts';
import { firstAdmin } from '../people/admins.ts';

/** A tag of the workspace. */
export interface Tag {
  id: string;
  name: string;
}

export const tags = listing({
  name: 'tags',
  one: 'Tag',
  ids: { from: 120300n, step: 60 },
  blank: ({ id }): Tag => ({ id, name: `Tag ${id}` }),
  afterDelete: takeOff,
  json: (_, tag) => ({ type: 'tag', ...tag }),
});

/** A tag by id; nothing where it has gone. */
export function tagBasicJson(store: Store, id: string): JsonObject[] {
  const tag = store.get(tags).get(id);
  return tag ? [{ type: 'tag', ...tag }] : [];
}

/** A tag as applied to something, with by whom and when. */
export function appliedTagJson(store: Store, { id, ...applied }: AppliedTag): JsonObject[] {
  return tagBasicJson(store, id).map((tag) => ({ ...tag, ...applied }));
}

/** The tags of a record with one more, put there now by the first admin. The tag must exist. */
export function withTag(store: Store, applied: readonly AppliedTag[], id: string): AppliedTag[] {
  need(store.get(tags), id, 'tag');
  const applied_by = { type: 'admin' as const, id: firstAdmin(store)?.id ?? '0' };
  return [...applied.filter((tag) => tag.id !== id), { id, applied_at: store.seconds(), applied_by }];
}

/** Takes a deleted tag off everything that had it, which touches those records. */
function takeOff(store: Store, { id }: Tag): void {
  const updated_at = store.seconds();
  const without = (applied: AppliedTag[]): AppliedTag[] => applied.filter((tag) => tag.id !== id);
  const people = store.get(contacts);
  for (const one of [...people.all.values()]) {
    if (one.tags.some((tag) => tag.id === id)) people.put({ ...one, tags: without(one.tags), updated_at });
  }
  const talks = store.get(conversations);
  for (const one of [...talks.all.values()]) {
    if (one.tags.some((tag) => tag.id === id)) talks.put({ ...one, tags: without(one.tags), updated_at });
  }
  const firms = store.get(companies);
  for (const one of [...firms.values()]) {
    if (!one.tag_ids.includes(id)) continue;
    firms.set(one.id, { ...one, tag_ids: one.tag_ids.filter((tag) => tag !== id), updated_at });
  }
}
