/** Messages by WhatsApp: what became of each, which is asked for by the ruleset that sent it. */
import { apiError } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Route } from '../../engine/route.ts';
import type { Store } from '../../engine/store.ts';
import { need, type Table, table } from '../../engine/table.ts';
import { newestFirst } from '../../engine/updated-first.ts';
import { sendMessage } from './changes.ts';
import type { Receipt } from './model.ts';

export interface WhatsappStatus {
  id: string;
  ruleset_id: string;
  conversation_id: string;
  user_id: string;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  created_at: number;
  updated_at: number;
  whatsapp_message_id: string;
  template_name: string;
}

export const whatsappStatuses: Table<WhatsappStatus> = table('whatsapp_message_statuses');

const ids = { from: 660_000n, step: 4 };

/** Someone is sent a message by WhatsApp: its receipt, and a status that says so. */
export function sendWhatsapp(
  store: Store,
  receipt: Partial<Receipt> = {},
  partial: Partial<WhatsappStatus> = {},
): WhatsappStatus {
  const given = { ruleset_id: '300101', content_type: 'WhatsApp', created_via: 'whatsapp', ...receipt };
  const { ruleset_id, conversation_id, user_id, received_at } = sendMessage(store, given);
  const id = store.ids.number(ids);
  const status: WhatsappStatus = {
    id,
    ruleset_id,
    conversation_id,
    user_id,
    status: 'sent',
    created_at: received_at,
    updated_at: received_at,
    whatsapp_message_id: `wamid.${id}`,
    template_name: 'appointment_reminder',
    ...partial,
  };
  store.get(whatsappStatuses).set(id, status);
  return status;
}

export const whatsappChanges = (store: Store) => ({
  sendWhatsapp: (receipt?: Partial<Receipt>, status?: Partial<WhatsappStatus>) => sendWhatsapp(store, receipt, status),
  /** The phone tells what became of it, now unless `updated_at` says when. */
  updateWhatsappStatus(id: string, partial: Partial<WhatsappStatus>): WhatsappStatus {
    const all = store.get(whatsappStatuses);
    const status = { ...need(all, id, 'WhatsApp status'), updated_at: store.seconds(), ...partial };
    all.set(id, status);
    return status;
  },
});

const statusJson = ({ ruleset_id: _, ...status }: WhatsappStatus): JsonObject => ({
  ...status,
  type: 'broadcast_outbound',
});

export const whatsappTruth = (store: Store): JsonObject[] =>
  [...store.get(whatsappStatuses).values()].map((status) => ({
    ...statusJson(status),
    ruleset_id: status.ruleset_id,
  }));

/**
 * The order is not documented; in the example the newest come first. Nor is it said what answers a ruleset that is none.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/whatsapp/getwhatsappmessagestatus
 */
export const whatsappRoute = (scope: string): Route => ({
  method: 'GET',
  path: '/messages/status',
  scope,
  since: '2.16',
  respond(call) {
    const ruleset = call.query('ruleset_id');
    if (ruleset === undefined) throw apiError(400, 'parameter_not_found', 'ruleset_id is required');
    const all = [...call.store.get(whatsappStatuses).values()].filter(({ ruleset_id }) => ruleset_id === ruleset);
    const size = { perPage: 50, max: 100 };
    const { items, pages } = newestFirst(call, all, { timeOf: ({ created_at }) => created_at, ...size });
    return {
      type: 'list',
      ruleset_id: ruleset,
      pages: { ...pages, total_pages: Math.ceil(all.length / Number(pages.per_page)) },
      total_count: all.length,
      events: items.map(statusJson),
    };
  },
});
