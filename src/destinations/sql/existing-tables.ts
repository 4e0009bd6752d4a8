/** What the database's catalog says of its tables and views. Names are as the dialect's `fold` gives them. */
import type { Database } from './database.ts';

export interface ExistingTable {
  kind: 'table' | 'view';
  comment: string | null;
  /** Whether the connected user may change what it is, its comments included: rows may be changed by others than its owner. */
  isOwned: boolean;
  /** The id by which the table is known, whatever it is called: it stands in its comment. */
  id: string | undefined;
  /** Type by column. */
  columns: Map<string, string>;
  /** Comment by column, of those that have one. */
  comments: Map<string, string>;
}

const idInComment = /\(table ([0-9a-f-]{36})\)/;

/** The comment that names a table's id, after what its user may have written there. */
export const commentWithId = (comment: string | null, id: string): string =>
  `${comment ? `${comment}\n` : ''}Made by source-intercom (table ${id})`;

/** A table's comment without the line that names its id. */
export const withoutId = (comment: string): string =>
  comment.replace(/\n?Made by source-intercom \(table [0-9a-f-]{36}\)/, '');

/** The tables and views there are, each by its name. */
export async function existingTables({ connection, dialect }: Database): Promise<Map<string, ExistingTable>> {
  const tables = new Map<string, ExistingTable>();
  for (const row of await connection.query(dialect.selectTables)) {
    const comment = row.comment === null ? null : String(row.comment);
    tables.set(String(row.name), {
      kind: row.kind === 'view' ? 'view' : 'table',
      comment,
      isOwned: row.is_owned === true,
      id: comment === null ? undefined : idInComment.exec(comment)?.[1],
      columns: new Map(),
      comments: new Map(),
    });
  }
  for (const { table_name, column_name, data_type, comment } of await connection.query(dialect.selectColumns)) {
    const table = tables.get(String(table_name));
    table?.columns.set(String(column_name), String(data_type));
    if (comment !== null) table?.comments.set(String(column_name), String(comment));
  }
  return tables;
}
