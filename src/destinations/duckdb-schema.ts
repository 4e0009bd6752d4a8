/** Tables made and kept up with the streams' columns: what is missing is added, nothing is ever taken away. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConnectorError } from '../errors.ts';
import { literal, ownColumns, quoted, type Table } from './duckdb-table.ts';

/** Makes the table, or adds to it the columns it lacks. Rejects with `destination_unusable` where it is not one of ours. */
export async function prepareTable(connection: DuckDBConnection, path: string, table: Table): Promise<void> {
  const held = await columnsOf(connection, table.name);
  if (held.size === 0) {
    for (const statement of createTable(table)) await connection.run(statement);
    return;
  }
  const unusable = (problem: string) =>
    new ConnectorError('destination_unusable', `The table ${table.name} in ${path} ${problem}.`, {
      hint: 'Rename or drop the table, or choose another file.',
    });
  if (ownColumns.some(({ name }) => !held.has(name))) throw unusable('was not made by source-intercom');
  for (const { name, type } of table.columns) {
    const heldType = held.get(name);
    if (heldType === undefined) {
      await connection.run(`ALTER TABLE ${quoted(table.name)} ADD COLUMN ${quoted(name)} ${type}`);
    } else if (heldType !== type) {
      throw unusable(`has the column ${name} as ${heldType}, and ${type} is needed`);
    }
  }
}

/** The table's SQL, then its columns' descriptions'. Pure. */
export function createTable(table: Table): string[] {
  const columns = [...table.columns, ...ownColumns];
  const key = table.key.map(({ name }) => quoted(name)).join(', ');
  const name = quoted(table.name);
  return [
    `CREATE TABLE ${name} (${columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ')}, PRIMARY KEY (${key}))`,
    ...columns
      .filter(({ description }) => description)
      .map((column) => `COMMENT ON COLUMN ${name}.${quoted(column.name)} IS ${literal(column.description!)}`),
  ];
}

/** Type by column; none where there is no such table. */
async function columnsOf(connection: DuckDBConnection, table: string): Promise<Map<string, string>> {
  const held = await connection.runAndReadAll(
    `SELECT column_name, data_type FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ?`,
    [table],
  );
  return new Map(held.getRows().map(([name, type]) => [String(name), String(type)]));
}
