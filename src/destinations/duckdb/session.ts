/** What one open destination knows and works with: its methods share it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Database } from '../sql/database.ts';
import { createRemoval, type Removal } from '../sql/removal.ts';
import { createStamp, type Stamp } from '../sql/stamp.ts';
import { createStoredStreams, type StoredStreams } from '../sql/stored-streams.ts';
import type { Table } from '../sql/table.ts';
import { databaseOn } from './connection.ts';
import type { MemoryLimit } from './limit.ts';
import { createMergeQueue, type MergeQueue, type StreamTable } from './merge-queue.ts';
import type { Pending } from './pending.ts';
import type { Duckdb } from './stage.ts';
import { createStaging, type Staging } from './staging.ts';
import type { Transaction } from './transaction.ts';

/** A file that is open, and its transaction, which is its opener's to roll back. */
export interface OpenedFile {
  duckdb: Duckdb;
  connection: DuckDBConnection;
  transaction: Transaction;
  /** The file's path, for people. */
  location: string;
}

export interface Session extends OpenedFile {
  database: Database;
  stored: StoredStreams;
  /** The tables that are prepared, by stream. */
  tables: Map<string, StreamTable>;
  /** Streams of which `_deleted` holds rows. */
  withDeletions: Set<string>;
  /** Streams of which `_source_intercom_checked` holds ids. */
  withChecked: Set<string>;
  /** Streams of which rows were merged since the last commit. */
  merged: Set<string>;
  staging: Staging;
  stamp: Stamp;
  removal: Removal;
  queue: MergeQueue;
  /** From `open` on. */
  opened?: {
    /** Microseconds: no cursor can be later. */
    latest: number;
    /** Whether no memory limit is to be set. */
    unlimited: boolean;
    /** Streams whose states are known to tell of their tables. */
    streams: ReadonlySet<string>;
  };
  /** From `prepare` on. */
  memory?: MemoryLimit;
}

export function createSession(file: OpenedFile): Session {
  const { connection, transaction, location } = file;
  const database = databaseOn(connection, location);
  const tables = new Map<string, StreamTable>();
  const session: Session = {
    ...file,
    database,
    stored: createStoredStreams(),
    tables,
    withDeletions: new Set(),
    withChecked: new Set(),
    merged: new Set(),
    staging: createStaging(connection),
    stamp: createStamp(),
    removal: createRemoval(database),
    queue: createMergeQueue({
      tables,
      transaction,
      mergeOne: (table, pending) => mergeOne(session, table, pending),
    }),
  };
  return session;
}

/** Merges rows within the transaction, with as much memory as they need. */
async function mergeOne(session: Session, { name }: Table, pending: Pending): Promise<void> {
  const { memory, stored, withDeletions } = session;
  const weight = await memory?.expect(name, { count: pending.rows, heaviest: pending.heaviest });
  if (weight !== stored.get(name)?.heaviest) stored.update(name, { heaviest: weight });
  await pending.merge({ deletions: withDeletions.has(name) });
  session.merged.add(name);
}

/** The tables that are prepared. */
export const tablesOf = ({ tables }: Session): Table[] => [...tables.values()].map(({ table }) => table);
