import type { JsonObject } from '../../engine/json.ts';
import { listing } from '../../engine/listing.ts';
import type { Store } from '../../engine/store.ts';
import { teams } from './teams.ts';

/** A teammate. */
export interface Admin {
  id: string;
  name: string;
  email: string;
  job_title: string;
  away_mode_enabled: boolean;
  away_mode_reassign: boolean;
  away_status_reason_id: number | null;
  has_inbox_seat: boolean;
  avatar: string | null;
  role: { id: string; name: string } | null;
}

export const admins = listing({
  name: 'admins',
  one: 'Admin',
  ids: { from: 991267400n, step: 9 },
  blank: ({ id }): Admin => ({
    id,
    name: `Admin ${id}`,
    email: `admin${id}@workspace.example`,
    job_title: 'Support',
    away_mode_enabled: false,
    away_mode_reassign: false,
    away_status_reason_id: null,
    has_inbox_seat: true,
    avatar: null,
    role: null,
  }),
  afterDelete: leaveTeams,
  json: (store, admin) => ({ ...adminJson(store, admin), avatar: admin.avatar }),
});

/** The admin who was first, whose the token is; what an app does is done in their name. */
export const firstAdmin = (store: Store): Admin | undefined => store.get(admins).values().next().value;

/** An admin with the teams they are in, without their picture, which is given only where it is asked for. */
export function adminJson(store: Store, { avatar, role, ...plain }: Admin): JsonObject {
  const id = Number(plain.id);
  const teamsWhere = (list: 'primary_admin_ids' | 'secondary_admin_ids'): number[] =>
    [...store.get(teams).values()].filter((team) => team[list].includes(id)).map((team) => Number(team.id));
  const primary_team_ids = teamsWhere('primary_admin_ids');
  const secondary_team_ids = teamsWhere('secondary_admin_ids');
  return {
    type: 'admin',
    ...plain,
    team_ids: [...new Set([...primary_team_ids, ...secondary_team_ids])],
    team_priority_level: { primary_team_ids, secondary_team_ids },
    role: role === null ? null : { type: 'role', ...role },
  };
}

/** A deleted admin leaves the teams; what they wrote and what is assigned to them stays. */
function leaveTeams(store: Store, { id }: Admin): void {
  const without = (ids: number[]): number[] => ids.filter((one) => one !== Number(id));
  const all = store.get(teams);
  for (const team of [...all.values()]) {
    all.set(team.id, {
      ...team,
      primary_admin_ids: without(team.primary_admin_ids),
      secondary_admin_ids: without(team.secondary_admin_ids),
    });
  }
}
