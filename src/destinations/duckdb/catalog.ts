/** What the file's catalog says of its tables and views. Names are compared as DuckDB compares them: without case. */
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

/** The tables and views of the file, each by its name in lower case. */
export async function heldTables(connection: DuckDBConnection): Promise<Map<string, HeldTable>> {
  const here = `database_name = current_database() AND schema_name = 'main'`;
  const found = await connection.runAndReadAll(
    `SELECT lower(table_name) AS name, 'table' AS kind, comment FROM duckdb_tables() WHERE ${here}
     UNION ALL
     SELECT lower(view_name) AS name, 'view' AS kind, comment FROM duckdb_views() WHERE ${here}`,
  );
  const held = new Map<string, HeldTable>();
  for (const row of found.getRowObjectsJson()) {
    const comment = row.comment === null ? null : String(row.comment);
    held.set(String(row.name), {
      kind: row.kind === 'view' ? 'view' : 'table',
      comment,
      id: comment === null ? undefined : idInComment.exec(comment)?.[1],
      columns: new Map(),
    });
  }
  const columns = await connection.runAndReadAll(
    `SELECT lower(table_name), lower(column_name), data_type FROM duckdb_columns() WHERE ${here}`,
  );
  for (const [table, column, type] of columns.getRows())
    held.get(String(table))?.columns.set(String(column), String(type));
  return held;
}
