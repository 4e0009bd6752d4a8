/** What one open destination knows and works with: its methods share it. */
import { type Counts, createCounts } from './counts.ts';
import type { LoadedDatabase, MemoryLimit } from './loaded-database.ts';
import { createMergeQueue, type MergeQueue, type StreamTable } from './merge-queue.ts';
import type { Pending } from './pending.ts';
import { createRemoval, type Removal } from './removal.ts';
import { createStamp, type Stamp } from './stamp.ts';
import { createStoredStreams, type StoredStreams } from './stored-streams.ts';
import type { Table } from './table.ts';
import { createTransaction, type Transaction } from './transaction.ts';
import { createUnknownFields, type UnknownFields } from './unknown-fields.ts';

export interface Session {
  database: LoadedDatabase;
  transaction: Transaction;
  stored: StoredStreams;
  /** The tables that are prepared, by stream. */
  tables: Map<string, StreamTable>;
  /** Streams of which `_deleted` holds rows. */
  withDeletions: Set<string>;
  /** Streams of which `_source_intercom_checked` holds ids. */
  withChecked: Set<string>;
  /** Streams of which rows were merged since the last commit. */
  merged: Set<string>;
  /** What was staged since the last commit, and merged: its weight in characters, and whether all of it was appended. */
  uncommitted: { weight: number; appended: boolean };
  counts: Counts;
  unknownFields: UnknownFields;
  stamp: Stamp;
  removal: Removal;
  queue: MergeQueue;
  /** From `open` on. */
  opened?: {
    /** Microseconds: no cursor can be later. */
    latest: number;
    /** Takes lines for people. */
    log(message: string): void;
    /** Streams whose states are known to tell of their tables. */
    streams: ReadonlySet<string>;
  };
  /** From `beginRun` to `endRun`. */
  runId?: number | undefined;
  /** From `prepare` on, where the database's memory is limited. */
  memory?: MemoryLimit;
}

export function createSession(database: LoadedDatabase): Session {
  const transaction = createTransaction(database);
  const tables = new Map<string, StreamTable>();
  const stored = createStoredStreams();
  const session: Session = {
    database,
    transaction,
    stored,
    tables,
    withDeletions: new Set(),
    withChecked: new Set(),
    merged: new Set(),
    uncommitted: nothingUncommitted(),
    counts: createCounts(database),
    unknownFields: createUnknownFields(stored),
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
  if (memory) {
    const heaviest = await memory.expect(name, { count: pending.rows, heaviest: pending.heaviest });
    if (heaviest !== stored.get(name)?.heaviest) stored.update(name, { heaviest });
  }
  const merged = await pending.merge({ deletions: withDeletions.has(name) });
  session.counts.merged(name, merged);
  session.merged.add(name);
  session.uncommitted.weight += pending.weight;
  session.uncommitted.appended &&= merged.appended;
}

export const nothingUncommitted = (): Session['uncommitted'] => ({ weight: 0, appended: true });

/** The tables that are prepared. */
export const tablesOf = ({ tables }: Session): Table[] => [...tables.values()].map(({ table }) => table);
