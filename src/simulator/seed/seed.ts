import { createRandom } from '../random.ts';
import type { Store } from '../workspace/store.ts';
import type { Mutators } from '../workspace/workspace.ts';
import { seedAttributes, seedBuiltInAttributes } from './attributes.ts';
import { seedCompanies } from './companies.ts';
import { seedContacts } from './contacts.ts';
import { seedConversations } from './conversations.ts';
import { seedLabels } from './labels.ts';
import { seedFirstAdmin, seedPeople } from './people.ts';
import type { Seeding } from './seeding.ts';
import { seedTickets, seedTicketTypes } from './tickets.ts';
import { createTimeline } from './timeline.ts';

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
