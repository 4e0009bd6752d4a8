import type { Store } from '../../engine/store.ts';
import { firstAdmin } from '../people/admins.ts';
import { type ActivityLog, activityLogs } from './model.ts';

export interface ActivityLogChanges {
  /** Notes something that an admin did, now unless `created_at` says when; by the first admin unless another is given. */
  createActivityLog(partial?: Partial<ActivityLog>): ActivityLog;
}

export const activityLogChanges = (store: Store): ActivityLogChanges => ({
  createActivityLog: (partial) => createActivityLog(store, partial),
});

export function createActivityLog(store: Store, partial: Partial<ActivityLog> = {}): ActivityLog {
  const { created_at = store.seconds() } = partial;
  const { id = '0', email = '' } = firstAdmin(store) ?? {};
  const log: ActivityLog = {
    id: store.ids.object(created_at),
    performed_by: { type: 'admin', id, email, ip: '198.51.100.7' },
    metadata: null,
    created_at,
    activity_type: 'admin_login_success',
    activity_description: 'An admin logged in.',
    ...partial,
  };
  store.get(activityLogs).set(log.id, log);
  return log;
}
