/** A clock that a test need not wait for: it stands still until a test moves it, or nothing is left to do but sleep. */
import { onAbort } from '../../src/core/abort.ts';
import type { Clock } from '../../src/core/clock.ts';

export interface FakeClock extends Clock {
  /** How many sleep now. */
  sleepers(): number;
  /** Each sleep asked for, in milliseconds, in order. */
  readonly sleeps: number[];
  /** Moves it by so many milliseconds. */
  advance(ms: number): void;
  /** Lets no time pass while real work is done, such as a database's, until the function it gives is called. */
  hold(): () => void;
}

interface Sleeper {
  at: number;
  wake(): void;
}

/**
 * Virtual time from `elapsed() === 0`. A sleep ends after its milliseconds of virtual time, in the order of their ends, one
 * a turn of the event loop, so that all that follows from one end has happened before the next. `wrongBy` is how far
 * `now()` is from the truth; the truth begins at `start` (unix milliseconds).
 */
export function createFakeClock({ start = Date.UTC(2024, 4, 15, 12), wrongBy = 0 } = {}): FakeClock {
  let elapsed = 0;
  let ticking = false;
  let holds = 0;
  const sleeping: Sleeper[] = [];
  const sleeps: number[] = [];

  const tick = () => {
    ticking = false;
    if (holds > 0) return;
    const next = sleeping.shift();
    if (next) {
      elapsed = Math.max(elapsed, next.at);
      next.wake();
    }
    goOn();
  };

  const goOn = () => {
    if (ticking || holds > 0 || sleeping.length === 0) return;
    ticking = true;
    setImmediate(tick);
  };

  /** After those that end at the same time: the order of the calls is kept. */
  const insert = (sleeper: Sleeper) => {
    let low = 0;
    let high = sleeping.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sleeping[middle]!.at <= sleeper.at) low = middle + 1;
      else high = middle;
    }
    sleeping.splice(low, 0, sleeper);
  };

  return {
    now: () => start + wrongBy + elapsed,
    elapsed: () => elapsed,
    sleepers: () => sleeping.length,
    sleeps,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        sleeps.push(ms);
        const sleeper: Sleeper = {
          at: elapsed + Math.max(0, ms),
          wake() {
            forget?.();
            resolve();
          },
        };
        insert(sleeper);
        const forget =
          signal &&
          onAbort(signal, () => {
            sleeping.splice(sleeping.indexOf(sleeper), 1);
            reject(signal.reason);
          });
        goOn();
      }),
    advance(ms) {
      elapsed += ms;
    },
    hold() {
      holds += 1;
      return () => {
        holds -= 1;
        goOn();
      };
    },
  };
}
