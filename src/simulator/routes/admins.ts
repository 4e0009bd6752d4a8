import { notFound } from '../http/api-error.ts';
import { adminJson, meJson, teamJson } from '../represent/people.ts';
import { maybePaged } from './page-numbered.ts';
import type { Route } from './route.ts';

/** The token's own admin and workspace, admins and teams. */
export const adminRoutes: Route[] = [
  {
    method: 'GET',
    path: '/me',
    answer: ({ store }) => meJson(store, store.admins.values().next().value!),
  },
  {
    method: 'GET',
    path: '/admins',
    scope: 'read_admins',
    answer: (call) => {
      const { items, ...rest } = maybePaged(call, [...call.store.admins.values()]);
      const withAvatar = call.flag('display_avatar');
      return { type: 'admin.list', admins: items.map((admin) => adminJson(call.store, admin, withAvatar)), ...rest };
    },
  },
  {
    method: 'GET',
    path: '/admins/:id',
    scope: 'read_admins',
    answer: ({ store, param }) => {
      const admin = store.admins.get(param('id'));
      if (!admin) throw notFound('Admin not found', 'admin_not_found');
      return adminJson(store, admin, true);
    },
  },
  {
    method: 'GET',
    path: '/teams',
    scope: 'read_admins',
    answer: (call) => {
      const { items, ...rest } = maybePaged(call, [...call.store.teams.values()]);
      return { type: 'team.list', teams: items.map(teamJson), ...rest };
    },
  },
  {
    method: 'GET',
    path: '/teams/:id',
    scope: 'read_admins',
    answer: ({ store, param }) => {
      const team = store.teams.get(param('id'));
      if (!team) throw notFound('Team not found');
      return teamJson(team);
    },
  },
];
