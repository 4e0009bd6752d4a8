/** Attributes of contacts and companies: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-attributes */
import { bool, type Columns, described, epoch, list, text, textReference } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

const columns: Columns = {
  type: text,
  id: described(text, 'Only on custom attributes.'),
  model: text,
  name: text,
  full_name: described(text, 'The path of the attribute in the record, such as `custom_attributes.plan`.'),
  label: text,
  description: text,
  data_type: text,
  options: list(text),
  api_writable: bool,
  messenger_writable: bool,
  ui_writable: bool,
  custom: bool,
  archived: bool,
  created_at: epoch,
  updated_at: epoch,
  admin_id: textReference,
};

const attributesOf = (model: 'contact' | 'company', people: string) =>
  defineStream({
    name: `${model}_attributes`,
    description: `The attributes that ${people} have: built-in, custom and archived.`,
    permission: permissions.people,
    // Built-in attributes have no id, and two of the company's share the name `name`.
    primaryKey: ['full_name'],
    columns,
    scan: {
      name: `${model}_attributes`,
      read: listing({
        path: '/data_attributes',
        query: { model, include_archived: 'true' },
        items: 'data',
        key: 'full_name',
      }),
    },
  });

export const contactAttributes = attributesOf('contact', 'users and leads');
export const companyAttributes = attributesOf('company', 'companies');
