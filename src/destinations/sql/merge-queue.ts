/** Merges what is staged, one batch after the other within the transaction, while more is staged. */
import type { keyToCells } from './cells.ts';
import type { Pending } from './pending.ts';
import type { Table } from './table.ts';
import type { Transaction } from './transaction.ts';

/** A stream's table, and what is staged for it. */
export interface StreamTable {
  table: Table;
  keyOf: ReturnType<typeof keyToCells>;
  createPending(): Pending;
  pending: Pending;
}

export interface MergeQueue {
  /** Lets the database merge what is staged while more is staged; waits first where it has not done with the last merge. */
  merge(): Promise<void>;
  /** Merges where so much is staged that it should not wait for a commit. */
  mergeIfFull(): Promise<void>;
}

/** What is staged at most before it is merged: rows, or characters. Less than a commit, so that the database merges while more is staged. */
const mergeAt = { rows: 5_000, weight: 8_000_000 };

/** `mergeOne`: merges rows that are no longer staged for, within the transaction. */
export function createMergeQueue({
  tables,
  transaction,
  mergeOne,
}: {
  tables: ReadonlyMap<string, StreamTable>;
  transaction: Transaction;
  mergeOne(table: Table, pending: Pending): Promise<void>;
}): MergeQueue {
  async function merge() {
    await transaction.idle();
    for (const streamTable of tables.values()) {
      const { table, pending } = streamTable;
      if (pending.rows === 0) continue;
      streamTable.pending = streamTable.createPending();
      transaction.run(() => mergeOne(table, pending));
    }
  }

  return {
    merge,
    async mergeIfFull() {
      let rows = 0;
      let weight = 0;
      for (const { pending } of tables.values()) {
        rows += pending.rows;
        weight += pending.weight;
      }
      if (rows >= mergeAt.rows || weight >= mergeAt.weight) await merge();
    },
  };
}
