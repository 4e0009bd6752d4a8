import { createRandom, type Random } from '../random.ts';
import type { Store } from '../workspace/store.ts';
import type { Mutators } from '../workspace/workspace.ts';
import { seedAttributes, seedBuiltInAttributes } from './attributes.ts';
import { seedCompanies } from './companies.ts';
import { seedContacts } from './contacts.ts';
import { seedConversations } from './conversations.ts';
import { seedLabels } from './labels.ts';
import { seedFirstAdmin, seedPeople } from './people.ts';
import { seedTickets, seedTicketTypes } from './tickets.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** What a family of objects is seeded with. */
export interface Seeding {
  store: Store;
  mutators: Mutators;
  timeline: Timeline;
  random: Random;
  /** Now, in seconds: nothing is later. */
  end: number;
  /** How many of a kind there are to be. */
  counts: Record<'contacts' | 'conversations' | 'tickets' | 'companies' | 'deletedConversations', number>;
}

/** In seconds. */
export const DAY = 86_400;

interface Seeded {
  store: Store;
  mutators: Mutators;
  /** The workspace's clock, which is set back while its past is told. */
  clock: { now: () => number };
}

/** Fills the workspace with two years of a small company's life; at scale 0 only with what every workspace has. */
export function seedWorkspace({ store, mutators, clock }: Seeded): void {
  const { seed, scale, counts: asked } = store.settings;
  const end = store.seconds();
  const times = (count: number): number => Math.round(count * scale);
  const counts = {
    contacts: times(320),
    conversations: times(200),
    tickets: times(80),
    companies: times(60),
    deletedConversations: times(12),
    ...asked,
  };
  const shared = { store, mutators, timeline: createTimeline(clock), end, counts };
  const family = (name: string): Seeding => ({ ...shared, random: createRandom(seed, name) });

  seedFirstAdmin(family('first admin'));
  seedBuiltInAttributes(family('built-in attributes'));
  if (scale === 0 && Object.keys(asked).length === 0) return;

  seedPeople(family('people'));
  seedLabels(family('labels'));
  seedAttributes(family('attributes'));
  seedTicketTypes(family('ticket types'));
  seedCompanies(family('companies'));
  seedContacts(family('contacts'));
  seedConversations(family('conversations'));
  seedTickets(family('tickets'));
  for (const collection of [store.contacts, store.conversations, store.tickets]) collection.catchUp();
}

/** A time in the two years before the end, more often a recent one. */
export function recently({ random, end }: Seeding, days = 730): number {
  return end - Math.floor(random.next() ** 1.6 * days * DAY) - random.int(60, 3600);
}

/** A time between the two, both included. */
export function between({ random }: Seeding, from: number, to: number): number {
  return random.int(Math.min(from, to), Math.max(from, to));
}
