/**
 * Limits how many pages are read ahead of a sink. With a long latency many must be requested at once; but those received wait in
 * memory. So the limit rises while the sink uses pages as they come, and falls when they wait for it, or when the process itself does
 * not keep up.
 */

export interface PrefetchLimiter {
  /** Resolves when one more may be requested. Sources already begun go first, so that they end sooner. */
  acquire(as: 'beginning' | 'going on'): Promise<void>;
  /** A requested one has come, and waits to be used. */
  received(): void;
  /** It has been used. */
  release(): void;
  /** A requested one does not come. */
  cancel(): void;
}

/** A process at work for more of its time than this, of 1, has none to spare. */
const fullUtilization = 0.8;

/**
 * `few`: how many may wait, about; so many may be asked for at any time. `utilization`: how busy the process is, 0 to 1. Where it has
 * time to spare, up to one more is asked for whenever one is used, so that their number doubles while as many are under way.
 */
export function createPrefetchLimiter({ few, utilization }: { few: number; utilization(): number }): PrefetchLimiter {
  const queues: Record<'beginning' | 'going on', (() => void)[]> = { beginning: [], 'going on': [] };
  let most = few;
  let inside = 0;
  let waiting = 0;

  const admit = () => {
    while (inside + 1 <= most) {
      const go = queues['going on'].shift() ?? queues.beginning.shift();
      if (!go) return;
      inside++;
      go();
    }
  };

  return {
    acquire: (as) =>
      new Promise((resolve) => {
        queues[as].push(resolve);
        admit();
      }),
    received() {
      waiting++;
    },
    release() {
      inside--;
      waiting--;
      const spare = fullUtilization - utilization();
      if (waiting > few) most -= 1;
      else if (spare < 0 || queues['going on'].length + queues.beginning.length > 0) most += spare;
      most = Math.max(few, most);
      admit();
    },
    cancel() {
      inside--;
      admit();
    },
  };
}

/** Without a limit. */
export const unlimited: PrefetchLimiter = {
  acquire: () => Promise.resolve(),
  received() {},
  release() {},
  cancel() {},
};
