/** The log of what admins did. */
import { apiError } from '../../engine/api-error.ts';
import { isObject, type Json, type JsonObject } from '../../engine/json.ts';
import { numberedPage } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import type { Store } from '../../engine/store.ts';
import { type ActivityLog, activityLogs, eventTypes } from './model.ts';

export { activityLogChanges as changes } from './changes.ts';
export { seedActivityLogs as seed } from './seed.ts';

export const resources = { activityLogs };

export const truths = {
  activity_logs: (store: Store): JsonObject[] => [...store.get(activityLogs).values()].map((log) => ({ ...log })),
  activity_log_event_types: (): JsonObject[] => eventTypes.map((name) => ({ name })),
};

const scope = 'read_admin_activity_logs';

export const routes: Route[] = [
  { method: 'GET', path: '/admins/activity_logs', scope, respond: listed },
  { method: 'POST', path: '/admins/activity_logs/search', scope, since: '2.16', respond: searched },
  {
    method: 'GET',
    path: '/admins/activity_log_event_types',
    scope,
    since: '2.16',
    respond: () => ({ type: 'activity_log_event_type.list', event_types: [...eventTypes] }),
  },
];

const day = 86_400;

/** @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/listactivitylogs */
function listed(call: Call): JsonObject {
  return within(call, { after: call.query('created_at_after'), before: call.query('created_at_before') });
}

/**
 * The next page is asked for by the same body; its number is in the address, which the body's own `page` gives way to.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/searchactivitylogs
 */
function searched(call: Call): JsonObject {
  const body = isObject(call.body) ? call.body : {};
  const inBody = (name: string): string | undefined => (body[name] === undefined ? undefined : String(body[name]));
  const query = (name: string): string | undefined => call.query(name) ?? inBody(name);
  return within({ ...call, query }, { after: body.created_at_after, before: body.created_at_before });
}

/** Newest first. The documents leave open whether the bounds are included; from 2.17 they may be left out. */
function within(call: Call, asked: { after: Json | undefined; before: Json | undefined }): JsonObject {
  const { store, settings, version } = call;
  const after = secondsOf('created_at_after', asked.after) ?? (version >= 217 ? store.seconds() - 30 * day : undefined);
  if (after === undefined) throw apiError(400, 'parameter_invalid', 'created_at_after is required');
  const before = secondsOf('created_at_before', asked.before);
  const slack = settings.inclusiveBounds ? 1 : 0;
  const isWithin = ({ created_at }: ActivityLog): boolean =>
    created_at > after - slack && (before === undefined || created_at < before + slack);
  const found = [...store.get(activityLogs).values()].filter(isWithin).reverse();
  found.sort((a, b) => b.created_at - a.created_at);
  const { items, pages } = numberedPage(call, found, { perPage: 20, max: 250 });
  return { type: 'activity_log.list', pages, activity_logs: items.map((log) => ({ ...log })) };
}

function secondsOf(name: string, value: Json | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number') throw apiError(400, 'parameter_invalid', `${name} must be a UNIX timestamp`);
  return seconds;
}
