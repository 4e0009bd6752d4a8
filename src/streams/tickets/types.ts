/** Kinds of tickets and the states of tickets: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-types */
import { bool, list, object, text } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import { childRows, childStream } from '../common/children.ts';
import { entitiesAt, updatedAt, withId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { ticketStateColumns } from '../common/ticket-state.ts';
import { ticketTypeAttributeColumns, ticketTypeColumns } from '../common/ticket-type.ts';
import { defineStream, type Scan } from '../stream.ts';

const typeScan: Scan = {
  name: 'ticket_types',
  cursor: updatedAt,
  read: listing({ path: '/ticket_types', items: 'data' }),
};

/** No document says that a kind is touched when one of its attributes or states changes, and one request lists all of them. */
const fullSnapshot = true;

export const ticketTypes = defineStream({
  name: 'ticket_types',
  description: 'The kinds of tickets, with their attributes and states: all of them in every sync.',
  since: '2.9',
  permission: permissions.tickets,
  primaryKey: ['id'],
  byId: (id) => `/ticket_types/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: ticketTypeColumns,
  fullSnapshot,
  scan: typeScan,
});

const { ticket_type_id: _, ...attributeColumns } = ticketTypeAttributeColumns;

export const ticketTypeAttributes = childStream(ticketTypes, 'ticket_type', {
  name: 'ticket_type_attributes',
  description: 'The attributes of each kind of tickets: one row each, all of them in every sync.',
  since: '2.9',
  primaryKey: ['ticket_type_id', 'id'],
  columns: attributeColumns,
  fullSnapshot,
  rows: (type) => childRows('ticket_type', type, attributesOfType(type)),
});

export const ticketStates = defineStream({
  name: 'ticket_states',
  description: 'The states that tickets can be in, with the kinds that know them.',
  since: '2.12',
  permission: permissions.tickets,
  primaryKey: ['id'],
  columns: {
    ...ticketStateColumns,
    archived: bool,
    ticket_types: object({ type: text, data: list(object(ticketTypeColumns)) }),
  },
  scan: { name: 'ticket_states', read: listing({ path: '/ticket_states', items: 'data' }) },
});

/** Those with an id. On the wire the list is in `data`; the reference puts it in `ticket_type_attributes`. */
export const attributesOfType = (type: Entity): Entity[] =>
  withId(['data', 'ticket_type_attributes'].flatMap((list) => entitiesAt(type, 'ticket_type_attributes', list)));
