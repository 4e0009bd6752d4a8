import type { Family } from '../stream.ts';
import { contactActivities } from './activities.ts';
import { contactMerges, contacts, leads, users } from './contacts.ts';
import { contactSegments, contactSubscriptions } from './segments.ts';

export const contactsFamily: Family = {
  name: 'contacts',
  title: 'Contacts',
  streams: [contacts, users, leads, contactMerges, contactSegments, contactSubscriptions, contactActivities],
};
