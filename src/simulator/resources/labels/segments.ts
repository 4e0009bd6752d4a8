import type { JsonObject } from '../../engine/json.ts';
import { listing } from '../../engine/listing.ts';
import type { Store } from '../../engine/store.ts';
import { companies } from '../companies/tables.ts';
import { contacts } from '../contacts/tables.ts';

/** A segment of people, or of companies. */
export interface Segment {
  id: string;
  name: string;
  of: 'people' | 'companies';
  created_at: number;
  updated_at: number;
  person_type: 'contact' | 'user';
}

export const segments = listing({
  name: 'segments',
  one: 'Segment',
  blank: ({ id, now }): Segment => ({
    id,
    name: `Segment ${id.slice(-4)}`,
    of: 'people',
    created_at: now,
    updated_at: now,
    person_type: 'user',
  }),
  afterDelete: leave,
  json: (store, segment) => ({ ...segmentJson(segment), count: membersOf(store, segment) }),
});

/** A segment without its number of members, which is given only where it is asked for. */
export function segmentJson({ of, ...plain }: Segment): JsonObject {
  return { type: 'segment', ...plain };
}

/** The segments with these ids, those that have gone left out. */
export function segmentsJson(store: Store, ids: readonly string[]): JsonObject[] {
  return ids.flatMap((id) => {
    const segment = store.get(segments).get(id);
    return segment ? [segmentJson(segment)] : [];
  });
}

function membersOf(store: Store, { id, of }: Segment): number {
  const all = of === 'people' ? store.get(contacts).all.values() : store.get(companies).values();
  let count = 0;
  for (const { segment_ids } of all) if (segment_ids.includes(id)) count += 1;
  return count;
}

/** The members of a deleted segment leave it without being touched. */
function leave(store: Store, { id }: Segment): void {
  const without = (ids: string[]): string[] => ids.filter((one) => one !== id);
  const people = store.get(contacts);
  for (const one of [...people.all.values()]) {
    if (one.segment_ids.includes(id)) people.put({ ...one, segment_ids: without(one.segment_ids) });
  }
  const firms = store.get(companies);
  for (const one of [...firms.values()]) {
    if (one.segment_ids.includes(id)) firms.set(one.id, { ...one, segment_ids: without(one.segment_ids) });
  }
}
