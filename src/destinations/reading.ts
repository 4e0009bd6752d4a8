/** Reading what a destination holds, by SQL and without a write. Each SQL database implements it; whoever reads drives it. */
import type { QueryResult } from '../core/query-result.ts';
import type { SqlName } from '../core/view.ts';

export interface Reading {
  /** Where it is, for people: without a password. */
  readonly location: string;
  /** Whose SQL it takes. */
  readonly dialect: SqlName;
  /** The names of its tables and views. */
  tables(): Promise<string[]>;
  /**
   * Runs one statement. The rows are to be read before the next one. Rejects, or its rows do, with `query_refused` and the details of `SqlErrorDetails` where the
   * statement is at fault, and with `destination_unusable` where the database is.
   */
  query(sql: string): Promise<QueryResult>;
}

/** Opens a destination for reading, gives it to `use`, and lets go of it. Rejects with `destination_unusable` where nothing is there to be read. */
export type ReadDestination = <T>(use: (reading: Reading) => Promise<T>) => Promise<T>;
