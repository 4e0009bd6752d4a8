/** Threads among teammates beside a conversation: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/listsideconversations */
import { bool, described, int, list, object, text, textReference } from '../../core/columns/columns.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { childRows } from '../common/children.ts';
import { entitiesAt, numberAt } from '../common/entity.ts';
import { innerList } from '../common/inner-list.ts';
import { sublist } from '../common/sublist.ts';
import type { Stream } from '../stream.ts';
import { ofEachConversation } from './child.ts';
import { partColumns } from './part-columns.ts';

const items = 'side_conversations';
const key = 'side_conversation_id';

const common: Pick<Stream, 'since' | 'cost' | 'detail'> = {
  since: '2.16',
  cost: 'a request per conversation',
  detail: sublist({
    name: 'side_conversations',
    path: (id) => `/conversations/${encodeURIComponent(id)}/side_conversations`,
    items,
    key,
    pageSize: 50,
  }),
};

const sideConversationsOf = (detail: Entity | undefined) =>
  entitiesAt(detail, items).map((side) => ({ ...side, [key]: String(side[key]) }));

const partsIn = (side: Entity) => innerList(side, 'conversation_parts');

const totalParts = described(int, 'How many parts the side conversation has in all.');

export const sideConversations = ofEachConversation({
  ...common,
  name: 'side_conversations',
  description: 'The threads that teammates began beside a conversation, with their parts.',
  primaryKey: [key],
  columns: { [key]: text, total_count: totalParts, conversation_parts: list(object(partColumns)) },
  rows: (conversation, detail) => childRows('conversation', conversation, sideConversationsOf(detail)),
});

export const sideConversationParts = ofEachConversation({
  ...common,
  name: 'side_conversation_parts',
  description: 'What was said in the threads beside the conversations: one row each.',
  primaryKey: ['id'],
  columns: {
    [key]: described(textReference, 'The side_conversation_id of side_conversations.'),
    side_conversation_total_parts: totalParts,
    _parts_truncated: described(bool, 'True where Intercom gave only some of them.'),
    ...partColumns,
  },
  rows: (conversation, detail) =>
    childRows('conversation', conversation, sideConversationsOf(detail).flatMap(partRows)),
  truncated: (_conversation, detail) => !sideConversationsOf(detail).every((side) => partsIn(side).isWhole),
  truncatedIn: '_parts_truncated',
});

function partRows(side: Entity): Entity[] {
  const { items: parts, isWhole } = partsIn(side);
  return parts.map((part) => ({
    ...part,
    [key]: side[key],
    side_conversation_total_parts: numberAt(side, 'total_count') ?? null,
    _parts_truncated: !isWhole,
  }));
}
