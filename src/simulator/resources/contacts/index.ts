/** Contacts, what hangs on them, and what happened to them. */
import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { latestVersion } from '../../engine/version.ts';
import { activityJson, contactJson, inactiveContactJson } from './json.ts';
import { activities, contacts, inactiveContacts, mergedContacts } from './tables.ts';

export { contactChanges as changes } from './changes.ts';
export { routes } from './routes.ts';
export { seedContacts as seed } from './seed.ts';

export const resources = { contacts, mergedContacts, inactiveContacts };

export const truths = {
  /** With `include_merge_history`. */
  contacts: (store: Store): JsonObject[] =>
    [...store.get(contacts).all.values()].map((contact) => contactJson(store, contact, latestVersion, true)),
  contact_activities: (store: Store): JsonObject[] => store.get(activities).all.map(activityJson),
  /** Archived, blocked, deleted and merged ones. */
  inactive_contacts: (store: Store): JsonObject[] => [...store.get(inactiveContacts).values()].map(inactiveContactJson),
};
