import type { Family } from '../stream.ts';
import { messageEvents } from './events.ts';
import { messageReceipts } from './receipts.ts';
import { whatsappMessageStatuses } from './whatsapp-statuses.ts';

export const exportsFamily: Family = {
  name: 'exports',
  title: 'Exports',
  streams: [messageReceipts, ...messageEvents, whatsappMessageStatuses],
};
