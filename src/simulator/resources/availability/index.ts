/** When teammates are there, and how busy: reasons to be away, office hours, the metrics of teams. */
import { notFound } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import { listRoute, oneRoute } from '../../engine/listing.ts';
import { maybePaged } from '../../engine/numbered-page.ts';
import type { Call, Route } from '../../engine/route.ts';
import type { Store } from '../../engine/store.ts';
import type { Table } from '../../engine/table.ts';
import { teams } from '../people/teams.ts';
import { awayStatusReasons } from './away-status-reasons.ts';
import { exceptionsJson, officeHoursSchedules } from './office-hours.ts';
import { teamMetricsJson } from './team-metrics.ts';

export { seedAvailability as seed } from './seed.ts';

export const resources = { awayStatusReasons, officeHoursSchedules };

export const truths = {
  /** Each with the id of its team. */
  team_metrics: (store: Store): JsonObject[] =>
    [...store.get(teams).values()].flatMap((team) =>
      teamMetricsJson(store, team).map((metric) => ({ ...metric, team_id: team.id })),
    ),
};

const readsAdmins = 'read_admins';
const officeHours = { scope: 'read_write_office_hours', since: '2.16' };
const path = '/office_hours_schedules';

export const routes: Route[] = [
  listRoute(awayStatusReasons, { path: '/away_status_reasons', scope: readsAdmins, since: '2.14' }),
  listRoute(officeHoursSchedules, { path, ...officeHours, type: 'office_hours_schedule.list' }),
  oneRoute(officeHoursSchedules, { path: `${path}/:id`, ...officeHours }),
  {
    method: 'GET',
    path: `${path}/:id/office_hours_exceptions`,
    ...officeHours,
    respond: (call) =>
      listed(call, 'office_hours_exception.list', exceptionsJson(parentOf(call, officeHoursSchedules))),
  },
  {
    method: 'GET',
    path: '/teams/:id/metrics',
    scope: readsAdmins,
    since: '2.16',
    respond: (call) => listed(call, 'team_metric.list', teamMetricsJson(call.store, parentOf(call, teams))),
  },
];

function listed(call: Call, type: string, all: JsonObject[]): JsonObject {
  const { items, ...rest } = maybePaged(call, all);
  return { type, data: [...items], ...rest };
}

function parentOf<T>({ store, param }: Call, table: Table<T>): T {
  const parent = store.get(table).get(param('id'));
  if (parent === undefined) throw notFound();
  return parent;
}
