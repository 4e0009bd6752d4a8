/** Tables made and kept up with the streams' columns: what is missing is added, nothing is ever taken away. */
import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConnectorError } from '../errors.ts';
import { commentWithId, type HeldTable, heldTable } from './duckdb-catalog.ts';
import { literal, ownColumns, quoted, type Table } from './duckdb-table.ts';

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

/**
 * Why a state tells nothing of the table, in words that follow the stream's name; undefined where the table is the one that it
 * was loaded into. A state of a version that knew no ids is taken to be of the table that is there.
 */
export function whyReadAgain(table: Table, held: HeldTable | undefined, id: string | undefined): string | undefined {
  if (!held) return 'its table was dropped or renamed';
  if (id !== undefined && held.id !== id) return 'its table is not the one that was loaded before';
  const missing = [...table.columns, ...ownColumns].filter(({ name }) => !held.columns.has(name.toLowerCase()));
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => `"${name}"`).join(', ');
  return missing.length === 1 ? `its column ${names} is missing` : `its columns ${names} are missing`;
}

/** Makes the table, or adds to it the columns it lacks. Gives its id; rejects with `destination_unusable` as above. */
export async function prepareTable(connection: DuckDBConnection, path: string, table: Table): Promise<string> {
  const held = await heldTable(connection, table.name);
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

/** The latest refresh that a table's rows tell of; 0 where there are none. */
export async function latestGeneration(connection: DuckDBConnection, table: Table, held: HeldTable): Promise<number> {
  if (!held.columns.has('_generation')) return 0;
  const found = await connection.runAndReadAll(`SELECT max(_generation) FROM ${quoted(table.name)}`);
  return Number(found.getRows()[0]?.[0] ?? 0);
}

/** The table's SQL, then its columns' descriptions'. Pure. */
function createTable(table: Table): string[] {
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
