/**
 * How many bytes of responses are in memory: those being received, and those that wait to be used. A response is read from its
 * connection only while there is room; the one that is needed first may always go on, so that all end.
 */
import { createGarbageAccount } from './garbage.ts';
import type { Priority } from './scheduler.ts';

/** One response's part of the memory, from its request until its records are out. */
export interface Lease {
  readonly bytes: number;
  /** So many bytes more were received. A promise means: read no further before it resolves. */
  take(bytes: number): Promise<void> | undefined;
  /** What was received is thrown away: the request is sent again. */
  reset(): void;
  /** All of it was received. */
  complete(): void;
  /** It is being used: the next one is needed first now. Its bytes count until `release`. */
  use(): void;
  release(): void;
}

export interface Memory {
  /** In the order of need, which is that of the requests. Details are needed before the listings behind them, which are requested ahead. */
  lease(kind: Priority): Lease;
}

const megabyte = 1024 * 1024;

/** Some fifty pages of usual size. */
const mostInMemory = 16 * megabyte;

/** A response as small as this never waits. */
const small = megabyte / 16;

export function createMemory({ most = mostInMemory, collect }: { most?: number; collect?(): void } = {}): Memory {
  /** Not in use yet, in the order of need. */
  const queues: Record<Priority, Set<Lease>> = {
    listing: new Set(),
    'rare detail': new Set(),
    detail: new Set(),
    check: new Set(),
  };
  /** Each tries to go on, and says whether it did. */
  const waiting = new Map<Lease, () => boolean>();
  const addGarbage = createGarbageAccount(collect);
  let total = 0;

  const wake = () => {
    for (const [lease, goOn] of waiting) if (goOn()) waiting.delete(lease);
  };

  function createLease(queue: Set<Lease>): Lease {
    let bytes = 0;
    let isComplete = false;
    let isUsed = false;
    const isFirst = () => queue.values().next().value === lease;
    const leaveQueue = () => {
      if (isUsed && isComplete && queue.delete(lease) && waiting.size > 0) wake();
    };
    const giveBack = () => {
      total -= bytes;
      bytes = 0;
      waiting.delete(lease);
      if (waiting.size > 0) wake();
    };
    const goOn = (more: number) => {
      if (bytes + more > small && total + more > most && !isFirst()) return false;
      bytes += more;
      total += more;
      return true;
    };
    const lease: Lease = {
      get bytes() {
        return bytes;
      },
      take(more) {
        if (goOn(more)) return undefined;
        return new Promise((resolve) => {
          waiting.set(lease, () => {
            const may = goOn(more);
            if (may) resolve();
            return may;
          });
        });
      },
      reset: giveBack,
      complete() {
        isComplete = true;
        leaveQueue();
      },
      use() {
        isUsed = true;
        leaveQueue();
      },
      release() {
        const released = bytes;
        queue.delete(lease);
        giveBack();
        addGarbage(released);
      },
    };
    queue.add(lease);
    return lease;
  }

  return { lease: (kind) => createLease(queues[kind]) };
}
