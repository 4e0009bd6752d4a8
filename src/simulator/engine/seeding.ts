/** What a family of objects is seeded with, and the times it is given. */
import type { Random } from './random.ts';
import type { Store } from './store.ts';
import type { Timeline } from './timeline.ts';

/** What a family of objects is seeded with. */
export interface Seeding {
  store: Store;
  timeline: Timeline;
  random: Random;
  /** Now, in seconds: nothing is later. */
  end: number;
  /** How many of a kind there are to be. */
  counts: Record<'contacts' | 'conversations' | 'tickets' | 'companies' | 'deletedConversations', number>;
}

/** In seconds. */
export const day = 86_400;

/** A time in the two years before the end, more often a recent one. */
export function recently({ random, end }: Seeding, days = 730): number {
  return end - Math.floor(random.next() ** 1.6 * days * day) - random.int(60, 3600);
}

/** A time between the two, both included. */
export function between({ random }: Seeding, from: number, to: number): number {
  return random.int(Math.min(from, to), Math.max(from, to));
}
