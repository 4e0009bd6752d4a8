import { apiError, notFound } from '../http/api-error.ts';
import type { JsonObject } from '../json.ts';
import { dataAttributeJson, segmentJson, subscriptionJson, tagBasicJson } from '../represent/labels.ts';
import { maybePaged } from './page-numbered.ts';
import type { Call, Route } from './route.ts';

/** Tags, segments, attributes of contacts and companies, and kinds of mail. */
export const labelRoutes: Route[] = [
  {
    method: 'GET',
    path: '/tags',
    scope: 'read_tags',
    answer: (call) => {
      const { items, ...rest } = maybePaged(call, [...call.store.tags.keys()]);
      return { type: 'list', data: items.flatMap((id) => tagBasicJson(call.store, id)), ...rest };
    },
  },
  {
    method: 'GET',
    path: '/tags/:id',
    scope: 'read_tags',
    answer: ({ store, param }) => {
      const [tag] = tagBasicJson(store, param('id'));
      if (!tag) throw notFound('Resource Not Found');
      return tag;
    },
  },
  {
    method: 'GET',
    path: '/segments/:id',
    scope: 'read_users_companies',
    answer: ({ store, param }) => {
      const segment = store.segments.get(param('id'));
      if (!segment) throw notFound('Segment Not Found');
      return segmentJson(store, segment, false);
    },
  },
  {
    method: 'GET',
    path: '/segments',
    scope: 'read_users_companies',
    answer: (call) => {
      const { store, flag, query } = call;
      const of = query('type') === 'company' ? 'companies' : 'people';
      const segments = [...store.segments.values()].filter((segment) => segment.of === of);
      const { items, pages = {} } = maybePaged(call, segments);
      return {
        type: 'segment.list',
        segments: items.map((segment) => segmentJson(store, segment, flag('include_count'))),
        pages,
      };
    },
  },
  {
    method: 'GET',
    path: '/data_attributes',
    scope: 'read_users_companies',
    answer: dataAttributes,
  },
  {
    method: 'GET',
    path: '/subscription_types',
    scope: 'read_users_companies',
    answer: ({ store }) => ({ type: 'list', data: [...store.subscriptionTypes.values()].map(subscriptionJson) }),
  },
];

/** Conversations' attributes have left this list with 2.16; their own endpoint has them since. */
function dataAttributes(call: Call): JsonObject {
  const { store, query, flag, version } = call;
  const model = query('model');
  if (model === 'conversation' && version >= 216) {
    const message = 'model=conversation is no longer supported. Use GET /conversations/attributes instead';
    throw apiError(422, 'parameter_invalid', message);
  }
  const attributes = [...store.dataAttributes.values()]
    .filter((attribute) => model === undefined || attribute.model === model)
    .filter((attribute) => flag('include_archived') || !attribute.archived);
  const { items, ...rest } = maybePaged(call, attributes);
  return { type: 'list', data: items.map((attribute) => dataAttributeJson(attribute, version)), ...rest };
}
