/**
 * How many bytes of answers are in memory: those that come, and those that wait to be used. An answer is read from its
 * connection only while there is room; one always may go on, namely that which is waited for first, so that all end.
 */

import { collectGarbage } from './garbage.ts';
import type { Priority } from './scheduler.ts';

/** One answer's part of the memory, from asking for it until what it says is out. */
export interface Lease {
  readonly bytes: number;
  /** So many bytes more have come. A promise means: read no further before it resolves. */
  take(bytes: number): Promise<void> | undefined;
  /** What has come is thrown away: it is asked for again. */
  reset(): void;
  /** All of it has come. */
  complete(): void;
  /** It is being used: others may come first now. Its bytes are held until `release`. */
  use(): void;
  release(): void;
}

export interface Memory {
  /** In the order of asking. Details are needed before the listings behind them, which are asked for ahead. */
  lease(kind: Priority): Lease;
}

const megabyte = 1024 * 1024;

/** Some fifty pages of usual size. */
const mostHeld = 16 * megabyte;

/** An answer as small as this never waits. */
const small = megabyte / 16;

/** An answer as large as this leaves garbage that counts, */
const large = megabyte;
/** and after so many bytes of such answers it is collected. */
const mostGarbage = 8 * megabyte;

export function createMemory({ most = mostHeld, collect = collectGarbage } = {}): Memory {
  /** Not in use yet, in the order of asking. */
  const queues: Record<Priority, Set<object>> = { listing: new Set(), detail: new Set(), check: new Set() };
  const waiting = new Map<object, () => boolean>();
  let held = 0;
  let garbage = 0;

  const wake = () => {
    for (const [lease, goOn] of waiting) if (goOn()) waiting.delete(lease);
  };

  return {
    lease(kind) {
      let bytes = 0;
      let isComplete = false;
      let isUsed = false;
      const queue = queues[kind];
      const isFirst = () => queue.values().next().value === lease;
      const leaveQueue = () => {
        if (isUsed && isComplete && queue.delete(lease) && waiting.size > 0) wake();
      };
      const give = (back: number) => {
        held -= back;
        bytes -= back;
        waiting.delete(lease);
        if (waiting.size > 0) wake();
      };
      const lease: Lease = {
        get bytes() {
          return bytes;
        },
        take(more) {
          const goOn = () => {
            if (bytes + more > small && held + more > most && !isFirst()) return false;
            bytes += more;
            held += more;
            return true;
          };
          if (goOn()) return undefined;
          return new Promise((resolve) => {
            waiting.set(lease, () => {
              const may = goOn();
              if (may) resolve();
              return may;
            });
          });
        },
        reset: () => give(bytes),
        complete() {
          isComplete = true;
          leaveQueue();
        },
        use() {
          isUsed = true;
          leaveQueue();
        },
        release() {
          if (bytes >= large) garbage += bytes;
          queue.delete(lease);
          give(bytes);
          if (garbage < mostGarbage) return;
          garbage = 0;
          collect();
        },
      };
      queue.add(lease);
      return lease;
    },
  };
}
