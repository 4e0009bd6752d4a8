import { isObject, type Json, type JsonObject } from '../../engine/json.ts';
import { listing } from '../../engine/listing.ts';
import type { Store } from '../../engine/store.ts';

/** What an instance refers to: of contacts and conversations the ids. */
export interface Reference {
  to: 'contact' | 'conversation' | 'Order';
  ids: string[];
}

/** An instance of one of the workspace's own types. Times in seconds. */
export interface CustomObjectInstance {
  id: string;
  /** The identifier of its type; it keeps it for life. */
  type: string;
  external_id: string;
  external_created_at: number | null;
  external_updated_at: number | null;
  created_at: number;
  updated_at: number;
  custom_attributes: JsonObject;
  /** By the names of the attributes that refer to other records. */
  references: { [attribute: string]: Reference };
}

/** The types that the workspace has. */
export const customObjectTypes = ['Order', 'Order_Item'];

export const customObjectInstances = listing({
  name: 'custom_object_instances',
  one: 'CustomObjectInstance',
  ids: { from: 16_032_000n, step: 9 },
  blank: ({ id, now }): CustomObjectInstance => ({
    id,
    type: customObjectTypes[0]!,
    external_id: `ext-${id}`,
    external_created_at: null,
    external_updated_at: null,
    created_at: now,
    updated_at: now,
    custom_attributes: {},
    references: {},
  }),
  json: instanceJson,
});

function instanceJson(store: Store, { references, custom_attributes, ...instance }: CustomObjectInstance): JsonObject {
  const referring = Object.entries(references).map(([name, reference]) => [name, referenceJson(store, reference)]);
  return { ...instance, custom_attributes: { ...custom_attributes, ...Object.fromEntries(referring) } };
}

/** Instances are shown whole, as the reference declares it. How contacts and conversations are shown no document says. */
function referenceJson(store: Store, { to, ids }: Reference): Json {
  if (to === 'contact') return { type: 'contact.list', contacts: ids.map((id) => ({ type: to, id })) };
  if (to === 'conversation') return { type: 'conversation.list', conversations: ids.map((id) => ({ type: to, id })) };
  const instances = ids.flatMap((id) => {
    const one = store.get(customObjectInstances).get(id);
    return one ? [instanceJson(store, one)].filter(isObject) : [];
  });
  return { type: `${to.toLowerCase()}.list`, instances };
}
