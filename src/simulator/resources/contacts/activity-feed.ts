import type { ContactActivity } from './activity.ts';
import type { Contact } from './model.ts';

/** The feed of what happened to contacts, oldest first. */
export interface ActivityFeed {
  readonly all: readonly ContactActivity[];
  add(
    event: ContactActivity['event_type'],
    contact: Pick<Contact, 'id' | 'external_id' | 'role'>,
    details?: Partial<Pick<ContactActivity, 'merge_source_id' | 'merge_target_id' | 'failure_reason'>>,
  ): ContactActivity;
  /** The position after the activity with this id, whether or not it exists. */
  after(id: string): number;
}

/** An empty feed. Ids never go back, even when the clock does, because a reader's place is the last id it saw. */
export function createFeed(now: () => number): ActivityFeed {
  const all: ContactActivity[] = [];
  let lastMs = 0;
  return {
    all,
    add(event, contact, details = {}) {
      lastMs = Math.max(lastMs, Math.floor(now()));
      const activity: ContactActivity = {
        id: `${lastMs}.${all.length.toString(16).padStart(6, '0')}`,
        event_type: event,
        contact_id: contact.id,
        external_id: contact.external_id,
        role: contact.role,
        merge_source_id: undefined,
        merge_target_id: undefined,
        failure_reason: undefined,
        created_at: Math.floor(lastMs / 1000),
        ...details,
      };
      all.push(activity);
      return activity;
    },
    after(id) {
      let low = 0;
      let high = all.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (compareActivityIds(all[middle]!.id, id) <= 0) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

/** True for an id of the form `<milliseconds>.<hex>`. */
export function isActivityId(id: string): boolean {
  return /^\d+\.[0-9a-f]+$/.test(id);
}

function compareActivityIds(a: string, b: string): number {
  const [aMs, aCount] = a.split('.');
  const [bMs, bCount] = b.split('.');
  return Number(aMs) - Number(bMs) || Number.parseInt(aCount!, 16) - Number.parseInt(bCount!, 16);
}
