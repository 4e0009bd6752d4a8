/** One timer for many who wait: it rings at the earliest time that it was set to. */
import type { Clock } from '../../core/clock.ts';

export interface Alarm {
  /** Rings at that `elapsed` time, or earlier where it was set to earlier: whoever is woken too early sets it again. */
  set(at: number): void;
  cancel(): void;
}

export function createAlarm(clock: Pick<Clock, 'elapsed' | 'sleep'>, ring: () => void): Alarm {
  let current: { at: number; stop: AbortController } | undefined;

  const cancel = () => {
    current?.stop.abort();
    current = undefined;
  };

  return {
    cancel,
    set(at) {
      if (current && current.at <= at) return;
      cancel();
      const timer = { at, stop: new AbortController() };
      current = timer;
      clock.sleep(at - clock.elapsed(), timer.stop.signal).then(
        () => {
          if (current === timer) current = undefined;
          ring();
        },
        () => {}, // cancelled
      );
    },
  };
}
