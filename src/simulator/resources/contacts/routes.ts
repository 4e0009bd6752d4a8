import { apiError, notFound } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import { invalidCursor } from '../../engine/search/cursor.ts';
import { daysOf } from '../../engine/search/days.ts';
import { allRoute, searchRoute } from '../../engine/search/routes.ts';
import { longOrders, perPageOf, type SearchAnswer, type SearchEndpoint } from '../../engine/search/search.ts';
import { dataAttributes } from '../attributes/data-attributes.ts';
import { companyJson, noteJson, notesOf } from '../companies/json.ts';
import { companies } from '../companies/tables.ts';
import { segmentsJson } from '../labels/segments.ts';
import { subscriptionTypes } from '../labels/subscription-types.ts';
import { appliedTagJson } from '../labels/tags.ts';
import { isActivityId } from './activity-feed.ts';
import { contactFields } from './fields.ts';
import { activityJson, contactDetailJson, contactJson, inactiveContactJson, mergesJson } from './json.ts';
import type { Contact } from './model.ts';
import { activities, contacts, inactiveContacts, mergedContacts } from './tables.ts';

const scope = 'read_users_companies';
const sublist = { perPage: 50, max: 60 };

const searched = { path: '/contacts', scope, endpoint, json: listed };

/** Contacts, what hangs on them, and the feed of what happened to them. */
export const routes: Route[] = [
  searchRoute(searched),
  allRoute(searched),
  { method: 'GET', path: '/contacts/activities', scope, since: 'Preview', respond: activitiesAfter },
  { method: 'GET', path: '/contacts/deleted', scope, respond: inactiveOnes },
  {
    method: 'GET',
    path: '/contacts/:id',
    scope,
    respond: (call) => contactDetailJson(call.store, contactOf(call), call.version, wantsMerges(call)),
  },
  {
    method: 'GET',
    path: '/contacts/:id/companies',
    scope,
    respond: (call) => {
      const all = contactOf(call).company_ids.flatMap((id) => call.store.get(companies).get(id) ?? []);
      const { items, ...rest } = numberedPage(call, all, sublist);
      // The schema calls this list `companies`; the wire says `data`.
      return { type: 'list', data: items.map((company) => companyJson(call.store, company, call.version)), ...rest };
    },
  },
  {
    method: 'GET',
    path: '/contacts/:id/tags',
    scope,
    respond: (call) => ({
      type: 'list',
      data: contactOf(call).tags.flatMap((tag) => appliedTagJson(call.store, tag)),
    }),
  },
  {
    method: 'GET',
    path: '/contacts/:id/notes',
    scope,
    respond: (call) => {
      const { items, ...rest } = numberedPage(call, notesOf(call.store, contactOf(call).note_ids), sublist);
      return { type: 'list', data: items.map((note) => noteJson(call.store, note)), ...rest };
    },
  },
  {
    method: 'GET',
    path: '/contacts/:id/segments',
    scope,
    respond: (call) => ({ type: 'list', data: segmentsJson(call.store, contactOf(call).segment_ids) }),
  },
  {
    method: 'GET',
    path: '/contacts/:id/subscriptions',
    scope,
    respond: (call) => {
      const types = contactOf(call).subscription_ids.flatMap((id) => call.store.get(subscriptionTypes).get(id) ?? []);
      return { type: 'list', data: types.map((type) => subscriptionTypes.json(call.store, type, call.version)) };
    },
  },
  { method: 'GET', path: '/contacts/:id/merge_history', scope, since: '2.16', respond: mergeHistory },
];

function listed(call: Call, { items, ...rest }: SearchAnswer<Contact>): JsonObject {
  const withMerges = wantsMerges(call);
  return { type: 'list', data: items.map((one) => contactJson(call.store, one, call.version, withMerges)), ...rest };
}

function wantsMerges({ flag, version }: Call): boolean {
  return version >= 216 && flag('include_merge_history');
}

/**
 * Up to 2.16 contact search matches times by the workspace's calendar day; from 2.17 Intercom's own times match by
 * the second, and dates in custom attributes by the UTC day.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts
 */
