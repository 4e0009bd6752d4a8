/** A destination whose process can be killed: from then on every call fails, and what is not committed is gone. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Destination } from '../../src/destinations/destination.ts';
import type { FakeClock } from '../support/fake-clock.ts';

export class Killed extends Error {
  override readonly name = 'Killed';
}

export interface Mortal {
  destination: Destination;
  /** Kills it now. */
  kill(): void;
  readonly killed: boolean;
  /** Whether its tables were prepared. */
  readonly prepared: boolean;
}

/** Turns of the event loop in which all that does not wait for time or for this destination comes to rest. */
const turnsToRest = 250;

/**
 * `dies`: at which call, and whether it dies before that call is done or just after, when no one hears of it any more. No virtual
 * time passes during a call, however long it takes, so that the same seed always plays the same.
 */
export function mortal(inner: Destination, clock: FakeClock, dies?: { at: number; after: boolean }): Mortal {
  let calls = 0;
  let killed = false;
  let prepared = false;

  async function call<T>(work: () => Promise<T>): Promise<T> {
    if (killed) throw new Killed();
    const isLast = ++calls === dies?.at;
    if (isLast && !dies?.after) {
      killed = true;
      throw new Killed();
    }
    const release = clock.hold();
    try {
      const done = await work();
      for (let turns = 0; turns < turnsToRest; turns++) await turn();
      if (isLast) killed = true;
      if (killed) throw new Killed();
      return done;
    } finally {
      release();
    }
  }

  /** All that a destination does, but for `close`: a process that is gone lets go of its file as well. */
  const guarded = Object.entries(inner).map(([name, value]) => {
    if (typeof value !== 'function' || name === 'look') return [name, value];
    const work = value as (...given: unknown[]) => Promise<unknown>;
    if (name === 'close') return [name, work];
    const guard = (...given: unknown[]) =>
      call(async () => {
        const done = await work(...given);
        if (name === 'prepare') prepared = true;
        return done;
      });
    return [name, guard];
  });

  return {
    get killed() {
      return killed;
    },
    get prepared() {
      return prepared;
    },
    kill() {
      killed = true;
    },
    destination: Object.fromEntries(guarded) as Destination,
  };
}
