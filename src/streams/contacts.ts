/** Contacts, and the users and leads among them: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts */
import { search } from '../intercom/readers/search.ts';
import { contactColumns } from './contact-columns.ts';
import { updatedAt } from './entity.ts';
import { permissions } from './permissions.ts';
import { defineStream, type Scan, type Stream } from './stream.ts';

const contactScan: Scan = {
  name: 'contacts',
  cursor: updatedAt,
  ...search({ path: '/contacts/search', items: 'data', byDay: true }),
};

const contactStream = (name: string, description: string, only?: Stream['only']) =>
  defineStream({
    name,
    description,
    permission: permissions.people,
    key: ['id'],
    cursor: 'updated_at',
    columns: contactColumns,
    scan: contactScan,
    ...(only && { only }),
  });

const withRole = (role: 'user' | 'lead'): Stream['only'] => ({
  filter: { field: 'role', operator: '=', value: role },
  matches: (contact) => contact.role === role,
});

export const contacts = contactStream('contacts', 'Users and leads together.');
export const users = contactStream('users', 'The contacts who have signed up.', withRole('user'));
export const leads = contactStream('leads', 'The contacts who have not signed up.', withRole('lead'));
