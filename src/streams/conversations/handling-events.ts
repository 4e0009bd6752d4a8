/** When teammates paused and resumed work: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/listhandlingevents */
import { described, int, object, text, timestamp } from '../../core/columns/columns.ts';
import { itemsOf } from '../../intercom/readers/paging.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { childRows } from '../common/children.ts';
import { isEntity } from '../common/entity.ts';
import { unlessGone } from '../common/gone.ts';
import { inOrder, positionColumn } from '../common/positions.ts';
import type { Detail } from '../stream.ts';
import { ofEachConversation } from './child.ts';

const items = 'handling_events';

const pathOf = (id: string) => `/conversations/${encodeURIComponent(id)}/handling_events`;

/** All of one response, which comes without pages and without ids. */
const handlingEvents: Detail = {
  name: 'conversation_handling_events',
  // Nothing in a conversation says whether it has any.
  needed: () => true,
  async fetch({ client }, { id }, priority = 'detail') {
    const path = pathOf(String(id));
    return unlessGone(async () => ({ [items]: itemsOf(await client.get(path, { priority }), items, path) }));
  },
};

const listed = (detail: Entity | undefined): unknown[] => (detail?.[items] ?? []) as unknown[];

function happenedAt({ timestamp: said }: Entity): number | undefined {
  const at = typeof said === 'string' ? Date.parse(said) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

export const conversationHandlingEvents = ofEachConversation({
  name: 'conversation_handling_events',
  description: 'When a teammate paused or resumed work on a conversation: one row each.',
  since: '2.15',
  cost: 'a request per conversation',
  primaryKey: ['conversation_id', 'position'],
  columns: {
    position: positionColumn("of the conversation's events, the oldest first,"),
    type: text,
    timestamp,
    reason: described(text, 'Null where none is told.'),
    teammate: described(
      object({ type: text, id: int, name: text, email: text }),
      'The admin: the id of admins, here a number.',
    ),
  },
  detail: handlingEvents,
  rows: (conversation, detail) =>
    childRows('conversation', conversation, inOrder(listed(detail).filter(isEntity), happenedAt)),
  truncated: (_conversation, detail) => !listed(detail).every(isEntity),
});
