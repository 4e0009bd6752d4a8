/** One transaction at a time on one connection, and its jobs in a queue, so that rows can be staged while one runs. */
import type { LoadedDatabase } from './loaded-database.ts';

export interface Transaction {
  /** Runs a job after those before it; begins the transaction where none is open. After a failure no job runs any more. */
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Runs a last job, and makes all true. */
  commit(job: () => Promise<void>): Promise<void>;
  /** Resolves when the queue is empty; rejects as its jobs did. */
  idle(): Promise<void>;
  /** Waits for the job that runs, and takes back what is not committed. */
  rollback(): Promise<void>;
}

export function createTransaction({ connection, explain }: LoadedDatabase): Transaction {
  let open = false;
  let queue: Promise<unknown> = Promise.resolve();

  function run<T>(job: () => Promise<T>): Promise<T> {
    const done = queue.then(async () => {
      try {
        if (!open) await connection.run('BEGIN');
        open = true;
        return await job();
      } catch (thrown) {
        throw explain(thrown);
      }
    });
    // Whoever waits for the queue next is told of a failure; until then it is no unhandled one.
    done.catch(() => undefined);
    queue = done;
    return done;
  }

  return {
    run,
    commit: (job) =>
      run(async () => {
        await job();
        await connection.run('COMMIT');
        open = false;
      }),
    async idle() {
      await queue;
    },
    async rollback() {
      await queue.catch(() => undefined);
      // After a failed statement the database may have rolled back by itself, or the connection be lost.
      if (open) await connection.run('ROLLBACK').catch(() => undefined);
      open = false;
    },
  };
}
