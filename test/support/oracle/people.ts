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
