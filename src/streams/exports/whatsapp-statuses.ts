/**
 * What became of messages by WhatsApp: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/whatsapp/getwhatsappmessagestatus
 * They are asked for by ruleset, and it is the receipts of exports that tell which there are.
 */
import { described, epoch, text, textReference } from '../../core/columns/columns.ts';
import { cursoredPages } from '../../intercom/readers/cursored.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { entitiesAt } from '../common/entity.ts';
import { unlessGone } from '../common/gone.ts';
import { permissions } from '../common/permissions.ts';
import { type Detail, defineStream } from '../stream.ts';
import { isRuleset, messageExportScan } from './scan.ts';

/** All statuses of a ruleset. */
const statuses: Detail = {
  name: 'whatsapp_message_statuses',
  needed: isRuleset,
  async fetch(context, { id }, priority = 'detail') {
    const query = { ruleset_id: String(id) };
    const asked = { path: '/messages/status', query, items: 'events', pageSize: 100, priority };
    /** By id: what is read twice stands once, as it was last. */
    const found = new Map<unknown, Entity>();
    return unlessGone(async () => {
      for await (const page of cursoredPages(context, asked)) for (const event of page) found.set(event.id, event);
      return { events: [...found.values()] };
    });
  },
};

export const whatsappMessageStatuses = defineStream({
  name: 'whatsapp_message_statuses',
  description:
    'Whether each message by WhatsApp was sent, delivered, read, or failed: of the rulesets that receipts name; those with a receipt of the last 31 days are asked for in every sync.',
  // Of the statuses the reference names none.
  permission: permissions.exports,
  since: '2.16',
  cost: 'an export job, and a request for each 100 statuses of a ruleset',
  primaryKey: ['id'],
  cursor: 'updated_at',
  columns: {
    id: text,
    ruleset_id: described(textReference, 'The message, as in message_receipts.'),
    conversation_id: described(textReference, 'The id of conversations.'),
    user_id: described(textReference, 'The id of contacts.'),
    status: described(text, '`sent`, `delivered`, `read` or `failed`.'),
    type: text,
    created_at: epoch,
    updated_at: epoch,
    whatsapp_message_id: described(text, "WhatsApp's own id."),
    template_name: text,
  },
  // Of a ruleset that is deleted, nothing says what became of its statuses.
  forgets: true,
  scan: messageExportScan,
  only: { matches: isRuleset },
  detail: statuses,
  rows: ({ id }, detail) => entitiesAt(detail, 'events').map((event) => ({ ...event, ruleset_id: String(id) })),
});
