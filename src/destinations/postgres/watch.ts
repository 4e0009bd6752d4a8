/**
 * Finds out that a connection is dead though nothing says so: a firewall forgot it, a proxy hangs, a machine is gone. No time limit can tell, since a statement may
 * well take minutes; TCP's own probes reach no further than the next proxy. So while a statement is not answered and no byte moves, the
 * server is asked by another connection whether it works on it.
 */

/** `unknown`: the server is there, and does not say. */
export type AtWork = 'yes' | 'no' | 'unknown';

export interface Watch {
  /** Watches the connection as long as the work goes on. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export interface WatchOptions {
  /** Any number that changes when something came or went. */
  traffic(): string;
  isAtWork(): Promise<AtWork>;
  /** Ends the connection, so that the work fails. */
  end(): void;
  /** Milliseconds without traffic after which the server is asked. */
  patience: number;
}

/** Asked so often the server must have said that it does not work on it: an answer may just be on its way. */
const sureAfter = 2;

export function createWatch({ traffic, isAtWork, end, patience }: WatchOptions): Watch {
  return {
    async during(work) {
      let over = false;
      let asking = false;
      let before = traffic();
      let denied = 0;
      const look = async () => {
        if (asking) return;
        asking = true;
        const now = traffic();
        if (now !== before) denied = 0;
        else {
          const answer = await isAtWork();
          if (answer !== 'unknown') denied = answer === 'no' ? denied + 1 : 0;
        }
        if (traffic() !== now) denied = 0;
        before = traffic();
        asking = false;
        if (!over && denied >= sureAfter) end();
      };
      const timer = setInterval(look, patience);
      try {
        return await work();
      } finally {
        over = true;
        clearInterval(timer);
      }
    },
  };
}
