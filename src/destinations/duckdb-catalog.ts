/** What the file's catalog says of the thing that bears a table's name. Names are compared as DuckDB compares them: without case. */
import type { DuckDBConnection } from '@duckdb/node-api';

export interface HeldTable {
  kind: 'table' | 'view';
  comment: string | null;
  /** The id by which the table is known, whatever it is called: it stands in its comment. */
  id: string | undefined;
  /** Type by column, the column's name in lower case. */
  columns: Map<string, string>;
}

const idInComment = /\(table ([0-9a-f-]{36})\)/;

/** The comment that names a table's id, after what its user may have written there. */
export const commentWithId = (comment: string | null, id: string): string =>
  `${comment ? `${comment}\n` : ''}Made by source-intercom (table ${id})`;

/** Undefined where nothing has this name. */
export async function heldTable(connection: DuckDBConnection, name: string): Promise<HeldTable | undefined> {
  const here = `database_name = current_database() AND schema_name = 'main'`;
  const found = await connection.runAndReadAll(
    `SELECT 'table' AS kind, comment FROM duckdb_tables() WHERE ${here} AND lower(table_name) = lower($1)
     UNION ALL
     SELECT 'view' AS kind, comment FROM duckdb_views() WHERE ${here} AND lower(view_name) = lower($1)`,
    [name],
  );
  const [row] = found.getRowObjectsJson();
  if (!row) return undefined;
  const columns = await connection.runAndReadAll(
    `SELECT lower(column_name), data_type FROM duckdb_columns() WHERE ${here} AND lower(table_name) = lower($1)`,
    [name],
  );
  const comment = row.comment === null ? null : String(row.comment);
  return {
    kind: row.kind === 'view' ? 'view' : 'table',
    comment,
    id: comment === null ? undefined : idInComment.exec(comment)?.[1],
    columns: new Map(columns.getRows().map(([column, type]) => [String(column), String(type)])),
  };
}
