import type { Family } from '../stream.ts';
import { ticketContacts, ticketLinks, ticketParts } from './inline.ts';
import { tickets } from './tickets.ts';
import { ticketStates, ticketTypeAttributes, ticketTypes } from './types.ts';

export const ticketsFamily: Family = {
  name: 'tickets',
  title: 'Tickets',
  streams: [tickets, ticketParts, ticketContacts, ticketLinks, ticketTypes, ticketTypeAttributes, ticketStates],
};
