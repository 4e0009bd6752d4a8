import { adminExceptions, notDocumented } from './contract.ts';
import { asListed, type Oracle } from './oracle.ts';

export const people: Record<string, Oracle> = {
  admins: {
    contract: {
      schema: 'admin',
      exceptions: {
        'avatar: object, documented as text': adminExceptions['avatar: json, documented as text']!,
      },
    },
    asks: ['GET /admins'],
    asksById: '/admins/:id',
    rows: (workspace) =>
      workspace.truth('admins').map(({ avatar, ...admin }) => ({
        ...admin,
        avatar: avatar === null ? null : { type: 'avatar', image_url: avatar },
      })),
  },
  admin_roles: {
    contract: { undocumented: 'an object within the admin has no schema of its own' },
    asks: ['GET /admins'],
    rows: (workspace) =>
      [...workspace.admins.values()].flatMap(({ id, role }) =>
        // An empty id names no role.
        role === null || role.id === '' ? [] : [{ type: 'role', ...role, admin_id: id }],
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
    // Told by the simulator: it counts conversations that no list shows, too.
    rows: asListed('team_metrics'),
  },
};
