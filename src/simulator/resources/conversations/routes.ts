import { apiError, forbidden, notFound } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import { daysOf } from '../../engine/search/days.ts';
import { allRoute, searchRoute } from '../../engine/search/routes.ts';
import { allOrders, type SearchAnswer, type SearchEndpoint } from '../../engine/search/search.ts';
import { compareIds } from '../../engine/search/sorted-index.ts';
import { rankOf } from '../../engine/version.ts';
import { conversationFields } from './fields.ts';
import {
  type ConversationView,
  conversationDetailJson,
  conversationJson,
  deletedConversationJson,
  isVisible,
} from './json.ts';
import type { Conversation, DeletedConversation } from './model.ts';
import { conversations, deletedConversations } from './tables.ts';

const scope = 'read_conversations';

const searched = { path: '/conversations', scope, endpoint, json: listed };

/** Conversations, one with its parts, those deleted, and their attributes. */
export const routes: Route[] = [
  searchRoute(searched),
  allRoute(searched),
  { method: 'GET', path: '/conversations/deleted', scope, since: '2.16', respond: deleted },
  {
    method: 'GET',
    path: '/conversations/:id',
    scope,
    respond: (call) =>
      conversationDetailJson(call.store, conversationOf(call), call.version, {
        ...viewOf(call),
        partTypesLeftOut: partTypesLeftOut(call),
      }),
  },
];

/** The conversation that a path names; what is below it answers as it does itself. */
export function conversationOf({ store, settings, param }: Call): Conversation {
  const conversation = store.get(conversations).all.get(param('id'));
  if (!conversation) throw notFound();
  if (isVisible(store, conversation)) return conversation;
  throw settings.hiddenConversationStatus === 404 ? notFound() : forbidden('read_tickets');
}

function listed(call: Call, { items, ...rest }: SearchAnswer<Conversation>): JsonObject {
  const view = viewOf(call);
  const conversations = items.map((one) => conversationJson(call.store, one, call.version, view));
  return { type: 'conversation.list', conversations, ...rest };
}

function viewOf({ query, flag }: Call): ConversationView {
  return {
    plaintext: query('display_as') === 'plaintext',
    monitors: flag('include_monitors'),
    scorecards: flag('include_scorecards'),
  };
}

/** As announced for Preview, 50 types at most; whether the count of parts then leaves them out, too, is not said. */
function partTypesLeftOut({ query, settings, version }: Call): string[] {
  const { partTypesParameter: parameter } = settings;
  const asked = parameter === '' ? undefined : query(parameter);
  if (asked === undefined) return [];
  if (version < rankOf('Preview')) throw apiError(422, 'parameter_invalid', `${parameter} is not a parameter`);
  const types = asked.split(',');
  if (types.length > 50) throw apiError(422, 'parameter_invalid', `${parameter} takes 50 types at most`);
  return types;
}

/**
 * Conversation search compares exact seconds. The documents leave open whether `>` includes equality and whether a
 * sort is obeyed, so both are options of the simulator.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/searchconversations
 */
function endpoint({ store, settings }: Call): SearchEndpoint<Conversation> {
  return {
    collection: store.get(conversations),
    fields: conversationFields,
    comparison: {
      timestampDays: undefined,
      dateDays: daysOf('UTC'),
      inclusive: settings.inclusiveBounds,
      allowsOnTimestamp: (operator) => operator !== '>=' && operator !== '<=',
    },
    defaultSort: { field: 'updated_at', direction: 'descending' },
    defaultPerPage: 20,
    orders: allOrders,
    shuffled: settings.shuffledSearch,
    ...(settings.denied.includes('read_tickets')
      ? { visible: (conversation: Conversation) => isVisible(store, conversation) }
      : {}),
  };
}

function deleted(call: Call): JsonObject {
  const { store, settings } = call;
  const newestFirst = [...store.get(deletedConversations).values()].sort(
    (a, b) => b.deleted_at - a.deleted_at || compareIds(b.id, a.id),
  );
  const { items, ...rest } = numberedPage(call, inOrder(call, newestFirst), { perPage: 20, max: 60 });
  const conversations = items.map((one) => {
    const told = deletedConversationJson(store, one);
    return settings.deletedListManner === 'text-times' ? { ...told, deleted_at: timeAsText(one) } : told;
  });
  return { type: 'conversations.list', conversations, ...rest };
}

function inOrder({ query, settings }: Call, newestFirst: DeletedConversation[]): DeletedConversation[] {
  if (settings.deletedListManner === 'by-id') return newestFirst.sort((a, b) => compareIds(a.id, b.id));
  const isObeyed = settings.deletedListManner !== 'ignores-order';
  return isObeyed && query('order') === 'asc' ? newestFirst.reverse() : newestFirst;
}

function timeAsText({ id, deleted_at }: DeletedConversation): string {
  return BigInt(id) % 2n === 0n ? String(deleted_at) : new Date(deleted_at * 1000).toISOString();
}
