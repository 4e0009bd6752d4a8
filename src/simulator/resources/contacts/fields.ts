import { type Field, type Fields, type FieldType, fields, plain } from '../../engine/search/fields.ts';
import type { DataAttribute } from '../attributes/data-attributes.ts';
import type { Contact } from './model.ts';

const contactTable = {
  ...plain<Contact>(
    'string',
    `id role name avatar email email_domain phone external_id language_override browser browser_language os
    location.country location.region location.city ios_app_version ios_device ios_os_version ios_app_name
    ios_sdk_version android_app_version android_device android_app_name android_sdk_version`,
  ),
  ...plain<Contact>(
    'timestamp',
    `created_at signed_up_at updated_at last_seen_at last_contacted_at last_replied_at last_email_opened_at
    last_email_clicked_at ios_last_seen_at android_last_seen_at`,
  ),
  ...plain<Contact>('boolean', 'unsubscribed_from_emails marked_email_as_spam has_hard_bounced'),
  owner_id: { type: 'string', value: ({ owner_id }: Contact) => (owner_id === null ? null : String(owner_id)) },
  segment_id: { type: 'ids', value: (contact: Contact) => contact.segment_ids },
  tag_id: { type: 'tag', value: (contact: Contact) => contact.tags.map((tag) => tag.id) },
} satisfies Record<string, Field<Contact>>;

const typesOfAttributes = {
  string: 'string',
  integer: 'integer',
  float: 'integer',
  boolean: 'boolean',
  date: 'date',
} as const satisfies Record<DataAttribute['data_type'], FieldType>;

/** What contacts can be searched by, custom attributes included. */
export function contactFields(attributes: ReadonlyMap<string, DataAttribute>): Fields<Contact> {
  return fields(contactTable, (name) => {
    const attribute = attributes.get(`contact.${name}`);
    if (attribute === undefined || !attribute.custom) return undefined;
    return {
      type: typesOfAttributes[attribute.data_type],
      value: (contact) => contact.custom_attributes[attribute.name],
    };
  });
}
