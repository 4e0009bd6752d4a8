import type { JsonObject } from '../../engine/json.ts';
import { recently, type Seeding } from '../../engine/seeding.ts';
import { admins } from '../people/admins.ts';
import { createActivityLog } from './changes.ts';
import { eventTypes } from './model.ts';

/** What Intercom says beside each type of activity. */
const details: Record<string, JsonObject> = {
  admin_login_success: { sign_in_method: 'email_password', external_id: 'f3b87a2e09d514c6c2e79b9a' },
  admin_away_mode_change: {
    away_mode: true,
    away_status_reason: '☕ On a break',
    reassign_conversations: false,
    source: 'admin update from web - Admin id: 93',
    auto_changed: 'false',
    update_by: 93,
    update_by_name: 'Robin Keeper',
  },
  admin_occupancy_state_change: {
    previous_state: 'idle',
    new_state: 'occupied',
    threshold_minutes: 15,
    last_activity_at: 1_671_028_894,
    auto: true,
  },
  admin_occupancy_setting_change: {
    setting_type: 'teammate_occupancy',
    changes: { occupancy_window_minutes: { before: 15, after: 30 } },
  },
  admin_conversation_assignment_limit_change: { conversation_assignment_limit: 15, ticket_assignment_limit: 20 },
  team_assignment_limit_change: { team: { id: 123, name: 'Frontline' }, team_assignment_limit: 50 },
  admin_impersonation_consent_approved: { consent_id: 149_673, expired_at: '2025-12-04T09:31:57.000Z' },
  automatic_away_mode_setting_change: { enabled: true, mode: 'when_away_only' },
  app_name_change: { before: { name: 'Northwind' }, after: { name: 'Northwind Simulator' } },
};

/** Of each type some, and some in one second. */
export function seedActivityLogs(seeding: Seeding): void {
  const { store, random, end } = seeding;
  const all = [...store.get(admins).values()];
  for (let i = 0; i < 60; i++) {
    const activity_type = eventTypes[i % eventTypes.length]!;
    const { id, email } = random.pick(all);
    createActivityLog(store, {
      created_at: i < 6 ? end - 86_400 : recently(seeding),
      performed_by: { type: 'admin', id, email, ip: `198.51.100.${i}` },
      metadata: i === 59 ? null : (details[activity_type] ?? {}),
      activity_type,
      activity_description: `${email} did this: ${activity_type.replaceAll('_', ' ')}.`,
    });
  }
}
