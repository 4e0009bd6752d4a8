/**
 * The server's time to the millisecond, for the rate limit's windows, which are told in it. What counts as read goes by
 * `intercom/limits/server-time`, which no single header moves.
 */

export interface ServerClock {
  /**
   * Takes that an answer, whose request left at `sentAt` and which came at `receivedAt` (`elapsed` milliseconds), was made
   * when the server's time was in [from, to) (unix milliseconds). True where the clocks jumped against each other: what
   * was known by the server's time is void.
   */
  observe(from: number, to: number, sentAt: number, receivedAt: number): boolean;
  /** The earliest that the server's time can be at that moment, unix milliseconds; undefined before any observation. */
  earliest(at: number): number | undefined;
}

/** Less than this is drift, or a server's small correction of its clock. */
const jumpMs = 5_000;

/**
 * Each answer bounds the offset between the clocks from both sides, by about a second where it tells whole seconds; the
 * bounds of many answers together narrow it to milliseconds.
 */
export function createServerClock(): ServerClock {
  let lowest = Number.NEGATIVE_INFINITY;
  let highest = Number.POSITIVE_INFINITY;

  return {
    observe(from, to, sentAt, receivedAt) {
      const low = from - receivedAt;
      const high = to - sentAt;
      const apart = Math.max(low - highest, lowest - high);
      // A suspended machine, a corrected server, or mere drift: begin again.
      lowest = apart > 0 ? low : Math.max(lowest, low);
      highest = apart > 0 ? high : Math.min(highest, high);
      return apart > jumpMs;
    },
    earliest: (at) => (lowest === Number.NEGATIVE_INFINITY ? undefined : at + lowest),
  };
}
