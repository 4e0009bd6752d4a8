/** The columns of a contact, be it a user or a lead. */
import { bool, type Columns, described, epoch, list, object, text, textReference } from '../../core/columns/columns.ts';
import { addressableList } from '../common/addressable-list.ts';
import { deletionColumns } from '../common/deletion.ts';

const merge = object({ type: text, source_contact_id: text, source_contact_role: text, merged_at: epoch });

/** What is known of the phone a contact last used the app on. */
const mobile = (system: 'android' | 'ios'): Columns => ({
  [`${system}_app_name`]: text,
  [`${system}_app_version`]: text,
  [`${system}_device`]: text,
  [`${system}_os_version`]: text,
  [`${system}_sdk_version`]: text,
  [`${system}_last_seen_at`]: epoch,
});

export const contactColumns: Columns = {
  type: text,
  id: described(text, "Intercom's id."),
  external_id: described(text, "Your application's id."),
  workspace_id: text,
  role: described(text, '`user` or `lead`.'),
  email: text,
  email_domain: text,
  phone: text,
  formatted_phone: text,
  name: text,
  owner_id: described(textReference, 'The id of the admin who owns the account.'),
  has_hard_bounced: bool,
  marked_email_as_spam: bool,
  unsubscribed_from_emails: bool,
  created_at: epoch,
  updated_at: epoch,
  signed_up_at: epoch,
  last_seen_at: epoch,
  last_replied_at: epoch,
  last_contacted_at: epoch,
  last_email_opened_at: epoch,
  last_email_clicked_at: epoch,
  language_override: text,
  browser: text,
  browser_version: text,
  browser_language: text,
  os: text,
  ...mobile('android'),
  ...mobile('ios'),
  enabled_push_messaging: bool,
  utm_campaign: text,
  utm_content: text,
  utm_medium: text,
  utm_source: text,
  utm_term: text,
  referrer: text,
  custom_attributes: object({}),
  avatar: object({ type: text, image_url: text }),
  location: object({ type: text, country: text, region: text, city: text }),
  social_profiles: object({ type: text, data: list(object({ type: text, name: text, url: text })) }),
  tags: addressableList,
  notes: addressableList,
  companies: addressableList,
  opted_in_subscription_types: addressableList,
  opted_out_subscription_types: addressableList,
  merge_history: described(list(merge), 'The contacts merged into this one. Only in answers asked for it.'),
  ...deletionColumns,
};
