/** What contacts did, as the customer's own application told it. */
import { notFound } from '../../engine/api-error.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Call, Route } from '../../engine/route.ts';
import { perPageOf } from '../../engine/search/search.ts';
import type { Store } from '../../engine/store.ts';
import { contactChanges } from '../contacts/changes.ts';
import { contacts } from '../contacts/tables.ts';
import {
  addEvent,
  type DataEvent,
  dataEvents,
  eventJson,
  identityOf,
  listedEventsOf,
  summariesOf,
} from './data-events.ts';

export { seedEvents as seed } from './seed.ts';

export const resources = { dataEvents };

export const truths = {
  /** Those that are still listed. */
  data_events: (store: Store): JsonObject[] =>
    [...store.get(contacts).all.values()].flatMap((contact) =>
      listedEventsOf(store, contact.id).map(({ event }) => eventJson(event, contact)),
    ),
};

export const changes = (store: Store) => ({
  /** Adds an event of now to a contact, which it touches. */
  trackEvent(contactId: string, partial: Partial<DataEvent> = {}): DataEvent {
    contactChanges(store).updateContact(contactId, {});
    return addEvent(store, { contact_id: contactId, created_at: store.seconds(), ...partial });
  },
});

export const routes: Route[] = [{ method: 'GET', path: '/events', scope: 'read_events', respond: eventsAsked }];

/** The events of one contact, newest first; or how often each of them happened. */
function eventsAsked(call: Call): JsonObject {
  const { store, query, flag } = call;
  const contact = store.get(contacts).all.get(query('intercom_user_id') ?? '');
  if (contact === undefined || query('type') !== 'user') throw notFound('User Not Found');
  // The example of the reference calls both so.
  const common = { type: 'event.summary', ...identityOf(contact) };
  if (flag('summary')) return { ...common, events: summariesOf(store, contact.id) };
  const perPage = perPageOf(query('per_page'), 50);
  const before = Number(query('before') ?? Number.POSITIVE_INFINITY);
  const events = listedEventsOf(store, contact.id).filter(({ ms }) => ms < before);
  const page = events.slice(0, perPage);
  return {
    ...common,
    events: page.map(({ event }) => eventJson(event, contact)),
    pages: { next: events.length > perPage ? addressBefore(call.url, page.at(-1)!.ms) : null },
  };
}

function addressBefore(url: URL, ms: number): string {
  const next = new URL(url);
  next.searchParams.set('before', String(ms));
  return next.toString();
}
