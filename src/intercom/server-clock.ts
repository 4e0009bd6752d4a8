/**
 * The server's time, from its `Date` headers: our own clock may be wrong by hours, and both the rate limit's windows
 * and the saved cursors are told in the server's time.
 */

export interface ServerClock {
  /** Takes an answer's `Date` header and when its request left and its answer came (`elapsed` milliseconds). */
  observe(date: string | undefined, sentAt: number, receivedAt: number): void;
  /** Takes that the server's time is past this moment (unix milliseconds) now. */
  observeAtLeast(unixMs: number, at: number): void;
  /** The earliest that the server's time can be at that moment, unix milliseconds; undefined before any observation. */
  earliest(at: number): number | undefined;
}

/**
 * `Date` has whole seconds, so each answer bounds the offset between the clocks from both sides by about a second;
 * the bounds of many answers together narrow it to milliseconds.
 */
export function createServerClock(): ServerClock {
  let lowest: number | undefined;
  let highest = Number.POSITIVE_INFINITY;

  const raise = (offset: number) => {
    lowest = lowest === undefined ? offset : Math.max(lowest, offset);
  };

  return {
    observe(date, sentAt, receivedAt) {
      const seconds = date === undefined ? Number.NaN : Date.parse(date);
      if (Number.isNaN(seconds)) return;
      const low = seconds - receivedAt;
      const high = seconds + 1000 - sentAt;
      if (low > highest || (lowest !== undefined && high < lowest)) {
        // The clocks moved against each other (a suspended machine, a corrected server): begin again.
        lowest = low;
        highest = high;
        return;
      }
      raise(low);
      highest = Math.min(highest, high);
    },
    observeAtLeast: (unixMs, at) => raise(unixMs - at),
    earliest: (at) => (lowest === undefined ? undefined : at + lowest),
  };
}
