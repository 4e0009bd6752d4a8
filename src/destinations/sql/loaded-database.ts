/** A database that is open to be loaded: all in which one differs from another. */
import type { ConnectorError } from '../../core/errors.ts';
import type { Database } from './database.ts';
import type { Staging } from './staging.ts';

export interface MemoryLimit {
  /**
   * Raises the limit, where it must be, before rows are merged: `heaviest` is the weight, in characters, of the heaviest rows
   * among them that the database works on at once, or of all. Gives that of the table; undefined where it is not known.
   */
  expect(stream: string, rows: { count: number; heaviest: number }): Promise<number | undefined>;
}

export interface LoadedDatabase extends Database {
  staging: Staging;
  /** What a commit holds best of rows that are only appended to new tables; `weight`: in characters at most. Default: no more than of other rows. */
  appendsPerCommit?: { rows: number; weight: number };
  /** Whatever it threw, as a ConnectorError. */
  explain(thrown: unknown): ConnectorError;
  /** A command for a shell that shows what a query gives. */
  shellCommand(query: string): string;
  /** Makes a schema beside that of the tables, where it is missing. Rejects with `destination_unusable`, and what mends it, where its user may not. */
  makeSchema(schema: string): Promise<unknown>;
  /** Statements that add to the tables of this folder what it remembers there of its own. */
  ownTables?: readonly string[];
  /**
   * Limits its memory, where it must be given it. `columns`: how many each of the tables has that are written to. `heaviest`: by stream what
   * `MemoryLimit.expect` gave last, or undefined where that is not known.
   */
  limitMemory?(columns: readonly number[], heaviest: Map<string, number | undefined>): Promise<MemoryLimit>;
  /** Makes what was dropped from these tables unreadable, wherever it may still lie. No transaction is open. */
  erase?(tables: readonly string[]): Promise<void>;
}
