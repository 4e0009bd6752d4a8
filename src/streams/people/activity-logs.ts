/** What admins did: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/searchactivitylogs */
import { bool, described, epoch, int, json, object, text, timestamp } from '../../core/columns/columns.ts';
import { itemsOf } from '../../intercom/readers/paging.ts';
import type { Entity, Reader } from '../../intercom/readers/reader.ts';
import { windows } from '../../intercom/readers/windows.ts';
import { permissions } from '../common/permissions.ts';
import { secondsOf } from '../common/seconds.ts';
import { defineStream } from '../stream.ts';

const createdAt = ({ created_at }: Entity) => secondsOf(created_at);

/** The state of a thing before or after what was done: of any type. */
const state = described(json, 'Its form depends on the type of the activity.');

export const activityLogs = defineStream({
  name: 'activity_logs',
  description: 'What admins did in the workspace: logins, changes of settings, exports, deletions.',
  permission: permissions.activityLogs,
  since: '2.16',
  primaryKey: ['id'],
  cursor: 'created_at',
  columns: {
    id: text,
    performed_by: described(object({ type: text, id: text, email: text, ip: text }), 'The admin: the id of admins.'),
    metadata: object({
      sign_in_method: text,
      external_id: text,
      away_mode: bool,
      away_status_reason: text,
      reassign_conversations: bool,
      source: text,
      auto_changed: text,
      update_by: int,
      update_by_name: text,
      previous_state: text,
      new_state: text,
      threshold_minutes: described(int, 'Minutes.'),
      last_activity_at: epoch,
      auto: bool,
      setting_type: text,
      changes: described(object({}), 'By setting, an object with its value before and after.'),
      conversation_assignment_limit: int,
      ticket_assignment_limit: int,
      team: object({ id: int, name: text }),
      team_assignment_limit: int,
      enabled: bool,
      mode: text,
      consent_id: int,
      expired_at: timestamp,
      message: object({ id: int, title: text }),
      before: state,
      after: state,
    }),
    created_at: epoch,
    activity_type: described(text, 'Such as admin_login_success: activity_log_event_types has all.'),
    activity_description: described(text, 'In words.'),
  },
  scan: {
    name: 'activity_logs',
    cursor: { name: 'created_at', of: createdAt },
    ...windows({
      path: '/admins/activity_logs/search',
      items: 'activity_logs',
      pageSize: 250,
      between: (created_at_after, created_at_before) => ({ created_at_after, created_at_before }),
      timeOf: createdAt,
      // The year in which Intercom began.
      beginning: Date.UTC(2011, 0) / 1000,
    }),
  },
});

const typesPath = '/admins/activity_log_event_types';

/** A list of names, not of objects. */
const readEventTypes: Reader['read'] = async function* ({ client, log }) {
  const listed = itemsOf(await client.get(typesPath), 'event_types', typesPath);
  const names = listed.filter((name) => typeof name === 'string' && name !== '');
  if (names.length < listed.length) {
    log('warn', `${listed.length - names.length} items of ${typesPath} are no names, and are left out.`);
  }
  yield { entities: [...new Set(names)].map((name) => ({ name })) };
};

export const activityLogEventTypes = defineStream({
  name: 'activity_log_event_types',
  description: 'The types of activities that the log knows: their names.',
  permission: permissions.activityLogs,
  since: '2.16',
  primaryKey: ['name'],
  columns: { name: text },
  scan: { name: 'activity_log_event_types', read: readEventTypes },
});
