/** Teams, and who is in them: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/teams */
import { described, int, list, object, text } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import { listing } from '../../intercom/readers/listing.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { entitiesAt, isId, valueAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { sublist } from '../common/sublist.ts';
import { defineStream, type Scan } from '../stream.ts';

const teamScan: Scan = { name: 'teams', read: listing({ path: '/teams', items: 'teams' }) };

const teamPath = (id: string) => `/teams/${encodeURIComponent(id)}`;

export const teams = defineStream({
  name: 'teams',
  description: 'The teams of the workspace, with the ids of their admins.',
  permission: permissions.admins,
  primaryKey: ['id'],
  byId: teamPath,
  columns: {
    type: text,
    id: text,
    name: text,
    admin_ids: described(list(int), 'The ids of admins, as numbers: team_admins has a row each.'),
    admin_priority_level: described(
      object({ primary_admin_ids: list(int), secondary_admin_ids: list(int) }),
      'Which admins are first or second in line.',
    ),
    assignment_limit: described(int, 'Only where assignments are load balanced.'),
    distribution_method: described(text, 'How new conversations are given to its admins.'),
  },
  scan: teamScan,
});

/** What both streams of what is in a team have. */
const inTeam = {
  permission: permissions.admins,
  primaryKey: ['team_id', 'admin_id'],
  parent: { stream: 'teams', column: 'team_id' },
  scan: teamScan,
};

const adminIds = (team: Entity, ...path: string[]): string[] => {
  const ids = valueAt(team, ...path);
  return Array.isArray(ids) ? ids.filter(isId).map(String) : [];
};

const teamAdminRows = (team: Entity): Row[] => {
  const primary = adminIds(team, 'admin_priority_level', 'primary_admin_ids');
  const secondary = adminIds(team, 'admin_priority_level', 'secondary_admin_ids');
  const levelOf = (id: string) => (primary.includes(id) ? 'primary' : secondary.includes(id) ? 'secondary' : null);
  return [...new Set([...adminIds(team, 'admin_ids'), ...primary, ...secondary])].map((id) => ({
    team_id: String(team.id),
    admin_id: id,
    priority_level: levelOf(id),
  }));
};

export const teamAdmins = defineStream({
  ...inTeam,
  name: 'team_admins',
  description: 'Which admin is in which team: one row each.',
  columns: {
    team_id: described(text, 'The id of teams.'),
    admin_id: described(text, 'The id of admins.'),
    priority_level: described(text, '`primary` or `secondary`, where the team says it.'),
  },
  rows: teamAdminRows,
  truncated: ({ admin_ids }) => !Array.isArray(admin_ids),
});

export const teamMetrics = defineStream({
  ...inTeam,
  name: 'team_metrics',
  description: 'How many open, idle and snoozed conversations each admin of a team has at the moment of the sync.',
  since: '2.16',
  columns: {
    team_id: described(text, 'The id of teams.'),
    type: text,
    admin_id: described(text, 'The id of admins.'),
    open: described(int, 'Conversations.'),
    idle: described(int, 'Open, and without an answer for half an hour.'),
    snoozed: described(int, 'Conversations.'),
  },
  detail: sublist({
    name: 'team_metrics',
    path: (id) => `/teams/${encodeURIComponent(id)}/metrics`,
    items: 'data',
    key: 'admin_id',
  }),
  rows: (team, detail) =>
    entitiesAt(detail, 'data').map((metric) => ({
      ...metric,
      admin_id: String(metric.admin_id),
      team_id: String(team.id),
    })),
});
