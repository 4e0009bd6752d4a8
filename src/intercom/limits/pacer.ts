/** An even pace: never more than so many in so much time, wherever one begins to count. */

export interface Pacer {
  /** When the next one may leave, `elapsed` milliseconds. */
  nextAt(): number;
  /** One leaves. */
  take(at: number): void;
  /** Refused: slower by half, once for all that were under way together. */
  slowDown(sentAt: number, at: number): void;
  /** Not refused: a little less slow. */
  speedUp(): void;
  slowed(): boolean;
}

/** How far it may run ahead, so that timers of a millisecond can keep up with thousands a minute. */
const burstMs = 200;
const slowest = 20;

/** `bound` may change while it runs; without one it never waits. */
export function createPacer(bound: () => { count: number; ms: number } | undefined): Pacer {
  let nextAt = 0;
  let slowness = 1;
  let slowedAt = Number.NEGATIVE_INFINITY;

  return {
    nextAt: () => nextAt - burstMs,
    take(at) {
      const given = bound();
      // The burst is a part of the bound: otherwise a span could hold it twice.
      if (given) nextAt = Math.max(at, nextAt) + ((given.ms + burstMs) / given.count) * slowness;
    },
    slowDown(sentAt, at) {
      if (sentAt < slowedAt) return;
      slowedAt = at;
      slowness = Math.min(slowest, slowness * 1.5);
    },
    speedUp() {
      slowness = slowness < 1.01 ? 1 : slowness * 0.999;
    },
    slowed: () => slowness > 1,
  };
}
