import type { Family } from '../stream.ts';
import { activityLogEventTypes, activityLogs } from './activity-logs.ts';
import { adminRoles, admins } from './admins.ts';
import { awayStatusReasons } from './away-status-reasons.ts';
import { teamAdmins, teamMetrics, teams } from './teams.ts';

export const peopleFamily: Family = {
  name: 'people',
  title: 'Teammates',
  streams: [admins, adminRoles, awayStatusReasons, teams, teamAdmins, teamMetrics, activityLogs, activityLogEventTypes],
};
