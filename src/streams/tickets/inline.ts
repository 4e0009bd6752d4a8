/** What search gives inside of each ticket: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets */
import { bool, described, int, text } from '../../core/columns/columns.ts';
import { type ChildLiteral, childRows, childStream } from '../common/children.ts';
import { numberAt } from '../common/entity.ts';
import { innerList } from '../common/inner-list.ts';
import { linksOf } from '../common/linked-objects.ts';
import { contactReferenceColumns } from '../common/reference.ts';
import type { Stream } from '../stream.ts';
import { ticketPartColumns } from './columns.ts';
import { tickets } from './tickets.ts';

/** Completes the literal of a stream whose rows come as the whole set of one ticket. `columns`: those of the row itself. */
const ofEachTicket = (literal: ChildLiteral): Stream =>
  childStream(tickets, 'ticket', { vanishing: 'absent from a full pass', ...literal });

export const ticketParts = ofEachTicket({
  name: 'ticket_parts',
  description: 'What was said and done in the tickets, 500 parts each at most: one row each.',
  primaryKey: ['ticket_id', 'id'],
  columns: {
    ticket_total_parts: described(int, 'How many parts the ticket has in all.'),
    _parts_truncated: described(bool, 'True where Intercom gave only some of them.'),
    ...ticketPartColumns,
  },
  rows(ticket) {
    const { items, isWhole } = innerList(ticket.ticket_parts, 'ticket_parts');
    return childRows('ticket', ticket, items).map((row) => ({
      ...row,
      ticket_total_parts: numberAt(ticket, 'ticket_parts', 'total_count') ?? null,
      _parts_truncated: !isWhole,
    }));
  },
  truncated: (ticket) => !innerList(ticket.ticket_parts, 'ticket_parts').isWhole,
  truncatedIn: '_parts_truncated',
});

export const ticketContacts = ofEachTicket({
  name: 'ticket_contacts',
  description: 'Which contacts a ticket is about: one row each.',
  primaryKey: ['ticket_id', 'id'],
  columns: { ...contactReferenceColumns, id: described(text, 'The id of contacts.') },
  rows: (ticket) => childRows('ticket', ticket, innerList(ticket.contacts, 'contacts').items),
  truncated: (ticket) => !innerList(ticket.contacts, 'contacts').isWhole,
});

export const ticketLinks = ofEachTicket({
  ...linksOf('ticket'),
  name: 'ticket_links',
  description: 'Which conversations and tickets a ticket is linked to, 1,000 at most: one row each.',
});
