/** Teammates, teams, and whose the token is. */
import type { JsonObject } from '../../engine/json.ts';
import { listRoute, oneRoute } from '../../engine/listing.ts';
import type { Route } from '../../engine/route.ts';
import type { Store } from '../../engine/store.ts';
import { adminJson, admins, firstAdmin } from './admins.ts';
import { avatarJson, meJson, workspaceJson } from './me.ts';
import { teams } from './teams.ts';

export { seedFirstAdmin as seedAlways, seedPeople as seed } from './seed.ts';

export const resources = { admins, teams };

export const truths = {
  workspace: (store: Store): JsonObject[] => [{ ...workspaceJson(store), id: store.settings.workspaceId }],
};

const scope = 'read_admins';

export const routes: Route[] = [
  { method: 'GET', path: '/me', respond: ({ store }) => meJson(store, firstAdmin(store)!) },
  listRoute(admins, {
    path: '/admins',
    scope,
    type: 'admin.list',
    items: 'admins',
    json: ({ store, version, flag }, admin) =>
      flag('display_avatar') ? admins.json(store, admin, version) : adminJson(store, admin),
  }),
  oneRoute(admins, {
    path: '/admins/:id',
    scope,
    missing: ['Admin not found', 'admin_not_found'],
    json: ({ store }, admin) => ({ ...adminJson(store, admin), avatar: avatarJson(admin) }),
  }),
  listRoute(teams, { path: '/teams', scope, type: 'team.list', items: 'teams' }),
  oneRoute(teams, { path: '/teams/:id', scope, missing: ['Team not found'] }),
];
