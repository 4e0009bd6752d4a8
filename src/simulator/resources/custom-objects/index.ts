/** Instances of the workspace's own types. The reference says that they need a permission, and names none. */
import { notFound } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import { type CustomObjectInstance, customObjectInstances, customObjectTypes } from './instances.ts';

export { seedCustomObjects as seed } from './seed.ts';

export const resources = { customObjectInstances };

const asked = { method: 'GET', scope: 'read_custom_object_instances', since: '2.16' } as const;

export const routes: Route[] = [
  { path: '/custom_object_instances/:type', ...asked, respond: listed },
  { path: '/custom_object_instances/:type/:id', ...asked, respond: one },
];

/** What changed last comes first, so that instances move while they are read: no document says in which order they come. */
function listed(call: Call): JsonObject {
  const latestFirst = instancesOf(call).sort((a, b) => b.updated_at - a.updated_at || Number(b.id) - Number(a.id));
  const { items, ...rest } = numberedPage(call, latestFirst, { perPage: 20, max: 150 });
  return { type: 'list', data: items.map((item) => jsonOf(call, item)), ...rest };
}

/** By its id, else by the one that its application gave it. */
function one(call: Call): JsonObject {
  const id = call.param('id');
  const all = instancesOf(call);
  const found = all.find((item) => item.id === id) ?? all.find((item) => item.external_id === id);
  if (!found) throw notFound('Custom object instance not found');
  return jsonOf(call, found);
}

function instancesOf({ store, param }: Call): CustomObjectInstance[] {
  const type = param('type');
  if (!customObjectTypes.includes(type)) throw notFound(`Custom object type \`${type}\` not found`);
  return [...store.get(customObjectInstances).values()].filter((item) => item.type === type);
}

const jsonOf = ({ store, version }: Call, item: CustomObjectInstance): JsonObject =>
  customObjectInstances.json(store, item, version);
