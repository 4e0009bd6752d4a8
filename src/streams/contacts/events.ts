/** What contacts did, as your application told Intercom: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-events */
import {
  type Columns,
  described,
  epoch,
  int,
  object,
  text,
  textReference,
  timestamp,
} from '../../core/columns/columns.ts';
import type { Priority } from '../../intercom/limits/scheduler.ts';
import { linkedPages } from '../../intercom/readers/linked.ts';
import { itemsOf } from '../../intercom/readers/paging.ts';
import type { Entity, ReadContext } from '../../intercom/readers/reader.ts';
import { type ChildLiteral, childRows } from '../common/children.ts';
import { entitiesAt, isId } from '../common/entity.ts';
import { unlessGone } from '../common/gone.ts';
import { permissions } from '../common/permissions.ts';
import type { Detail, Stream } from '../stream.ts';
import { ofEachContact } from './child.ts';

const path = '/events';

/** No other page size is documented. */
const pageSize = 50;

/** Of users and of leads: `type` is always `user`. */
const queryOf = (contact: Entity) => ({ type: 'user', intercom_user_id: String(contact.id) });

/** A detail that holds a list of events. */
const eventsDetail = (
  name: string,
  eventsOf: (context: ReadContext, contact: Entity, priority: Priority) => Promise<unknown[]>,
): Detail => ({
  name,
  needed: () => true,
  fetch: (context, contact, priority = 'detail') =>
    unlessGone(async () => ({ events: await eventsOf(context, contact, priority) })),
});

const eventStream = (literal: ChildLiteral): Stream =>
  ofEachContact({ permission: permissions.events, cost: 'a request per contact', ...literal });

const eventColumns: Columns = {
  type: text,
  event_name: text,
  created_at: epoch,
  id: described(text, 'Empty where Intercom gives none.'),
  user_id: described(text, "Your application's id of the contact."),
  intercom_user_id: described(textReference, 'The id of contacts.'),
  email: text,
  metadata: described(object({}), 'What your application told with it.'),
};

export const dataEvents = eventStream({
  name: 'data_events',
  description:
    'The events of the last 90 days, read of each contact that has changed. Older ones stay where they are stored.',
  // Whether an event's id is its own or that of its contact, the reference does not say clearly. Intercom keeps one event of a name in a second.
  primaryKey: ['contact_id', 'event_name', 'created_at', 'id'],
  columns: eventColumns,
  forgets: true,
  detail: eventsDetail('data_events', async (context, contact, priority) => {
    const query = { ...queryOf(contact), per_page: String(pageSize) };
    const events: Entity[] = [];
    for await (const page of linkedPages(context, { path, query, items: 'events', key: 'event_name', priority }))
      events.push(...page);
    return events;
  }),
  rows: (contact, detail) =>
    childRows('contact', contact, entitiesAt(detail, 'events')).map((row) => (isId(row.id) ? row : { ...row, id: '' })),
});

export const dataEventSummaries = eventStream({
  name: 'data_event_summaries',
  description:
    'How often each event happened, those of more than 90 days ago included, as of when the contact last changed.',
  primaryKey: ['contact_id', 'name'],
  columns: {
    name: text,
    first: described(timestamp, 'When it first happened.'),
    last: described(timestamp, 'When it last happened.'),
    count: described(int, 'How often it happened.'),
    description: text,
  },
  detail: eventsDetail('data_event_summaries', async ({ client }, contact, priority) => {
    const body = await client.get(path, { query: { ...queryOf(contact), summary: 'true' }, priority });
    return itemsOf(body, 'events', path);
  }),
  rows: (contact, detail) =>
    childRows(
      'contact',
      contact,
      entitiesAt(detail, 'events').filter(({ name }) => isId(name)),
    ),
});
