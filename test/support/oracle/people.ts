import type { Row } from '../../../src/core/events.ts';
import type { Workspace } from '../../../src/simulator/index.ts';
import { adminExceptions, notDocumented } from './contract.ts';
import { asListed, type Oracle } from './oracle.ts';

export const people: Record<string, Oracle> = {
  admins: {
    contract: { schema: 'admin', exceptions: adminExceptions },
    asks: ['GET /admins'],
    asksById: '/admins/:id',
    rows: asListed('admins'),
  },
  admin_roles: {
    contract: { undocumented: 'an object within the admin has no schema of its own' },
    asks: ['GET /admins'],
    rows: (workspace) =>
      [...workspace.admins.values()].flatMap(({ id, role }) =>
        role === null ? [] : [{ type: 'role', ...role, admin_id: id }],
      ),
  },
  activity_logs: {
    contract: {
      schema: 'activity_log',
      exceptions: {
        'metadata.before: json, documented as object': "a text in the document's own examples",
        'metadata.after: json, documented as object': "a text in the document's own examples",
        ...notDocumented('metadata.message', "in the document's own examples, though not declared"),
      },
    },
    asks: ['POST /admins/activity_logs/search'],
    rows: asListed('activity_logs'),
    chosenBy: 'created_at',
  },
  activity_log_event_types: {
    contract: { undocumented: 'the document lists them as mere names' },
    asks: ['GET /admins/activity_log_event_types'],
    rows: asListed('activity_log_event_types'),
  },
  away_status_reasons: {
    contract: { schema: 'away_status_reason' },
    asks: ['GET /away_status_reasons'],
    rows: asListed('away_status_reasons'),
  },
  teams: { contract: { schema: 'team' }, asks: ['GET /teams'], asksById: '/teams/:id', rows: asListed('teams') },
  team_admins: {
    contract: { undocumented: 'ids within the team have no schema of their own' },
    asks: ['GET /teams'],
    rows: (workspace) =>
      [...workspace.teams.values()].flatMap(({ id, primary_admin_ids, secondary_admin_ids }) => [
        ...primary_admin_ids.map((admin) => ({ team_id: id, admin_id: String(admin), priority_level: 'primary' })),
        ...secondary_admin_ids
          .filter((admin) => !primary_admin_ids.includes(admin))
          .map((admin) => ({ team_id: id, admin_id: String(admin), priority_level: 'secondary' })),
      ]),
  },
  team_metrics: {
    contract: { schema: 'team_metric', exceptions: notDocumented('team_id', "we add the parent's") },
    asks: ['GET /teams', 'GET /teams/:id/metrics'],
    rows: (workspace) =>
      [...workspace.teams.values()].flatMap((team) =>
        [...new Set([...team.primary_admin_ids, ...team.secondary_admin_ids])].map((admin) => ({
          type: 'team_metric',
          team_id: team.id,
          admin_id: String(admin),
          ...conversationCounts(workspace, admin),
        })),
      ),
  },
};

function conversationCounts({ conversations }: Workspace, admin: number): Row {
  const assigned = [...conversations.values()].filter((one) => one.admin_assignee_id === admin);
  const open = assigned.filter(({ state }) => state === 'open');
  return {
    open: open.length,
    idle: open.filter(({ waiting_since }) => waiting_since !== null).length,
    snoozed: assigned.filter(({ state }) => state === 'snoozed').length,
  };
}
