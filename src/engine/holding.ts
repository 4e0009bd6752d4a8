/** The answers that a reader has asked for, until what they say is out: see intercom/limits/memory. */
import type { Event } from '../core/events.ts';
import type { Lease } from '../intercom/limits/memory.ts';

export interface Holding {
  /** The reader asks for an answer. */
  hold(lease: Lease): void;
  /** Those of what the reader gives now. */
  given(): Lease[];
  /** Nothing of it is used any more, nor of what still comes. */
  close(): void;
}

export function createHolding(): Holding {
  const held = new Set<Lease>();
  let latest: Lease[] = [];
  let closed = false;
  return {
    hold(lease) {
      if (closed) return lease.release();
      // A reader that asks on before it has given what it asked for needs this one first.
      for (const earlier of latest) earlier.use();
      latest.push(lease);
      held.add(lease);
    },
    given() {
      const leases = latest;
      latest = [];
      return leases;
    },
    close() {
      closed = true;
      for (const lease of held) lease.release();
    },
  };
}

const sizes = new WeakMap<Event, number>();

/** Notes how many bytes of answers an event is made of, where they are many. */
export const noteSize = (event: Event, bytes: number): void => {
  sizes.set(event, bytes);
};

export const sizeOf = (event: Event): number => sizes.get(event) ?? 0;
