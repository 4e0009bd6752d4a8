/** A database that is open: how it is asked, in which SQL, and what it is called to people. */
import type { Dialect } from './dialect.ts';

/** What a parameter of a statement, `$1` and so on, may be. */
export type SqlValue = string | number | boolean | null;

export interface Connection {
  run(sql: string, values?: SqlValue[]): Promise<unknown>;
  /** The rows of a query, by column. Integers of 64 bits may be bigints. */
  query(sql: string, values?: SqlValue[]): Promise<Record<string, unknown>[]>;
}

/** Where the tables are, for people. */
export interface Location {
  /** Such as a file's path. */
  name: string;
  /** What such a place is called: "file". */
  kind: string;
}

export interface Database {
  connection: Connection;
  dialect: Dialect;
  location: Location;
}

/** Runs statements one after the other. */
export async function runAll(
  { connection }: Pick<Database, 'connection'>,
  statements: readonly string[],
): Promise<void> {
  for (const statement of statements) await connection.run(statement);
}
