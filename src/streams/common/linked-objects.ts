/** The conversations and tickets that a conversation or ticket is linked to: 1,000 at most. */
import { bool, type Columns, described, int, list, object, text } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { childRows } from './children.ts';
import { innerList } from './inner-list.ts';

const linkColumns: Columns = {
  type: text,
  id: text,
  category: described(text, 'Of a ticket, Customer, Back-office or Tracker; null of a conversation.'),
};

export const linkedObjects = object({
  type: text,
  total_count: int,
  has_more: bool,
  data: list(object(linkColumns)),
});

/** What streams of links have in common. Conversations and tickets need not have ids of one series, so that the type is in the key. */
export const linksOf = (parent: 'conversation' | 'ticket') => ({
  primaryKey: [`${parent}_id`, 'type', 'id'],
  columns: {
    _links_truncated: described(bool, `True where Intercom gave only some of the ${parent}'s links.`),
    ...linkColumns,
  },
  rows(entity: Entity): Row[] {
    const { items, isWhole } = linksIn(entity);
    return childRows(parent, entity, items).map((row) => ({ ...row, _links_truncated: !isWhole }));
  },
  truncated: (entity: Entity) => !linksIn(entity).isWhole,
  truncatedIn: '_links_truncated',
});

const linksIn = (entity: Entity) => innerList(entity.linked_objects, 'data');
