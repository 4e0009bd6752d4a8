/** Built-in and custom attributes of contacts and companies, and the custom ones of conversations. */
import { apiError } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import { listRoute } from '../../engine/listing.ts';
import type { Call, Route } from '../../engine/route.ts';
import type { Store } from '../../engine/store.ts';
import { latestVersion } from '../../engine/version.ts';
import { conversationAttributes } from './conversation-attributes.ts';
import { type DataAttribute, dataAttributes } from './data-attributes.ts';

export { seedAttributes as seed, seedBuiltInAttributes as seedAlways } from './seed.ts';

export const resources = { dataAttributes, conversationAttributes };

/** As the streams of attributes have them. */
export const truths = {
  contact_attributes: (store: Store): JsonObject[] => ofModel(store, 'contact'),
  company_attributes: (store: Store): JsonObject[] => ofModel(store, 'company'),
};

const isWanted = ({ flag }: Call, { archived }: { archived: boolean }): boolean =>
  flag('include_archived') || !archived;

const ofContactsAndCompanies = listRoute(dataAttributes, {
  path: '/data_attributes',
  scope: 'read_users_companies',
  where: (call, attribute) => isWanted(call, attribute) && (call.query('model') ?? attribute.model) === attribute.model,
});

export const routes: Route[] = [
  {
    ...ofContactsAndCompanies,
    respond(call) {
      refuseConversations(call);
      return ofContactsAndCompanies.respond(call);
    },
  },
  listRoute(conversationAttributes, {
    path: '/conversations/attributes',
    scope: 'read_conversations',
    since: '2.16',
    where: isWanted,
  }),
];

/** Conversations' attributes have left the list with 2.16; their own endpoint has them since. */
function refuseConversations({ query, version }: Call): void {
  if (query('model') !== 'conversation' || version < 216) return;
  const message = 'model=conversation is no longer supported. Use GET /conversations/attributes instead';
  throw apiError(422, 'parameter_invalid', message);
}

function ofModel(store: Store, model: DataAttribute['model']): JsonObject[] {
  return [...store.get(dataAttributes).values()]
    .filter((attribute) => attribute.model === model)
    .map((attribute) => dataAttributes.json(store, attribute, latestVersion));
}
