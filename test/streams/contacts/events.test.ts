/** Events of contacts, with what the reference leaves open. */
import { expect, test } from 'vitest';
import { dataEventSummaries, dataEvents } from '../../../src/streams/contacts/events.ts';
import { scripted } from '../read-context.ts';

const contact = { id: 'c1', updated_at: 5 };
const event = (fields: object) => ({ type: 'event', event_name: 'signed-in', created_at: 3, ...fields });

test('events are asked for by the contact, of leads too, page by page', async () => {
  const script = scripted((request) => ({
    events: (request.includes('before') ? ['c'] : ['a', 'b']).map((id) => event({ id })),
    pages: { next: request.includes('before') ? null : 'https://api.intercom.io/events?before=7' },
  }));
  const detail = await dataEvents.detail!.fetch(script.context, contact);
  expect(dataEvents.rows(contact, detail)).toEqual(
    ['a', 'b', 'c'].map((id) => ({ ...event({ id }), contact_id: 'c1', contact_updated_at: 5 })),
  );
  expect(script.requests).toEqual([
    'GET /events?type=user&intercom_user_id=c1&per_page=50',
    'GET /events?before=7&type=user&intercom_user_id=c1&per_page=50',
  ]);
});

test.each([undefined, null, ''])('an event with the id %j has a key all the same', (id) => {
  expect(dataEvents.rows(contact, { events: [event({ id })] })).toMatchObject([{ event_name: 'signed-in', id: '' }]);
});

test('events of one id are all there: it may be that of their contact', () => {
  const same = [event({ id: 'theirs' }), event({ id: 'theirs', created_at: 4 })];
  expect(dataEvents.rows(contact, { events: same }).map(({ created_at }) => created_at)).toEqual([3, 4]);
});

test('summaries are one request, and what has no name is none', async () => {
  const script = scripted(() => ({
    type: 'event.summary',
    events: [{ name: 'signed-in', count: 2 }, null, { count: 1 }],
    pages: { next: 'http://api.intercom.test/events?next page' },
  }));
  const detail = await dataEventSummaries.detail!.fetch(script.context, contact);
  expect(dataEventSummaries.rows(contact, detail)).toEqual([
    { name: 'signed-in', count: 2, contact_id: 'c1', contact_updated_at: 5 },
  ]);
  expect(script.requests).toEqual(['GET /events?type=user&intercom_user_id=c1&summary=true']);
});

test.each([dataEvents, dataEventSummaries])('$name of a contact that has gone are not known', async ({ detail }) => {
  const body = '{"type":"error.list","errors":[{"code":"not_found"}]}';
  const { context } = scripted(() => ({ status: 404, headers: {}, body }));
  expect(await detail!.fetch(context, contact)).toBeUndefined();
});
