/**
 * Room for what is read ahead of a sink. Answers may be long under way, so that many must be asked for at once; but those that
 * have come wait in memory. So more and more are asked for as long as the sink uses them at once, and fewer and fewer when
 * they wait for it, or the process itself does not keep up.
 */

export interface Room {
  /** Resolves when one more may be asked for. Who goes on comes before who begins, so that what has begun is done sooner. */
  enter(as: 'beginning' | 'going on'): Promise<void>;
  /** One that was asked for has come, and waits. */
  arrive(): void;
  /** It is used. */
  leave(): void;
  /** Asked for, it did not come. */
  miss(): void;
}

/** A process at work for more of its time than this, of 1, has none to spare. */
const fullLoad = 0.8;

/**
 * `few`: how many may wait, about; so many may be asked for at any time. `load`: how busy the process is, 0 to 1. Where it has
 * time to spare, up to one more is asked for whenever one is used, so that their number doubles while as many are under way.
 */
export function createRoom({ few, load }: { few: number; load(): number }): Room {
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
    enter: (as) =>
      new Promise((resolve) => {
        queues[as].push(resolve);
        admit();
      }),
    arrive() {
      waiting++;
    },
    leave() {
      inside--;
      waiting--;
      const spare = fullLoad - load();
      if (waiting > few) most -= 1;
      else if (spare < 0 || queues['going on'].length + queues.beginning.length > 0) most += spare;
      most = Math.max(few, most);
      admit();
    },
    miss() {
      inside--;
      admit();
    },
  };
}

/** Room for all. */
export const boundless: Room = { enter: () => Promise.resolve(), arrive() {}, leave() {}, miss() {} };
