/** Tables made and kept up with the streams' columns: what is missing is added, nothing is ever taken away. */
import { randomUUID } from 'node:crypto';
import { ConnectorError } from '../../core/errors.ts';
import { type Database, runAll } from './database.ts';
import type { Dialect } from './dialect.ts';
import { commentWithId, type ExistingTable } from './existing-tables.ts';
import { literal } from './expressions.ts';
import { allColumns, ownColumns, type Table, type TableColumn } from './table.ts';

/** Throws `destination_unusable` where what bears the table's name can't be loaded. Undefined is nothing: it will be made. */
export function refuseUnusable(
  { dialect, location }: Database,
  table: Table,
  existing: ExistingTable | undefined,
): void {
  if (!existing) return;
  const orAnother = `or choose another ${location.kind}.`;
  const unusable = (message: string, hint: string) => new ConnectorError('destination_unusable', message, { hint });
  if (existing.kind === 'view') {
    throw unusable(
      `${table.name} in ${location.name} is a view, and a table is needed in its place.`,
      `Rename or drop the view, ${orAnother}`,
    );
  }
  if (!isOurs(existing)) {
    throw unusable(
      `The table ${table.name} in ${location.name} was not made by source-intercom.`,
      `Rename or drop the table, ${orAnother}`,
    );
  }
  const known = [...table.key, ...(table.parent ? [table.parent.column] : [])];
  const unknown = known.find(({ name }) => !existing.columns.has(dialect.fold(name)));
  if (unknown) {
    throw unusable(
      `The table ${table.name} in ${location.name} lacks the column ${unknown.name}, by which its rows are known.`,
      `Give the column its name again, rename or drop the table, ${orAnother}`,
    );
  }
  // Others are changed: see retyping.ts.
  for (const column of [...known, ...ownColumns]) {
    const type = otherTypeOf(dialect, column, existing);
    if (type !== undefined) {
      throw unusable(
        `The table ${table.name} in ${location.name} has the column ${column.name} as ${type}, and ${dialect.types[column.kind]} is needed.`,
        `Rename or drop the table, ${orAnother}`,
      );
    }
  }
}

/** Whether a table is one of ours: no other has our columns, or an id in its comment. */
export const isOurs = (existing: ExistingTable | undefined): existing is ExistingTable =>
  existing?.kind === 'table' &&
  (existing.id !== undefined || ownColumns.every(({ name }) => existing.columns.has(name)));

/** The type that a column has, where it is not the one that is needed. */
export function otherTypeOf(
  { types, fold }: Pick<Dialect, 'types' | 'fold'>,
  { name, kind }: TableColumn,
  existing: ExistingTable,
): string | undefined {
  const type = existing.columns.get(fold(name));
  return type === types[kind] ? undefined : type;
}

/** Makes the table, or adds to it the columns it lacks. Gives its id; rejects with `destination_unusable` as above. */
export async function prepareTable(
  database: Database,
  table: Table,
  existing: ExistingTable | undefined,
): Promise<string> {
  const { connection, dialect } = database;
  refuseUnusable(database, table, existing);
  await runAll(database, existing ? addMissingColumns(dialect, table, existing) : createTable(dialect, table));
  if (existing?.id) return existing.id;
  const id = randomUUID();
  const comment = commentWithId(existing?.comment ?? null, id);
  await connection.run(`COMMENT ON TABLE ${dialect.quote(table.name)} IS ${literal(comment)}`);
  return id;
}

export async function isEmpty({ connection, dialect }: Database, table: Table): Promise<boolean> {
  return (await connection.query(`SELECT 1 FROM ${dialect.quote(table.name)} LIMIT 1`)).length === 0;
}

/**
 * The table's SQL. A primary key is the dialect's to add: what is merged by the key is unique by it,
 * and a database may keep its index in memory. Earlier versions made their tables with one.
 */
export function createTable(dialect: Dialect, table: Table): string[] {
  const { quote, types } = dialect;
  const keys = new Set(table.key.map(({ name }) => name));
  const name = quote(table.name);
  const definitions = allColumns(table).map(
    (column) => `${quote(column.name)} ${types[column.kind]}${keys.has(column.name) ? ' NOT NULL' : ''}`,
  );
  return [`CREATE TABLE ${name} (${definitions.join(', ')})`, ...dialect.completeTable(table)];
}

/** Adds the columns that an existing table lacks. Statements to run in this order. */
export function addMissingColumns({ quote, types, fold }: Dialect, table: Table, existing: ExistingTable): string[] {
  const name = quote(table.name);
  return allColumns(table)
    .filter((column) => !existing.columns.has(fold(column.name)))
    .flatMap((column) => [
      `ALTER TABLE ${name} ADD COLUMN ${quote(column.name)} ${types[column.kind]}`,
      // Rows whose refresh is forgotten are of one before all others.
      ...(column.name === '_generation' ? [`UPDATE ${name} SET _generation = 0`] : []),
    ]);
}
