/** Away status reasons: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/away-status-reasons */
import { bool, described, epoch, int, text } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';

export const awayStatusReasons = defineStream({
  name: 'away_status_reasons',
  description: 'The reasons that teammates can give for being away, deleted ones among them.',
  // The reference names none.
  permission: permissions.admins,
  since: '2.14',
  primaryKey: ['id'],
  columns: {
    type: text,
    id: text,
    label: described(text, 'What teammates see.'),
    emoji: text,
    order: described(int, 'Its place among those shown.'),
    deleted: described(bool, 'Whether it can be chosen no longer.'),
    created_at: epoch,
    updated_at: epoch,
  },
  scan: { name: 'away_status_reasons', read: listing({ path: '/away_status_reasons', items: 'data' }) },
});
