import type { Row } from '../../../src/core/events.ts';
import type { EventKind, Workspace } from '../../../src/simulator/index.ts';
import { type Exceptions, notDocumented } from './contract.ts';
import type { Oracle } from './oracle.ts';

/** What exports count that the simulator's messages never have. */
const never = `collected_email spam_complaint permission_grant button_tap screen_view webhook_failure sms_failure
  whatsapp_failure push_failure keyword_reply people_reached_receipt checklist_step_receipt checklist_step_open
  checklist_step_click checklist_step_completion fin_helpful_answer`.split(/\s+/);

const asks = ['POST /export/content/data', 'GET /export/content/data/:id', 'GET /download/content/data/:id'];

const unmentioned = 'an export tells of no receipt that is deleted';

const times = `reply completion series_completion series_disengagement series_exit goal_success open click unsubscribe
  hard_bounce`.split(/\s+/);

const receiptExceptions: Exceptions = {
  ...Object.fromEntries(times.map((kind) => [`first_${kind}: epoch, documented as int`, 'a time'])),
  'first_dismisall: no column': 'misspelled: exports say first_dismissal',
  ...notDocumented(
    `first_dismissal company_external_id created_via device conversation_id first_tour_step_failure first_tour_step_view
    first_reaction first_soft_bounce first_answer ${never.map((kind) => `first_${kind}`).join(' ')}`,
    'others have seen it in exports',
  ),
};

/** Those that were sent from `start` on. */
const sentIn = ({ messageReceipts }: Workspace, start: number) =>
  [...messageReceipts.values()].filter(({ received_at }) => received_at >= start);

/** Those by WhatsApp, of the rulesets of which something was sent from `start` on. */
function whatsappStatuses(workspace: Workspace, start = 0): Row[] {
  const sent = sentIn(workspace, start).filter(({ content_type }) => content_type === 'WhatsApp');
  const rulesets = new Set(sent.map(({ ruleset_id }) => ruleset_id));
  return workspace.truth('whatsapp_message_statuses').filter(({ ruleset_id }) => rulesets.has(String(ruleset_id)));
}

/** When a ruleset last sent something. */
const lastSent = ({ ruleset_id }: Row, workspace: Workspace): number =>
  Math.max(
    ...sentIn(workspace, 0)
      .filter((receipt) => receipt.ruleset_id === ruleset_id)
      .map(({ received_at }) => received_at),
  );

const orNull = (value: string, none = ''): string | null => (value === '' || value === none ? null : value);

function receipts(workspace: Workspace, start = 0): Row[] {
  const kinds = new Set(workspace.messageEvents.map(({ kind }) => kind));
  return sentIn(workspace, start).map((receipt) => {
    const mine = workspace.messageEvents.filter(({ receipt_id }) => receipt_id === receipt.receipt_id);
    const first = (kind: EventKind) => {
      const at = mine.filter((event) => event.kind === kind).map((event) => event.at);
      return at.length === 0 ? null : Math.min(...at);
    };
    return {
      ...Object.fromEntries(Object.entries(receipt).map(([name, value]) => [name, orNull(String(value))])),
      received_at: receipt.received_at,
      company_id: orNull(receipt.company_id, '-1'),
      series_id: orNull(receipt.series_id, '-1'),
      ...Object.fromEntries([...everyKind, ...kinds].map((kind) => [`first_${kind}`, first(kind)])),
      ...Object.fromEntries(never.map((kind) => [`first_${kind}`, null])),
    };
  });
}

/** By the file's name: where the stream has the time, and what stands in a row whether or not it has a value. */
const files: Record<EventKind, { stream: string; time: string; key?: string[]; rest?: string[] }> = {
  open: { stream: 'message_opens', time: 'opened_at' },
  click: { stream: 'message_clicks', time: 'clicked_at', key: ['link_type', 'url'] },
  reply: { stream: 'message_replies', time: 'replied_at' },
  reaction: { stream: 'message_reactions', time: 'reacted_at', key: ['reaction'] },
  answer: {
    stream: 'message_answers',
    time: 'answered_at',
    key: ['question_id'],
    rest: ['question', 'response_type', 'response'],
  },
  completion: { stream: 'message_completions', time: 'completed_at' },
  dismissal: { stream: 'message_dismissals', time: 'dismissed_at' },
  goal_success: { stream: 'message_goal_successes', time: 'goal_hit_at' },
  unsubscribe: { stream: 'message_unsubscribes', time: 'unsubscribed_at' },
  hard_bounce: { stream: 'message_hard_bounces', time: 'hard_bounced_at' },
  soft_bounce: { stream: 'message_soft_bounces', time: 'soft_bounced_at' },
  series_completion: {
    stream: 'message_series_completions',
    time: 'completed_at',
    key: ['completion_node_ruleset_id'],
  },
  series_disengagement: {
    stream: 'message_series_disengagements',
    time: 'disengaged_at',
    key: ['disengaged_node_ruleset_id'],
  },
  series_exit: { stream: 'message_series_exits', time: 'exited_at' },
  tour_step_view: { stream: 'message_tour_step_views', time: 'viewed_at', key: ['step_id'] },
  tour_step_failure: {
    stream: 'message_tour_step_failures',
    time: 'failed_at',
    key: ['step_id'],
    rest: ['failed_selector', 'failure_url'],
  },
};

const everyKind = Object.keys(files) as EventKind[];

/** What happened to the messages that were sent from `start` on; what is alike in all is there once. */
function happenings(kind: EventKind): Oracle['rows'] {
  const { time, key = [], rest = [] } = files[kind];
  return (workspace, start = 0) => {
    const sent = new Set(sentIn(workspace, start).map(({ receipt_id }) => receipt_id));
    const rows = workspace.messageEvents
      .filter((event) => event.kind === kind && sent.has(event.receipt_id))
      .map(({ receipt_id, at, others }) => ({
        receipt_id,
        [time]: at,
        ...Object.fromEntries(key.map((name) => [name, others[name] ?? ''])),
        ...Object.fromEntries(rest.map((name) => [name, orNull(others[name] ?? '')])),
      }));
    return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  };
}

export const exports: Record<string, Oracle> = {
  message_receipts: {
    contract: { schema: 'data_export_csv', exceptions: receiptExceptions },
    asks,
    rows: receipts,
    chosenBy: 'received_at',
    unmentioned,
    neverFilled: Object.fromEntries(never.map((kind) => [`first_${kind}`, 'no message of the simulator has it'])),
  },
  whatsapp_message_statuses: {
    contract: { undocumented: 'an event within the list has no schema of its own' },
    asks: [...asks, 'GET /messages/status'],
    rows: whatsappStatuses,
    chosenBy: lastSent,
    unmentioned: 'nothing tells of a ruleset that is deleted',
  },
  ...Object.fromEntries(
    everyKind.map((kind) => [
      files[kind].stream,
      {
        contract: { undocumented: "the document has the columns of receipts' file only" },
        asks,
        rows: happenings(kind),
        chosenBy: files[kind].time,
        unmentioned,
      },
    ]),
  ),
};
