/** Tickets: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets */
import type { Columns } from '../../core/columns/columns.ts';
import { search } from '../../intercom/readers/search.ts';
import { updatedAt } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Scan } from '../stream.ts';
import { ticketColumns } from './columns.ts';

const ticketScanOf = (columns: Columns): Scan => ({
  name: 'tickets',
  cursor: updatedAt,
  ...search({ path: '/tickets/search', items: 'tickets', columns }),
  withColumns: ticketScanOf,
});

export const ticketScan = ticketScanOf(ticketColumns);

export const tickets = defineStream({
  name: 'tickets',
  description: 'The tickets, with their type, state, attributes and parts.',
  since: '2.10',
  permission: permissions.tickets,
  primaryKey: ['id'],
  vanishing: 'absent from a full pass',
  byId: (id) => `/tickets/${encodeURIComponent(id)}`,
  cursor: 'updated_at',
  columns: ticketColumns,
  scan: ticketScan,
});
