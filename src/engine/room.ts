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

/** `few`: how many may wait, about; so many may be asked for at any time. */
export function createRoom({ few, busy }: { few: number; busy(): boolean }): Room {
  const queues: Record<'beginning' | 'going on', (() => void)[]> = { beginning: [], 'going on': [] };
  let most = few;
  let inside = 0;
  let waiting = 0;

  const admit = () => {
    while (inside < most) {
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
      if (waiting > few || busy()) most = Math.max(few, most - 1);
      else if (queues['going on'].length + queues.beginning.length > 0) most++;
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
