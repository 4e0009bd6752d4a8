import type { JsonObject } from '../../engine/json.ts';
import { table } from '../../engine/table.ts';

/** Something that an admin did. It never changes. */
export interface ActivityLog {
  id: string;
  performed_by: { type: string; id: string; email: string; ip: string };
  metadata: JsonObject | null;
  created_at: number;
  activity_type: string;
  activity_description: string;
}

export const activityLogs = table<ActivityLog>('activityLogs');

/** The types that occur; Intercom knows many more. */
export const eventTypes = [
  'admin_login_success',
  'admin_away_mode_change',
  'admin_occupancy_state_change',
  'admin_occupancy_setting_change',
  'admin_conversation_assignment_limit_change',
  'team_assignment_limit_change',
  'admin_impersonation_consent_approved',
  'automatic_away_mode_setting_change',
  'app_name_change',
];
