import { collection } from '../../engine/collection.ts';
import { ticketFields } from './fields.ts';
import type { Ticket } from './model.ts';

export const tickets = collection<Ticket>('tickets', () => ticketFields.keyOf);
