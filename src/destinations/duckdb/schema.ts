/** Tables made and kept up with the streams' columns: what is missing is added, nothing is ever taken away. */
import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConnectorError } from '../../core/errors.ts';
import { commentWithId, type HeldTable } from './catalog.ts';
import { literal, ownColumns, quoted, type Table } from './table.ts';

/** Throws `destination_unusable` where what bears the table's name can't be loaded. Undefined is nothing: it will be made. */
export function refuseUnusable(path: string, table: Table, held: HeldTable | undefined): void {
  if (!held) return;
  const unusable = (message: string, hint: string) => new ConnectorError('destination_unusable', message, { hint });
  if (held.kind === 'view') {
    throw unusable(
      `${table.name} in ${path} is a view, and a table is needed in its place.`,
      'Rename or drop the view, or choose another file.',
    );
  }
  const lacks = ({ name }: { name: string }) => !held.columns.has(name.toLowerCase());
  if (held.id === undefined && ownColumns.some(lacks)) {
    throw unusable(
      `The table ${table.name} in ${path} was not made by source-intercom.`,
      'Rename or drop the table, or choose another file.',
    );
  }
  const unknown = [...table.key, ...(table.parent ? [table.parent.column] : [])].find(lacks);
  if (unknown) {
    throw unusable(
      `The table ${table.name} in ${path} lacks the column ${unknown.name}, by which its rows are known.`,
      'Give the column its name again, rename or drop the table, or choose another file.',
    );
  }
  for (const { name, type } of [...table.columns, ...ownColumns]) {
    const heldType = held.columns.get(name.toLowerCase());
    if (heldType !== undefined && heldType !== type) {
      throw unusable(
        `The table ${table.name} in ${path} has the column ${name} as ${heldType}, and ${type} is needed.`,
        'Rename or drop the table, or choose another file.',
      );
    }
  }
}

/** Makes the table, or adds to it the columns it lacks. Gives its id; rejects with `destination_unusable` as above. */
export async function prepareTable(
  connection: DuckDBConnection,
  path: string,
  { table, held }: { table: Table; held: HeldTable | undefined },
): Promise<string> {
  const name = quoted(table.name);
  if (held) {
    refuseUnusable(path, table, held);
    for (const { name: column, type } of [...table.columns, ...ownColumns]) {
      if (held.columns.has(column.toLowerCase())) continue;
      await connection.run(`ALTER TABLE ${name} ADD COLUMN ${quoted(column)} ${type}`);
      // Rows whose refresh is forgotten are of one before all others.
      if (column === '_generation') await connection.run(`UPDATE ${name} SET _generation = 0`);
    }
  } else {
    for (const statement of createTable(table)) await connection.run(statement);
  }
  if (held?.id) return held.id;
  const id = randomUUID();
  await connection.run(`COMMENT ON TABLE ${name} IS ${literal(commentWithId(held?.comment ?? null, id))}`);
  return id;
}

export async function isEmpty(connection: DuckDBConnection, table: Table): Promise<boolean> {
  const found = await connection.runAndReadAll(`SELECT 1 FROM ${quoted(table.name)} LIMIT 1`);
  return found.currentRowCount === 0;
}

/**
 * The table's SQL, then its columns' descriptions'. Without PRIMARY KEY: DuckDB keeps the index of one in memory, 60 bytes a
 * row for good, and what is merged by the key is unique by it. Pure. Earlier versions made their tables with one. */
function createTable(table: Table): string[] {
  const columns = [...table.columns, ...ownColumns];
  const keys = new Set(table.key.map(({ name }) => name));
  const name = quoted(table.name);
  const definitions = columns.map(
    (column) => `${quoted(column.name)} ${column.type}${keys.has(column.name) ? ' NOT NULL' : ''}`,
  );
  return [
    `CREATE TABLE ${name} (${definitions.join(', ')})`,
    ...columns
      .filter(({ description }) => description)
      .map((column) => `COMMENT ON COLUMN ${name}.${quoted(column.name)} IS ${literal(column.description!)}`),
  ];
}
