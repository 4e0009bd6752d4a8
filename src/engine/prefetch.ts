/**
 * Limits how many pages are read ahead of a sink. With a long latency many must be requested at once; but those received wait in
 * memory. So the limit rises while the sink uses pages as they come, and falls when they wait for it, or when the process itself does
 * not keep up.
 */

export interface PrefetchLimiter {
  /** Resolves when one more page may be requested. Sources already begun go first, so that they end sooner. */
  acquire(as: 'beginning' | 'going on'): Promise<PrefetchLease>;
}

/** The right to one page in memory, from its request until it is used. Whoever acquires it releases it, come what may. */
export interface PrefetchLease {
  /** The page has come, and waits to be used. */
  received(): void;
  /** The page has been used, or does not come. Called again it does nothing. */
  release(): void;
}

/** A process at work for more of its time than this, of 1, has none to spare. */
const fullUtilization = 0.8;

/**
 * `few`: how many may wait, about; so many may be asked for at any time. `utilization`: how busy the process is, 0 to 1. Where it has
 * time to spare, up to one more is asked for whenever one is used, so that their number doubles while as many are under way.
 */
export function createPrefetchLimiter({ few, utilization }: { few: number; utilization(): number }): PrefetchLimiter {
  const queues: Record<'beginning' | 'going on', ((lease: PrefetchLease) => void)[]> = {
    beginning: [],
    'going on': [],
  };
  let limit = few;
  let leased = 0;
  let waiting = 0;

  function admit() {
    while (leased + 1 <= limit) {
      const grant = queues['going on'].shift() ?? queues.beginning.shift();
      if (!grant) return;
      leased++;
      grant(createLease());
    }
  }

  function createLease(): PrefetchLease {
    let page: 'requested' | 'waiting' | 'released' = 'requested';
    return {
      received() {
        if (page !== 'requested') return;
        page = 'waiting';
        waiting++;
      },
      release() {
        if (page === 'released') return;
        if (page === 'waiting') used();
        page = 'released';
        leased--;
        admit();
      },
    };
  }

  function used() {
    waiting--;
    const spare = fullUtilization - utilization();
    const isWanted = queues['going on'].length + queues.beginning.length > 0;
    if (waiting > few) limit -= 1;
    else if (spare < 0 || isWanted) limit += spare;
    limit = Math.max(few, limit);
  }

  return {
    acquire: (as) =>
      new Promise((resolve) => {
        queues[as].push(resolve);
        admit();
      }),
  };
}

const noLease: PrefetchLease = { received() {}, release() {} };

/** Without a limit. */
export const unlimited: PrefetchLimiter = { acquire: () => Promise.resolve(noLease) };
