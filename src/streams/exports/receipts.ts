/** Who received which message: the export's main file. */
import { type Columns, described, epoch, text, textReference } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import type { ExportRow } from '../../intercom/readers/export-archive.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream } from '../stream.ts';
import { isReceipt, messageExportScan } from './scan.ts';
import { secondsOf } from './times.ts';

/**
 * What may happen to a message. The reference names some of them; the others are in the export all the same:
 * https://developers.intercom.com/docs/references/2.6/rest-api/exports-content-stats/downloading-the-data
 */
const happenings = `reply completion series_completion series_disengagement series_exit goal_success tour_step_failure
  tour_step_view reaction open click dismissal collected_email unsubscribe hard_bounce soft_bounce spam_complaint
  permission_grant button_tap screen_view webhook_failure sms_failure whatsapp_failure push_failure answer keyword_reply
  people_reached_receipt checklist_step_receipt checklist_step_open checklist_step_click checklist_step_completion
  fin_helpful_answer`.split(/\s+/);

const firsts: Columns = Object.fromEntries(happenings.map((what) => [`first_${what}`, epoch]));

const columns: Columns = {
  receipt_id: described(text, 'Names this delivery in the other files of the export.'),
  received_at: described(epoch, 'The cursor.'),
  user_id: described(textReference, 'The id of contacts.'),
  user_external_id: described(text, "Your application's id of the contact."),
  company_id: described(textReference, 'The id of companies; null where there is none.'),
  company_external_id: described(text, "Your application's id of the company."),
  email: text,
  name: text,
  ruleset_id: described(textReference, 'The message; no table has them.'),
  ruleset_version_id: described(textReference, 'The version of the message; no table has them.'),
  content_id: described(textReference, 'Each version of an A/B test has its own; no table has them.'),
  content_type: described(text, 'Such as email, chat, post, tour or survey.'),
  content_title: text,
  created_via: text,
  device: text,
  conversation_id: described(textReference, 'The id of conversations, where it began or is in one.'),
  series_id: described(textReference, 'Null where it is of no series; no table has them.'),
  series_title: text,
  node_id: described(textReference, 'The block of the series; no table has them.'),
  ...firsts,
};

/** By the reference alone, it is spelled so. */
const misspelled = 'first_dismisall';

export const messageReceipts = defineStream({
  name: 'message_receipts',
  description: 'Who received which email, post, chat, tour or survey, and when they first did what with it.',
  permission: permissions.exports,
  cost: 'an export job',
  primaryKey: ['receipt_id'],
  cursor: 'received_at',
  columns,
  scan: messageExportScan,
  rows: (entity) => (isReceipt(entity) && entity.cells.receipt_id ? [receiptRow(entity)] : []),
});

function receiptRow({ cells }: ExportRow): Row {
  const row: Row = {};
  for (const [column, cell] of Object.entries(cells)) {
    row[column === misspelled ? 'first_dismissal' : column] = cellValue(column, cell);
  }
  return row;
}

/** As text where a time can't be read. */
function cellValue(column: string, cell: string): unknown {
  if (cell === '' || (cell === '-1' && (column === 'company_id' || column === 'series_id'))) return null;
  return column === 'received_at' || column.startsWith('first_') ? (secondsOf(cell) ?? cell) : cell;
}
