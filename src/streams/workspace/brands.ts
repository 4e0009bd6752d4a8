/** Brands: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/brands */
import { bool, described, epoch, text, textReference } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const brands = defineStream({
  name: 'brands',
  description: 'The brands of the workspace, the default one among them.',
  // The reference names none.
  since: '2.15',
  permission: permissions.admins,
  primaryKey: ['id'],
  byId: (id) => `/brands/${encodeURIComponent(id)}`,
  columns: {
    type: text,
    id: described(text, "The default brand's is the workspace's."),
    name: text,
    is_default: bool,
    created_at: epoch,
    updated_at: epoch,
    help_center_id: described(textReference, 'The id of help_centers; null where it has none.'),
    default_address_settings_id: described(textReference, 'The id of email_settings.'),
  },
  scan: { name: 'brands', read: listing({ path: '/brands', items: 'data' }) },
});
