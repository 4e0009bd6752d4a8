/** Columns whose type has changed since their table was made. No value is lost: it is converted where that is exact, else kept in a column of another name. */
import type { Dialect } from './dialect.ts';
import type { ExistingTable } from './existing-tables.ts';
import { otherTypeOf } from './schema.ts';
import type { Table, TableColumn } from './table.ts';

export interface Retyping {
  column: TableColumn;
  /** The type that it has. */
  from: string;
  /** The column that keeps what it holds; undefined where its values are converted. */
  keptIn: string | undefined;
  statements: string[];
}

/** What is to be done to the columns of the stream's that have another type than is needed. The table's key is not among them. */
export function retypingsOf(dialect: Dialect, table: Table, existing: ExistingTable): Retyping[] {
  const { quote, types, fold, widened } = dialect;
  const name = quote(table.name);
  return retypedColumns(dialect, table, existing).map((column) => {
    const from = existing.columns.get(fold(column.name))!;
    const value = widened(quote(column.name), from, column.kind);
    if (value !== undefined) {
      const alter = `ALTER TABLE ${name} ALTER COLUMN ${quote(column.name)} SET DATA TYPE ${types[column.kind]} USING ${value}`;
      return { column, from, keptIn: undefined, statements: [alter] };
    }
    const keptIn = freeName(`${column.name}_was_${from.toLowerCase().replace(/\W+/g, '_')}`, existing, fold);
    const rename = `ALTER TABLE ${name} RENAME COLUMN ${quote(column.name)} TO ${quote(keptIn)}`;
    const add = `ALTER TABLE ${name} ADD COLUMN ${quote(column.name)} ${types[column.kind]}`;
    return { column, from, keptIn, statements: [rename, add] };
  });
}

/** Columns of the stream's, none of them of the key, that have another type than is needed. */
export function retypedColumns(
  dialect: Pick<Dialect, 'types' | 'fold'>,
  { columns, key, parent }: Table,
  existing: ExistingTable,
): TableColumn[] {
  const fixed = new Set([...key, ...(parent ? [parent.column] : [])]);
  return columns.filter((column) => !fixed.has(column) && otherTypeOf(dialect, column, existing) !== undefined);
}

function freeName(wanted: string, { columns }: ExistingTable, fold: Dialect['fold']): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`;
    if (!columns.has(fold(name))) return name;
  }
}

/** What was done, for people. */
export const retypingText = (dialect: Dialect, table: Table, { column, from, keptIn }: Retyping): string =>
  `${table.name}.${column.name} was ${from} and is ${dialect.types[column.kind]} now: ${keptIn === undefined ? 'its values were converted.' : `what it held is in ${keptIn}.`}`;
