/** Views: what a destination makes of its tables for people and programs that ask them. */

/** The SQL of one database, as `Reading.dialect` names it. */
export type SqlName = 'duckdb' | 'postgres';

/** Where a view is to stand, as its SQL must know it. */
export interface ViewPlace {
  sql: SqlName;
  /** IANA's name of the workspace's time zone. */
  zone: string;
  /**
   * A stream's table, to stand behind FROM with a name of its own. It has all columns that the view says it reads: those that the database does not
   * hold are NULL, and a table that it does not hold is empty.
   */
  table(stream: string): string;
  /** The names, as they are written in SQL, of the columns of custom attributes that a stream's table holds. */
  custom(stream: string): readonly string[];
  /** Those of them that are times. */
  customTimes(stream: string): readonly string[];
}

export interface View {
  name: string;
  /** What a row is. It becomes the view's comment. */
  description: string;
  /** What each of its columns is, in their order. Those of custom attributes come behind them. */
  columns: Readonly<Record<string, string>>;
  /** By stream, the columns that it reads. */
  reads: Readonly<Record<string, readonly string[]>>;
  /** A query. */
  query(place: ViewPlace): string;
}
