import type { StoreKey } from '../../engine/store.ts';
import { type Table, table } from '../../engine/table.ts';
import type { MessageEvent, Receipt } from './model.ts';

export const messageReceipts: Table<Receipt> = table('message receipts');

/** In the order in which they happened to be recorded. */
export const messageEvents: StoreKey<MessageEvent[]> = { name: 'message events', init: () => [] };
