/** The files of an export of messages. */
import { csvText, type PackedFile } from '../../engine/archive.ts';
import type { Store } from '../../engine/store.ts';
import { type EventKind, eventKinds, type MessageEvent, type Receipt } from './model.ts';
import { messageEvents, messageReceipts } from './tables.ts';

/** Of what was sent from `from` to `to`, both included. */
export interface ExportRange {
  from: number;
  to: number;
}

const kinds = Object.keys(eventKinds) as EventKind[];

/** What exports count and the simulator's messages never have. */
const neverHappens = `collected_email spam_complaint permission_grant button_tap screen_view webhook_failure sms_failure
  whatsapp_failure push_failure keyword_reply people_reached_receipt checklist_step_receipt checklist_step_open
  checklist_step_click checklist_step_completion fin_helpful_answer`.split(/\s+/);

const receiptColumns = [
  ...`user_id user_external_id company_id company_external_id email name ruleset_id content_id content_type
  content_title created_via device ruleset_version_id receipt_id received_at conversation_id series_id series_title
  node_id`.split(/\s+/),
  ...[...kinds, ...neverHappens].map((kind) => `first_${kind}`),
];

/** One a kind of thing that happened, and none of what did not. Only what happened in the range is in them, and counted by receipts. */
export function exportFiles(store: Store, { from, to }: ExportRange): PackedFile[] {
  const isWithin = (seconds: number) => from <= seconds && seconds <= to;
  const receipts = [...store.get(messageReceipts).values()].filter(({ received_at }) => isWithin(received_at));
  const sent = new Set(receipts.map(({ receipt_id }) => receipt_id));
  const events = store.get(messageEvents).filter(({ receipt_id, at }) => sent.has(receipt_id) && isWithin(at));
  const firsts = firstTimes(events);

  let left = store.settings.exportRows;
  const file = (name: string, columns: readonly string[], rows: Record<string, string>[]): PackedFile[] => {
    const given = rows.slice(0, left);
    left -= given.length;
    return given.length === 0 ? [] : [{ name: `${name}_${stamp(store)}.csv`, text: csvText(columns, given) }];
  };
  return [
    ...file(
      'receipt',
      receiptColumns,
      receipts.map((receipt) => receiptRow(store, receipt, firsts.get(receipt.receipt_id))),
    ),
    ...kinds.flatMap((kind) =>
      file(
        kind,
        ['receipt_id', eventKinds[kind].time, ...eventKinds[kind].others],
        events.filter((event) => event.kind === kind).map((event) => eventRow(store, event)),
      ),
    ),
  ];
}

/** By receipt and kind. */
function firstTimes(events: readonly MessageEvent[]): Map<string, Map<EventKind, number>> {
  const firsts = new Map<string, Map<EventKind, number>>();
  for (const { receipt_id, kind, at } of events) {
    const ofReceipt = firsts.get(receipt_id) ?? new Map<EventKind, number>();
    ofReceipt.set(kind, Math.min(at, ofReceipt.get(kind) ?? at));
    firsts.set(receipt_id, ofReceipt);
  }
  return firsts;
}

const receiptRow = (store: Store, { received_at, ...receipt }: Receipt, firsts = new Map<EventKind, number>()) => ({
  ...receipt,
  received_at: timeText(store, received_at),
  ...Object.fromEntries([...firsts].map(([kind, at]) => [`first_${kind}`, timeText(store, at)])),
});

const eventRow = (store: Store, { receipt_id, kind, at, others }: MessageEvent): Record<string, string> => ({
  ...others,
  receipt_id,
  [eventKinds[kind].time]: timeText(store, at),
});

/** The reference says that it is an integer; others have seen text. */
const timeText = ({ settings }: Store, seconds: number): string =>
  settings.exportTimes === 'text' ? isoOf(seconds).replace('T', ' ').replace('Z', ' UTC') : String(seconds);

const stamp = (store: Store): string => isoOf(store.seconds()).replaceAll(/[-:Z]/g, '').replace('T', '-');

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
