/** Addresses that mail is sent from: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/emails */
import { bool, described, epoch, text, textReference } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const emailSettings = defineStream({
  name: 'email_settings',
  description: 'The addresses that mail is sent from, and whether they are verified and forwarded.',
  // The reference names none.
  permission: permissions.admins,
  since: '2.15',
  primaryKey: ['id'],
  byId: (id) => `/emails/${encodeURIComponent(id)}`,
  columns: {
    type: text,
    id: text,
    email: text,
    verified: described(bool, 'Whether mail may be sent from it.'),
    domain: described(text, 'What follows the @.'),
    brand_id: described(textReference, 'The id of brands.'),
    forwarding_enabled: described(bool, 'Whether mail to it comes to Intercom.'),
    forwarded_email_last_received_at: described(epoch, 'Null where none came yet.'),
    created_at: epoch,
    updated_at: epoch,
  },
  scan: { name: 'email_settings', read: listing({ path: '/emails', items: 'data' }) },
});
