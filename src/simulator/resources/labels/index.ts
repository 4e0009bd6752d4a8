/** Tags, segments and kinds of mail. */
import type { JsonObject } from '../../engine/json.ts';
import { listRoute, oneRoute } from '../../engine/listing.ts';
import { maybePaged } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import { segmentJson, segments } from './segments.ts';
import { subscriptionTypes } from './subscription-types.ts';
import { tags } from './tags.ts';

export { seedLabels as seed } from './seed.ts';

export const resources = { tags, segments, subscriptionTypes };

const scope = 'read_users_companies';

export const routes: Route[] = [
  listRoute(tags, { path: '/tags', scope: 'read_tags' }),
  oneRoute(tags, { path: '/tags/:id', scope: 'read_tags' }),
  { method: 'GET', path: '/segments', scope, respond: listSegments },
  oneRoute(segments, {
    path: '/segments/:id',
    scope,
    missing: ['Segment Not Found'],
    json: (_, segment) => segmentJson(segment),
  }),
  listRoute(subscriptionTypes, { path: '/subscription_types', scope }),
];

/** Segments of people, or those of companies where they are asked for by a parameter that the reference does not mention. */
function listSegments(call: Call): JsonObject {
  const { store, flag, query, version } = call;
  const of = query('type') === 'company' ? 'companies' : 'people';
  const all = [...store.get(segments).values()].filter((segment) => segment.of === of);
  const { items, pages = {} } = maybePaged(call, all);
  const list = items.map((one) => (flag('include_count') ? segments.json(store, one, version) : segmentJson(one)));
  return { type: 'segment.list', segments: list, pages };
}
