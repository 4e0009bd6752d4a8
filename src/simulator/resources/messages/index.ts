/** Outbound messages, which only exports give, and what became of those by WhatsApp. */
import type { Store } from '../../engine/store.ts';
import { messageChanges } from './changes.ts';
import { routes as exportRoutes, scope } from './jobs.ts';
import { messageEvents, messageReceipts } from './tables.ts';
import { whatsappChanges, whatsappRoute, whatsappStatuses, whatsappTruth } from './whatsapp.ts';

export { seedMessages as seed } from './seed.ts';

export const resources = { messageReceipts, messageEvents, whatsappStatuses };

export const changes = (store: Store) => ({ ...messageChanges(store), ...whatsappChanges(store) });

export const routes = [...exportRoutes, whatsappRoute(scope)];

export const truths = { whatsapp_message_statuses: whatsappTruth };
