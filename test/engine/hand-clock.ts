/** A clock that stands still until a test moves it. */
import type { Clock } from '../../src/core/clock.ts';

export interface HandClock extends Clock {
  advance(ms: number): void;
}

/** `now`: unix milliseconds. Whoever sleeps moves it. */
export function handClock(now = 0): HandClock {
  let passed = 0;
  const advance = (ms: number) => {
    passed += ms;
  };
  return {
    now: () => now + passed,
    elapsed: () => passed,
    sleep: async (ms) => advance(ms),
    advance,
  };
}
