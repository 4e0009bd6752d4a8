import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { type Admin, adminJson } from './admins.ts';

/** The admin the token belongs to, with the workspace. */
export function meJson(store: Store, admin: Admin): JsonObject {
  const { id, name, email, job_title, away_mode_enabled, away_mode_reassign, has_inbox_seat } = admin;
  const { team_ids } = adminJson(store, admin);
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
    avatar: avatarJson(admin),
    email_verified: true,
    app: workspaceJson(store),
  };
}

/**
 * An admin's picture as a single admin has it. The reference's schema says a text where admins have one at all, its example of `/me` has
 * this, and tap-intercom, which reads each admin by id, takes nothing else.
 */
export const avatarJson = ({ avatar }: Admin): JsonObject => ({ type: 'avatar', image_url: avatar });

/** The workspace, which the API calls an app. */
export function workspaceJson(store: Store): JsonObject {
  const { workspaceId, region, timezone } = store.settings;
  return {
    type: 'app',
    id_code: workspaceId,
    name: 'Northwind Simulator',
    region: region.toUpperCase(),
    timezone,
    created_at: 1_500_000_000,
    identity_verification: false,
  };
}
