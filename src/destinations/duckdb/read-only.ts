/** Reading a DuckDB file that a sync may be writing to: for one question, and the file is let go. */
import { type Clock, systemClock } from '../../core/clock.ts';
import { ConnectorError } from '../../core/errors.ts';
import { isInUse } from '../in-use.ts';
import { duckdbError } from './errors.ts';
import type { OpenFile } from './instance.ts';
import { loadDuckdb } from './package.ts';

export interface ReadOnlyOptions {
  /** Milliseconds to wait for a process that has the file open. Default 2,000: a sync holds it as long as it runs, others for a moment. */
  wait?: number;
  clock?: Clock;
  /** Ends the waiting, with its reason. */
  signal?: AbortSignal;
}

/** Gives the rows of a query, by column. Integers of 64 bits are bigints. */
type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** Milliseconds between two attempts. */
const retryMs = 100;

/**
 * Opens the file read-only, asks, and lets go of it. Rejects with `destination_unusable` where it is in use for longer than `wait`, where it is
 * not there, or is no DuckDB file.
 */
export async function readOnly<T>(
  file: string,
  options: ReadOnlyOptions,
  ask: (query: Query) => Promise<T>,
): Promise<T> {
  const { connection, close } = await openReadOnly(file, options);
  try {
    return await ask(async (sql) => (await connection.runAndReadAll(sql)).getRowObjects());
  } catch (thrown) {
    throw duckdbError(file, thrown);
  } finally {
    close();
  }
}

/** Opens the file read-only, until `close`. Rejects as `readOnly` does. */
export async function openReadOnly(
  file: string,
  { wait = 2_000, clock = systemClock, signal }: ReadOnlyOptions,
): Promise<OpenFile> {
  const until = clock.elapsed() + wait;
  for (;;) {
    try {
      return await open(file);
    } catch (thrown) {
      const error = duckdbError(file, thrown);
      if (!isInUse(error)) throw error;
      const left = until - clock.elapsed();
      if (left <= 0) throw inUseFor(error);
      await clock.sleep(Math.min(retryMs, left), signal);
    }
  }
}

async function open(file: string): Promise<OpenFile> {
  const { DuckDBInstance } = await loadDuckdb();
  // Nothing is ever downloaded.
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    const close = () => {
      connection.closeSync();
      instance.closeSync();
    };
    return { connection, close };
  } catch (thrown) {
    instance.closeSync();
    throw thrown;
  }
}

const inUseFor = ({ message, details, cause }: ConnectorError) =>
  new ConnectorError('destination_unusable', message, {
    hint: 'DuckDB lets no one read what another process writes to. Try again once that is done, or read the copy that sync --publish makes.',
    details,
    cause,
  });
