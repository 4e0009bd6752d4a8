/** The memory of the responses that a reader has asked for, until what they say is out: see intercom/limits/memory. */
import type { Event } from '../core/events.ts';
import type { Lease } from '../intercom/limits/memory.ts';

export interface Holding {
  /** The reader asks for a response. */
  hold(lease: Lease): void;
  /** Those of what the reader gives now. */
  given(): Lease[];
  /** Nothing of it is used any more, nor of what still comes. */
  close(): void;
}

export function createHolding(): Holding {
  const leases = new Set<Lease>();
  let latest: Lease[] = [];
  let closed = false;
  return {
    hold(lease) {
      if (closed) return lease.release();
      // A reader that asks on before it has given what it asked for needs this one first.
      for (const earlier of latest) earlier.use();
      latest.push(lease);
      leases.add(lease);
    },
    given() {
      const given = latest;
      latest = [];
      return given;
    },
    close() {
      closed = true;
      for (const lease of leases) lease.release();
    },
  };
}

const sizes = new WeakMap<Event, number>();

/** Notes how many bytes of responses an event is made of, where they are many. */
export const noteSize = (event: Event, bytes: number): void => {
  sizes.set(event, bytes);
};

export const sizeOf = (event: Event): number => sizes.get(event) ?? 0;
