/** What changes messages: one is received, something happens to it, an export of them is begun. */
import type { Store } from '../../engine/store.ts';
import { need } from '../../engine/table.ts';
import { type ExportRange, startJob } from './jobs.ts';
import type { EventKind, MessageEvent, Receipt } from './model.ts';
import { messageEvents, messageReceipts } from './tables.ts';

/** Above 2^53, as Intercom's are: no number. */
const firstReceipt = 190_000_000_000_000_001n;

/** Someone receives a message: an email that is no part of a series, unless it says otherwise. */
export function sendMessage(store: Store, partial: Partial<Receipt> = {}): Receipt {
  const receipts = store.get(messageReceipts);
  const receipt: Receipt = {
    receipt_id: String(firstReceipt + BigInt(receipts.size)),
    received_at: store.seconds(),
    user_id: '',
    user_external_id: '',
    company_id: '-1',
    company_external_id: '',
    email: '',
    name: '',
    ruleset_id: '300001',
    ruleset_version_id: '700001',
    content_id: '500001',
    content_type: 'Email',
    content_title: 'Untitled',
    created_via: 'email',
    device: '',
    conversation_id: '',
    series_id: '-1',
    series_title: '',
    node_id: '',
    ...partial,
  };
  receipts.set(receipt.receipt_id, receipt);
  return receipt;
}

/** Something happens to a message that was received, now unless it says when. */
export function recordEvent(
  store: Store,
  receiptId: string,
  kind: EventKind,
  { at = store.seconds(), ...others }: { at?: number } & Record<string, string | number> = {},
): MessageEvent {
  need(store.get(messageReceipts), receiptId, 'receipt');
  const event = { kind, receipt_id: receiptId, at, others: others as Record<string, string> };
  store.get(messageEvents).push(event);
  return event;
}

export const messageChanges = (store: Store) => ({
  sendMessage: (partial?: Partial<Receipt>) => sendMessage(store, partial),
  recordMessageEvent: (receiptId: string, kind: EventKind, given?: { at?: number } & Record<string, string | number>) =>
    recordEvent(store, receiptId, kind, given),
  /** As another app of the workspace does it. */
  startMessageExport: (range: ExportRange) => startJob(store, range).id,
});
