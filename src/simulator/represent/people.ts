import type { JsonObject } from '../json.ts';
import type { Admin, Team } from '../model/people.ts';
import type { Store } from '../workspace/store.ts';

/** An admin with the teams they are in; with their picture where asked for. */
export function adminJson(store: Store, admin: Admin, withAvatar = false): JsonObject {
  const { avatar, role, ...plain } = admin;
  const id = Number(admin.id);
  const teamsWhere = (list: 'primary_admin_ids' | 'secondary_admin_ids'): number[] =>
    [...store.teams.values()].filter((team) => team[list].includes(id)).map((team) => Number(team.id));
  const primary_team_ids = teamsWhere('primary_admin_ids');
  const secondary_team_ids = teamsWhere('secondary_admin_ids');
  return {
    type: 'admin',
    ...plain,
    team_ids: [...new Set([...primary_team_ids, ...secondary_team_ids])],
    ...(withAvatar ? { avatar } : {}),
    team_priority_level: { primary_team_ids, secondary_team_ids },
    role: role === null ? null : { type: 'role', ...role },
  };
}

/** A team and its admins. */
export function teamJson({ primary_admin_ids, secondary_admin_ids, ...plain }: Team): JsonObject {
  return {
    type: 'team',
    ...plain,
    admin_ids: [...new Set([...primary_admin_ids, ...secondary_admin_ids])],
    admin_priority_level: { primary_admin_ids, secondary_admin_ids },
  };
}

/** The admin the token belongs to, with the workspace. */
export function meJson(store: Store, admin: Admin): JsonObject {
  const { id, name, email, job_title, away_mode_enabled, away_mode_reassign, has_inbox_seat } = admin;
  const { team_ids } = adminJson(store, admin);
  const { workspaceId, region, timezone } = store.settings;
  return {
    type: 'admin',
    id,
    name,
    email,
    job_title,
    away_mode_enabled,
    away_mode_reassign,
    has_inbox_seat,
    team_ids,
    avatar: { type: 'avatar', image_url: admin.avatar },
    email_verified: true,
    app: {
      type: 'app',
      id_code: workspaceId,
      name: 'Northwind Simulator',
      region: region.toUpperCase(),
      timezone,
      created_at: 1_500_000_000,
      identity_verification: false,
    },
  };
}
