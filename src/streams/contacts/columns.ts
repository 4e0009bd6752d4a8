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
  workspace_id: described(text, "The workspace's id."),
  role: described(text, '`user` or `lead`.'),
  email: text,
  email_domain: described(text, 'What follows the @ in email.'),
  phone: described(text, 'As it was given.'),
  formatted_phone: described(text, 'In the international form.'),
  name: text,
  owner_id: described(textReference, 'The id of admins: who owns the account.'),
  has_hard_bounced: described(bool, 'Whether mail to the contact bounced for good.'),
  marked_email_as_spam: bool,
  unsubscribed_from_emails: bool,
  created_at: epoch,
  updated_at: epoch,
  signed_up_at: described(epoch, 'When the contact signed up with you; null of most leads.'),
  last_seen_at: described(epoch, 'When the contact last used your site or application.'),
  last_replied_at: described(epoch, 'When the contact last wrote.'),
  last_contacted_at: described(epoch, 'When you last wrote to the contact.'),
  last_email_opened_at: epoch,
  last_email_clicked_at: epoch,
  language_override: described(text, 'The language set for the contact, whatever the browser says.'),
  browser: text,
  browser_version: text,
  browser_language: described(text, 'As the browser says.'),
  os: text,
  ...mobile('android'),
  ...mobile('ios'),
  enabled_push_messaging: described(bool, 'Whether a phone takes push messages.'),
  utm_campaign: described(text, 'Of the link that first brought the contact.'),
  utm_content: text,
  utm_medium: text,
  utm_source: text,
  utm_term: text,
  referrer: described(text, 'The page from which the contact first came.'),
  custom_attributes: described(object({}), 'By name: contact_attributes says what they are.'),
  avatar: object({ type: text, image_url: text }),
  location: described(
    object({ type: text, country: text, region: text, city: text }),
    'Where Intercom takes the contact to be.',
  ),
  social_profiles: object({ type: text, data: list(object({ type: text, name: text, url: text })) }),
  tags: described(addressableList, 'Ten at most: contact_tags has all, a row each.'),
  notes: described(addressableList, 'Ten ids at most: contact_notes has the notes.'),
  companies: described(addressableList, 'Ten at most: contact_companies has all, a row each.'),
  opted_in_subscription_types: described(addressableList, 'Ten ids of subscription_types at most.'),
  opted_out_subscription_types: described(addressableList, 'Ten ids of subscription_types at most.'),
  merge_history: described(list(merge), 'The contacts merged into this one. Only in answers asked for it.'),
  ...deletionColumns,
};
