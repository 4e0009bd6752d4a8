/**
 * The server's time to the millisecond, for the windows of the rate limit, whose ends are given in it. Pure. What counts as read
 * goes by `intercom/limits/server-time`, which no single header moves.
 */

/** The server's time less our `elapsed` time, in milliseconds: no less than `lowest`, no more than `highest`. */
export interface ClockOffset {
  readonly lowest: number;
  readonly highest: number;
}

/** A response was made when the server's time was in [from, to), unix milliseconds; the rest are `elapsed` milliseconds. */
export interface TimeObservation {
  from: number;
  to: number;
  sentAt: number;
  receivedAt: number;
}

/** Less than this is drift, or a server's small correction of its clock. */
const jumpMs = 5_000;

export const unknownOffset: ClockOffset = { lowest: Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY };

/**
 * Each response bounds the offset from both sides, by about a second where it gives whole seconds; the bounds of many responses
 * together narrow it to milliseconds. `jumped`: the clocks jumped against each other, and what was known by the server's time is void.
 */
export function observeTime(
  offset: ClockOffset,
  { from, to, sentAt, receivedAt }: TimeObservation,
): { offset: ClockOffset; jumped: boolean } {
  const lowest = from - receivedAt;
  const highest = to - sentAt;
  const apart = Math.max(lowest - offset.highest, offset.lowest - highest);
  // A suspended machine, a corrected server, or mere drift: begin again.
  if (apart > 0) return { offset: { lowest, highest }, jumped: apart > jumpMs };
  return {
    offset: { lowest: Math.max(offset.lowest, lowest), highest: Math.min(offset.highest, highest) },
    jumped: false,
  };
}

/** The earliest that the server's time can be at that `elapsed` time, unix milliseconds; undefined before any observation. */
export const earliestTime = ({ lowest }: ClockOffset, at: number): number | undefined =>
  lowest === Number.NEGATIVE_INFINITY ? undefined : at + lowest;
