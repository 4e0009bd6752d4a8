/** Attributes of contacts and companies: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-attributes */
import { bool, type Columns, described, epoch, int, list, text, textReference } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Scan } from '../stream.ts';

const columns: Columns = {
  type: text,
  id: described(text, 'Only on custom attributes.'),
  model: described(text, 'contact or company.'),
  name: text,
  full_name: described(text, 'The path of the attribute in the record, such as `custom_attributes.plan`.'),
  label: described(text, 'What teammates see.'),
  description: text,
  data_type: described(text, 'string, integer, float, boolean or date.'),
  options: list(text),
  api_writable: described(bool, 'Whether the API may change it.'),
  messenger_writable: described(bool, 'Whether the Messenger may change it.'),
  ui_writable: described(bool, 'Whether teammates may change it.'),
  custom: described(bool, 'False of those that Intercom brings.'),
  archived: described(bool, 'Only of custom ones.'),
  created_at: epoch,
  updated_at: epoch,
  admin_id: described(textReference, 'The id of admins: who made it.'),
};

const scanOf = (model: 'contact' | 'company'): Scan => ({
  name: `${model}_attributes`,
  read: listing({
    path: '/data_attributes',
    query: { model, include_archived: 'true' },
    items: 'data',
    key: 'full_name',
  }),
});

const attributesOf = (model: 'contact' | 'company', { people, scan }: { people: string; scan: Scan }) =>
  defineStream({
    name: `${model}_attributes`,
    description: `The attributes that ${people} have: built-in, custom and archived.`,
    permission: permissions.people,
    // Built-in attributes have no id, and two of the company's share the name `name`.
    primaryKey: ['full_name'],
    columns,
    scan,
  });

const optionsOf = (model: 'contact' | 'company', { people, scan }: { people: string; scan: Scan }) =>
  defineStream({
    name: `${model}_attribute_options`,
    description: `The values that attributes of ${people} may have, where they are given: one row each.`,
    permission: permissions.people,
    primaryKey: ['full_name', 'value'],
    columns: {
      full_name: described(text, 'Of the attribute.'),
      model: described(text, 'contact or company.'),
      value: text,
      position: described(int, 'Its place in the list, from 0.'),
    },
    scan,
    rows: ({ full_name, model, options }) =>
      distinctTexts(options).map((value, position) => ({ full_name, model, value, position })),
  });

/** Each of a list's values once, as text; none where there is no list. */
const distinctTexts = (list: unknown): string[] =>
  Array.isArray(list) ? [...new Set(list.filter(isScalar).map(String))] : [];

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

const ofContacts = { people: 'users and leads', scan: scanOf('contact') };
const ofCompanies = { people: 'companies', scan: scanOf('company') };

export const contactAttributes = attributesOf('contact', ofContacts);
export const contactAttributeOptions = optionsOf('contact', ofContacts);
export const companyAttributes = attributesOf('company', ofCompanies);
export const companyAttributeOptions = optionsOf('company', ofCompanies);
