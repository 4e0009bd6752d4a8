/** Opening both ends of a sync; of a destination that something else has open, such as the sync before, it may wait to be free. */
import type { Connection } from '../connection.ts';
import type { Clock } from '../core/clock.ts';
import type { Destination } from '../destinations/destination.ts';
import { isInUse } from '../destinations/in-use.ts';
import type { Stream } from '../streams/stream.ts';

/** Milliseconds between two attempts. */
const retryMs = 1_000;

export interface WaitOptions {
  /** Milliseconds to wait at most; Infinity: as long as it takes. Undefined: not at all. */
  wait: number | undefined;
  clock: Clock;
  /** Ends the waiting, with its reason. */
  signal: AbortSignal;
  /** Is told once that it waits, and for whom. */
  say(line: string): void;
}

interface Ends {
  connect(): Promise<Connection>;
  /** Throws where they can't be read: then the destination is not touched. */
  streamsOf(connection: Connection): Stream[];
  open(connection: Connection): Promise<Destination>;
  waiting: WaitOptions;
}

/**
 * Connects, and opens the destination. After it has waited it connects anew: what changed before a session began is what its sync holds, and
 * that should be as of now.
 */
export async function connectAndOpen({ connect, streamsOf, open, waiting }: Ends) {
  const first = await connected(connect, streamsOf);
  const { destination, waited } = await openWhenFree(() => open(first.connection), waiting).catch(async (thrown) => {
    await first.connection.close();
    throw thrown;
  });
  if (!waited) return { ...first, destination };
  await first.connection.close();
  try {
    return { ...(await connected(connect, streamsOf)), destination };
  } catch (thrown) {
    await destination.close();
    throw thrown;
  }
}

async function connected(connect: Ends['connect'], streamsOf: Ends['streamsOf']) {
  const connection = await connect();
  try {
    return { connection, streams: streamsOf(connection) };
  } catch (thrown) {
    await connection.close();
    throw thrown;
  }
}

/** Opens the destination as soon as it is free; `waited` says whether it was not at once. Rejects as `open` does once the time is over. */
export async function openWhenFree(
  open: () => Promise<Destination>,
  { wait, clock, signal, say }: WaitOptions,
): Promise<{ destination: Destination; waited: boolean }> {
  let until: number | undefined;
  for (let waited = false; ; waited = true) {
    try {
      return { destination: await open(), waited };
    } catch (thrown) {
      until ??= clock.elapsed() + (wait ?? 0);
      const left = until - clock.elapsed();
      if (!isInUse(thrown) || left <= 0) throw thrown;
      if (!waited) say(`${thrown.message} Waiting until it lets go${limitText(wait)}.`);
      await clock.sleep(Math.min(retryMs, left), signal);
    }
  }
}

const limitText = (wait: number | undefined): string =>
  wait === undefined || wait === Number.POSITIVE_INFINITY ? '' : `, ${Math.round(wait / 1000)} s at most`;
