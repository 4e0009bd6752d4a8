/** Things to happen at their own time, while the workspace's clock shows that time. */
export interface Timeline {
  at(seconds: number, action: () => void): void;
  /** Lets everything happen in the order of time, then puts the clock back. */
  run(): void;
}

/** A timeline over a clock that can be set. */
export function createTimeline(clock: { now: () => number }): Timeline {
  let events: { seconds: number; action: () => void }[] = [];
  return {
    at: (seconds, action) => void events.push({ seconds, action }),
    run() {
      const { now } = clock;
      const due = events.sort((a, b) => a.seconds - b.seconds);
      events = [];
      for (const { seconds, action } of due) {
        clock.now = () => seconds * 1000;
        action();
      }
      clock.now = now;
    },
  };
}
