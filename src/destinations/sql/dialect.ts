/** What a database says in SQL of its own: all in which the SQL of this folder can't be the same for every database. Pure text. */
import type { SqlName } from '../../core/view.ts';
import type { ColumnKind, Table } from './table.ts';

export interface Dialect {
  name: SqlName;
  /** A table of ours as a view in another schema can name it, quoted. */
  tableName(name: string): string;
  /** A name, quoted. */
  quote(name: string): string;
  /** A name as the database's catalog has it: two names that give the same are the same to it. */
  fold(name: string): string;
  /** The type of a column of each kind, as `selectColumns` gives it. */
  types: Readonly<Record<ColumnKind, string>>;
  /** A time given in microseconds since 1970. */
  time(microseconds: number): string;
  /** The unix seconds of a time. */
  unixSeconds(time: string): string;
  /** A time given in unix seconds by a parameter, which may be null. */
  timeOfParameter(parameter: string): string;
  /** A value of the type `types.json`: an object with these values by name. Objects with the same values are equal. */
  jsonObject(values: readonly { name: string; value: string }[]): string;
  /** A row for each text of the JSON list that a parameter holds. */
  textsOfParameter(parameter: string): string;
  /** A field of an object in a JSON column, as a value of a kind; NULL where it is none. Fields of fields are not looked for. */
  jsonField(column: string, field: string, kind: ColumnKind): string;
  /** The value of a column of this type as one of a kind; undefined where something could be lost by it. */
  widened(column: string, from: string, kind: ColumnKind): string | undefined;
  /** A statement that makes a temporary table of a query's rows, in place of one of the same name. */
  createTemporaryTable(name: string, query: string): string;
  /** A statement that inserts rows, each in place of the one that has its key. */
  upsert(rows: { table: string; key: string; columns: readonly string[]; values: readonly string[] }): string;
  /** Statements that complete a table which was just made: its primary key and indexes, where the database is the faster for them. */
  completeTable(table: Table): string[];
  /** A statement that drops a view, unless another builds on it or it is not the user's. */
  dropViewUnlessUsed(name: string): string;
  /**
   * What the database holds of the view that columns `schema_name` (empty: where the tables are) and `name` name, as text: changes where it reads another
   * table or column than it did, since that was renamed. NULL where names are looked up each time.
   */
  heldView: string;
  /** A query of all in any schema whose name no view can have: `schema`, empty where the tables are, `name`, and `kind`, which is `view` of a view. */
  selectNames: string;
  /** A query of the tables and views there are: `name` as `fold` gives it, `kind` (`table` or `view`), `comment` or null. */
  selectTables: string;
  /** A query of their columns: `table_name` and `column_name` as `fold` gives them, `data_type`, `comment` or null. */
  selectColumns: string;
}
