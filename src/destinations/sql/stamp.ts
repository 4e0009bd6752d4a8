/** When rows are stored: one time for all that one commit makes visible, so that each commit's are later than those before. */

export interface Stamp {
  /** Microseconds since 1970. */
  get(): number;
  /** To be called after each commit. */
  next(): void;
}

export function createStamp(now: () => number = Date.now): Stamp {
  let last = 0;
  let current: number | undefined;
  return {
    get() {
      current ??= Math.max(last + 1, now() * 1000);
      return current;
    },
    next() {
      last = current ?? last;
      current = undefined;
    },
  };
}
