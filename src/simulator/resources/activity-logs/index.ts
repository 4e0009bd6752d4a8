/** The log of what admins did. */
import { apiError } from '../../engine/api-error.ts';
import { isObject, type JsonObject } from '../../engine/json.ts';
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

const asked = { scope: 'read_admin_activity_logs', since: '2.16' };

export const routes: Route[] = [
  { method: 'POST', path: '/admins/activity_logs/search', ...asked, respond: searched },
  {
    method: 'GET',
    path: '/admins/activity_log_event_types',
    ...asked,
    respond: () => ({ type: 'activity_log_event_type.list', event_types: [...eventTypes] }),
  },
];

/**
 * Newest first. The documents leave open whether the bounds are included.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/searchactivitylogs
 */
function searched(call: Call): JsonObject {
  const body = isObject(call.body) ? call.body : {};
  const { created_at_after: after, created_at_before: before } = body;
  if (typeof after !== 'number') throw apiError(400, 'parameter_invalid', 'created_at_after is required');
  const slack = call.settings.inclusiveBounds ? 1 : 0;
  const isWithin = ({ created_at }: ActivityLog): boolean =>
    created_at > after - slack && (typeof before !== 'number' || created_at < before + slack);
  const found = [...call.store.get(activityLogs).values()].filter(isWithin).reverse();
  found.sort((a, b) => b.created_at - a.created_at);
  const inBody = (name: string): string | undefined => (body[name] === undefined ? undefined : String(body[name]));
  const { items, pages } = numberedPage({ ...call, query: inBody }, found, { perPage: 20, max: 250 });
  return { type: 'activity_log.list', pages, activity_logs: items.map((log) => ({ ...log })) };
}
