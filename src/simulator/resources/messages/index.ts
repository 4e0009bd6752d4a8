/** Outbound messages, which only exports give. */
import { messageEvents, messageReceipts } from './tables.ts';

export { messageChanges as changes } from './changes.ts';
export { routes } from './jobs.ts';
export { seedMessages as seed } from './seed.ts';

export const resources = { messageReceipts, messageEvents };
