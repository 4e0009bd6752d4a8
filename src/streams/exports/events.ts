/**
 * What people did with messages, a file each. Of the files the reference shows that of clicks; the columns of the others are as others
 * have seen them in exports.
 */
import { type Columns, described, epoch, text } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import type { ExportRow } from '../../intercom/readers/export-archive.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Stream } from '../stream.ts';
import { isOf, messageExportScan } from './scan.ts';
import { secondsOf } from './times.ts';

interface Happening {
  name: string;
  description: string;
  /** The file's name, without its time. */
  file: string;
  /** The column that says when. */
  time: string;
  /** Columns that tell apart what happened in one second: a part of the key, and empty rather than null. */
  apart?: string[];
  /** The other ones. */
  others?: string[];
}

/** A row has no id: what is the same in all that tells apart is the same. */
function happening({ name, description, file, time, apart = [], others = [] }: Happening): Stream {
  const isMine = isOf(file);
  return defineStream({
    name,
    description,
    permission: permissions.exports,
    cost: 'an export job',
    primaryKey: ['receipt_id', time, ...apart],
    cursor: time,
    columns: {
      receipt_id: described(text, 'The delivery: see message_receipts.'),
      [time]: epoch,
      ...columnsOf([...apart, ...others]),
    },
    scan: messageExportScan,
    rows: (row) => (isMine(row) && row.cells.receipt_id ? [rowOf(row, time, apart)] : []),
  });
}

const columnsOf = (names: readonly string[]): Columns => Object.fromEntries(names.map((name) => [name, text]));

function rowOf({ cells }: ExportRow, time: string, apart: readonly string[]): Row {
  const row: Row = {};
  for (const [column, cell] of Object.entries(cells)) row[column] = cell === '' ? null : cell;
  for (const column of apart) row[column] ??= '';
  const named = time in cells ? time : theTimeIn(cells);
  if (named === undefined) return row;
  // As text where it can't be read.
  const at = secondsOf(cells[named]) ?? row[named];
  if (named !== time) delete row[named];
  row[time] = at;
  return row;
}

/** The one column that is a time by its name, should Intercom call it otherwise. */
function theTimeIn(cells: ExportRow['cells']): string | undefined {
  const times = Object.keys(cells).filter((column) => column.endsWith('_at'));
  return times.length === 1 ? times[0] : undefined;
}

export const messageEvents: readonly Stream[] = [
  happening({
    name: 'message_opens',
    description: 'When a message was opened, each time.',
    file: 'open',
    time: 'opened_at',
  }),
  happening({
    name: 'message_clicks',
    description: 'When a link in a message was clicked, each time.',
    file: 'click',
    time: 'clicked_at',
    apart: ['link_type', 'url'],
  }),
  happening({
    name: 'message_replies',
    description: 'When a message was replied to.',
    file: 'reply',
    time: 'replied_at',
  }),
  happening({
    name: 'message_reactions',
    description: 'Which reaction a message got, and when.',
    file: 'reaction',
    time: 'reacted_at',
    apart: ['reaction'],
  }),
  happening({
    name: 'message_answers',
    description: 'What was answered to the questions of a survey.',
    file: 'answer',
    time: 'answered_at',
    apart: ['question_id'],
    others: ['question', 'response_type', 'response'],
  }),
  happening({
    name: 'message_completions',
    description: 'When a tour or a survey was completed.',
    file: 'completion',
    time: 'completed_at',
  }),
  happening({
    name: 'message_dismissals',
    description: 'When a message was dismissed.',
    file: 'dismissal',
    time: 'dismissed_at',
  }),
  happening({
    name: 'message_goal_successes',
    description: 'When the goal of a message was met.',
    file: 'goal_success',
    time: 'goal_hit_at',
  }),
  happening({
    name: 'message_unsubscribes',
    description: 'When someone unsubscribed by a message.',
    file: 'unsubscribe',
    time: 'unsubscribed_at',
  }),
  happening({
    name: 'message_hard_bounces',
    description: 'When a message bounced for good.',
    file: 'hard_bounce',
    time: 'hard_bounced_at',
  }),
  happening({
    name: 'message_soft_bounces',
    description: 'When a message bounced for the time being.',
    file: 'soft_bounce',
    time: 'soft_bounced_at',
  }),
  happening({
    name: 'message_series_completions',
    description: 'When someone reached the end of the series that a message is of.',
    file: 'series_completion',
    time: 'completed_at',
    apart: ['completion_node_ruleset_id'],
  }),
  happening({
    name: 'message_series_disengagements',
    description: 'When someone fell out of the series that a message is of.',
    file: 'series_disengagement',
    time: 'disengaged_at',
    apart: ['disengaged_node_ruleset_id'],
  }),
  happening({
    name: 'message_series_exits',
    description: 'When someone left the series that a message is of, by its exit rules.',
    file: 'series_exit',
    time: 'exited_at',
  }),
  happening({
    name: 'message_tour_step_views',
    description: 'Which step of a tour was seen, and when.',
    file: 'tour_step_view',
    time: 'viewed_at',
    apart: ['step_id'],
  }),
  happening({
    name: 'message_tour_step_failures',
    description: 'Which step of a tour could not be shown, and where.',
    file: 'tour_step_failure',
    time: 'failed_at',
    apart: ['step_id'],
    others: ['failed_selector', 'failure_url'],
  }),
];
