import type { Family } from '../stream.ts';
import { contactActivities } from './activities.ts';
import { contactMerges, contacts, leads, users } from './contacts.ts';
import { dataEventSummaries, dataEvents } from './events.ts';
import { inactiveContacts } from './inactive.ts';
import { contactCompanies, contactNotes, contactTags } from './lists.ts';
import { contactSegments, contactSubscriptions } from './segments.ts';

export const contactsFamily: Family = {
  name: 'contacts',
  title: 'Contacts',
  streams: [
    contacts,
    users,
    leads,
    contactMerges,
    contactTags,
    contactCompanies,
    contactNotes,
    contactSegments,
    contactSubscriptions,
    dataEvents,
    dataEventSummaries,
    contactActivities,
    inactiveContacts,
  ],
};