function endpoint({ store, settings, version }: Call): SearchEndpoint<Contact> {
  const exact = version >= 217;
  const days = daysOf(settings.timezone);
  const operators = exact ? ['=', '!=', '>', '<', '>=', '<='] : ['=', '>', '<'];
  return {
    collection: store.get(contacts),
    fields: contactFields(store.get(dataAttributes)),
    comparison: {
      timestampDays: exact ? undefined : days,
      dateDays: exact ? daysOf('UTC') : days,
      inclusive: false,
      allowsOnTimestamp: (operator) => operators.includes(operator),
    },
    defaultSort: { field: 'created_at', direction: 'descending' },
    defaultPerPage: 50,
    orders: longOrders,
    shuffled: false,
  };
}

/** The contact of the path; one that was merged answers 410 and says where it went, a deleted one 404. */
function contactOf({ store, param }: Call): Contact {
  const id = param('id');
  const contact = store.get(contacts).all.get(id);
  if (contact) return contact;
  let target = store.get(mergedContacts).get(id);
  if (target === undefined) throw notFound('User Not Found');
  for (
    let next = store.get(mergedContacts).get(target);
    next !== undefined;
    next = store.get(mergedContacts).get(target)
  )
    target = next;
  const message = "This contact has been merged. See the 'Link' header for the canonical contact.";
  throw apiError(410, 'contact_merged', message, { Link: `</contacts/${target}>; rel="canonical"` });
}

/** The feed is read forward from an id, which stays a valid place for ever. */
function activitiesAfter({ store, settings, query }: Call): JsonObject {
  const perPage = perPageOf(query('per_page'), 50);
  const after = query('starting_after');
  if (after !== undefined && !isActivityId(after)) throw invalidCursor();
  const place = after === undefined ? 0 : store.get(activities).after(after);
  const isGiven = place === 0 ? after === undefined : store.get(activities).all[place - 1]!.id === after;
  if (!isGiven && settings.activityCursors === 'given-only') throw invalidCursor();
  const start = isGiven || settings.activityCursors === 'any' ? place : 0;
  const data = store.get(activities).all.slice(start, start + perPage);
  const more = start + perPage < store.get(activities).all.length;
  return {
    type: 'list',
    data: data.map(activityJson),
    pages: { type: 'pages', per_page: perPage, next: more ? { starting_after: data.at(-1)!.id } : null },
  };
}

const mostInactive = 150;

/**
 * The contacts that are shown no longer, in the order in which that happened; the documents name none. Where there is no such list,
 * 'deleted' is taken for an id.
 * @see https://developers.intercom.com/docs/references/2.17/rest-api/api.intercom.io/contacts/listdeletedcontacts
 */
function inactiveOnes(call: Call): JsonObject {
  const { store, settings, version } = call;
  if (!settings.inactiveContacts || version < 217) throw notFound('User Not Found');
  const asked = call.query('per_page');
  const perPage = Math.min(mostInactive, asked === undefined ? 10 : Number.parseInt(asked, 10));
  if (!(perPage >= 1)) throw apiError(400, 'invalid_per_page', 'per_page must be a positive integer');
  const all = [...store.get(inactiveContacts).values()].sort(
    (a, b) => a.updated_at - b.updated_at || (a.id < b.id ? -1 : 1),
  );
  const query = (name: string) => (name === 'per_page' ? String(perPage) : call.query(name));
  const { items, ...rest } = numberedPage({ ...call, query }, all, { perPage, max: mostInactive });
  const shown = (email: string | null) =>
    call.query('escape_identity') === 'false' ? email : (email?.replaceAll('&', '&amp;') ?? null);
  return { type: 'list', data: items.map((one) => inactiveContactJson({ ...one, email: shown(one.email) })), ...rest };
}

function mergeHistory(call: Call): JsonObject {
  const contact = contactOf(call);
  if (contact.role === 'lead') throw notFound('Contact not found');
  const perPage = perPageOf(call.query('per_page'), 50);
  const start = Number(call.query('cursor') ?? 0);
  if (!Number.isInteger(start)) throw apiError(400, 'client_error', 'Invalid cursor param');
  const merges = call.query('order') === 'asc' ? mergesJson(contact) : mergesJson(contact).reverse();
  const has_more = start + perPage < merges.length;
  return {
    type: 'list',
    data: merges.slice(start, start + perPage),
    next_cursor: has_more ? String(start + perPage) : null,
    has_more,
  };
}
