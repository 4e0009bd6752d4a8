import type { Admin, Team } from '../model/people.ts';
import { need, type Store } from './store.ts';

/** Changes of admins and teams. */
export function peopleMutators(store: Store) {
  const { admins, teams } = store;
  return {
    createAdmin(partial: Partial<Admin> = {}): Admin {
      const id = partial.id ?? store.ids.number('admin');
      const admin: Admin = {
        name: `Admin ${id}`,
        email: `admin${id}@workspace.example`,
        job_title: 'Support',
        away_mode_enabled: false,
        away_mode_reassign: false,
        away_status_reason_id: null,
        has_inbox_seat: true,
        avatar: null,
        role: null,
        ...partial,
        id,
      };
      admins.set(id, admin);
      return admin;
    },

    updateAdmin(id: string, partial: Partial<Admin>): Admin {
      const admin = { ...need(admins, id, 'admin'), ...partial, id };
      admins.set(id, admin);
      return admin;
    },

    /** Deletes an admin, who also leaves the teams; what was written and assigned stays. */
    deleteAdmin(id: string): void {
      need(admins, id, 'admin');
      admins.delete(id);
      const without = (ids: number[]): number[] => ids.filter((one) => one !== Number(id));
      for (const team of [...teams.values()]) {
        teams.set(team.id, {
          ...team,
          primary_admin_ids: without(team.primary_admin_ids),
          secondary_admin_ids: without(team.secondary_admin_ids),
        });
      }
    },

    createTeam(partial: Partial<Team> = {}): Team {
      const id = partial.id ?? store.ids.number('team');
      const team: Team = {
        name: `Team ${id}`,
        primary_admin_ids: [],
        secondary_admin_ids: [],
        assignment_limit: null,
        distribution_method: null,
        ...partial,
        id,
      };
      teams.set(id, team);
      return team;
    },

    updateTeam(id: string, partial: Partial<Team>): Team {
      const team = { ...need(teams, id, 'team'), ...partial, id };
      teams.set(id, team);
      return team;
    },

    deleteTeam(id: string): void {
      need(teams, id, 'team');
      teams.delete(id);
    },
  };
}
