/** An even pace: never more than `count` in `ms`, in whatever span of that length one counts. Pure. All times are `elapsed` milliseconds. */

/** `slowness`: how many times slower than its bound it goes, 1 unless it was refused. */
export interface Pacer {
  readonly freeAt: number;
  readonly slowness: number;
  readonly slowedAt: number;
}

export interface Bound {
  count: number;
  ms: number;
}

/** How far it may run ahead, so that timers of a millisecond can keep up with thousands a minute. */
const burstMs = 200;
const slowest = 20;

export const newPacer: Pacer = { freeAt: 0, slowness: 1, slowedAt: Number.NEGATIVE_INFINITY };

/** When the next one may leave. */
export const nextAt = ({ freeAt }: Pacer): number => freeAt - burstMs;

/** One leaves. The bound may differ from call to call; without one nothing waits. */
export function take(pacer: Pacer, bound: Bound | undefined, at: number): Pacer {
  if (!bound) return pacer;
  // The burst is a part of the bound: otherwise a span could hold it twice.
  return { ...pacer, freeAt: Math.max(at, pacer.freeAt) + ((bound.ms + burstMs) / bound.count) * pacer.slowness };
}

/** Refused: slower by half, once for all that were in flight together. */
export function slowDown(pacer: Pacer, { sentAt, receivedAt }: { sentAt: number; receivedAt: number }): Pacer {
  if (sentAt < pacer.slowedAt) return pacer;
  return { ...pacer, slowedAt: receivedAt, slowness: Math.min(slowest, pacer.slowness * 1.5) };
}

/** Not refused: a little less slow. */
export function speedUp(pacer: Pacer): Pacer {
  if (pacer.slowness === 1) return pacer;
  return { ...pacer, slowness: pacer.slowness < 1.01 ? 1 : pacer.slowness * 0.999 };
}

export const isSlowed = ({ slowness }: Pacer): boolean => slowness > 1;
