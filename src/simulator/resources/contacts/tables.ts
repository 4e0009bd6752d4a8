import { collection } from '../../engine/collection.ts';
import type { StoreKey } from '../../engine/store.ts';
import { type Table, table } from '../../engine/table.ts';
import { dataAttributes } from '../attributes/data-attributes.ts';
import { type ActivityFeed, createFeed } from './activity-feed.ts';
import { contactFields } from './fields.ts';
import type { Contact, InactiveContact } from './model.ts';

export const contacts = collection<Contact>('contacts', (store) => {
  const attributes = store.get(dataAttributes);
  return (field) => contactFields(attributes).keyOf(field);
});

/** From the id of a contact that was merged away to the one it was merged into. */
export const mergedContacts: Table<string> = table('merged_contacts');

/** Contacts that were archived, blocked, deleted or merged away, in the order in which it happened. */
export const inactiveContacts: Table<InactiveContact> = table('inactive_contacts');

/** What happened to contacts. */
export const activities: StoreKey<ActivityFeed> = {
  name: 'contact_activities',
  init: ({ settings }) => createFeed(settings.now),
};
