/** What tickets hold: 500 parts at most, 1,000 links. */
import { expect, test } from 'vitest';
import { createSimulator } from '../../../src/simulator/index.ts';
import { ticketContacts, ticketLinks, ticketParts } from '../../../src/streams/tickets/inline.ts';

const ticket = { id: 494, updated_at: 1700000000 };
const parent = { ticket_id: '494', ticket_updated_at: 1700000000 };

test('parts say how many there are in all, and whether these are all', () => {
  const holding = (ticket_parts: unknown) => ({ ...ticket, ticket_parts });
  const part = { type: 'ticket_part', id: '7' };
  const whole = holding({ type: 'ticket_part.list', ticket_parts: [part], total_count: 1 });
  expect(ticketParts.rows(whole, undefined)).toEqual([
    { ...part, ...parent, ticket_total_parts: 1, _parts_truncated: false },
  ]);
  expect(ticketParts.truncated?.(whole, undefined)).toBe(false);
  const short = holding({ ticket_parts: [part], total_count: 812 });
  expect(ticketParts.rows(short, undefined)).toMatchObject([{ ticket_total_parts: 812, _parts_truncated: true }]);
  expect(ticketParts.truncated?.(short, undefined)).toBe(true);
  for (const none of [null, undefined, {}, { ticket_parts: null, total_count: 0 }]) {
    expect(ticketParts.rows(holding(none), undefined)).toEqual([]);
    expect(ticketParts.truncated?.(holding(none), undefined)).toBe(true);
  }
});

test('of a long ticket the latest parts come, of a much linked one the first links', async () => {
  const { workspace } = createSimulator({ scale: 0 });
  const { id } = workspace.createTicket({
    parts: Array.from({ length: 503 }, (_, i) => ({ body: `<p>${i}</p>` })),
    linked_objects: Array.from({ length: 1001 }, (_, i) => ({ type: 'ticket', id: `${i}`, category: null })),
  });
  const [shown] = workspace.truth('tickets');
  const parts = ticketParts.rows(shown!, undefined);
  expect([parts.length, parts[0]!.body, parts[0]!.ticket_id]).toEqual([500, '<p>3</p>', id]);
  expect(parts[0]).toMatchObject({ ticket_total_parts: 503, _parts_truncated: true });
  const links = ticketLinks.rows(shown!, undefined);
  expect([links.length, links[0]!._links_truncated]).toEqual([1000, true]);
});

test('contacts carry the id that their application gave them', () => {
  const contact = { type: 'contact', id: 'c1', external_id: '70' };
  const shown = { ...ticket, contacts: { type: 'contact.list', contacts: [contact] } };
  expect(ticketContacts.rows(shown, undefined)).toEqual([{ ...contact, ...parent }]);
  expect(ticketContacts.truncated?.({ ...ticket, contacts: null }, undefined)).toBe(true);
});
