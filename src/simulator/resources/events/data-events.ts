import type { JsonObject } from '../../engine/json.ts';
import type { Store } from '../../engine/store.ts';
import { type Table, table } from '../../engine/table.ts';
import type { Contact } from '../contacts/model.ts';

/** What a contact did, as the customer's own application told it. */
export interface DataEvent {
  id: string;
  contact_id: string;
  event_name: string;
  created_at: number;
  metadata: JsonObject;
}

export const dataEvents: Table<DataEvent> = table('data_events');

/** Adds an event, as its contact is. */
export function addEvent(
  store: Store,
  partial: Pick<DataEvent, 'contact_id' | 'created_at'> & Partial<DataEvent>,
): DataEvent {
  const id = store.ids.object(partial.created_at);
  const event = { id, event_name: 'signed-in', metadata: { source: 'desktop' }, ...partial };
  store.get(dataEvents).set(event.id, event);
  return event;
}

/** An event that is older is counted, but no longer listed. */
const listedSeconds = 90 * 86_400;

/** An event and its place in time: no two of a contact have the same, unix milliseconds. */
export interface PlacedEvent {
  event: DataEvent;
  ms: number;
}

/** The contact's events, newest first. */
export function eventsOf(store: Store, contactId: string): PlacedEvent[] {
  const places = new Map<number, number>();
  return [...store.get(dataEvents).values()]
    .filter(({ contact_id }) => contact_id === contactId)
    .map((event) => {
      const place = places.get(event.created_at) ?? 0;
      places.set(event.created_at, place + 1);
      return { event, ms: event.created_at * 1000 + place };
    })
    .sort((a, b) => b.ms - a.ms);
}

/** Those of them that are still listed. */
export const listedEventsOf = (store: Store, contactId: string): PlacedEvent[] =>
  eventsOf(store, contactId).filter(({ event }) => event.created_at > store.seconds() - listedSeconds);

export const eventJson = ({ contact_id, ...plain }: DataEvent, contact: Contact): JsonObject => ({
  type: 'event',
  ...plain,
  ...identityOf(contact),
});

/** By what a contact is known in answers about its events; what it lacks is left out. */
export const identityOf = ({ id, external_id, email }: Contact): JsonObject => ({
  intercom_user_id: id,
  ...(external_id === null ? {} : { user_id: external_id }),
  ...(email === null ? {} : { email }),
});

/** How often each event of the contact happened, in the order in which they first did. */
export function summariesOf(store: Store, contactId: string): JsonObject[] {
  const byName = new Map<string, DataEvent[]>();
  for (const { event } of eventsOf(store, contactId).reverse())
    byName.set(event.event_name, [...(byName.get(event.event_name) ?? []), event]);
  return [...byName].map(([name, events]) => ({
    name,
    first: isoTime(events[0]!.created_at),
    last: isoTime(events.at(-1)!.created_at),
    count: events.length,
    description: `When a contact ${name}`,
  }));
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('Z', '+00:00');
