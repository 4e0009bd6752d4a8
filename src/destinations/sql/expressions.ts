/** Pieces of SQL that several statements need. In all of them a table's rows are called `_target`, those that are merged into it `_source`. */
import type { Dialect } from './dialect.ts';
import type { Table, TableColumn } from './table.ts';

/** A text. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Columns and their types, as a table is created with them. */
export const definitionOf = ({ quote, types }: Dialect, columns: readonly TableColumn[]): string =>
  columns.map(({ name, kind }) => `${quote(name)} ${types[kind]}`).join(', ');

/** The key of a row as `_deleted` holds it: a JSON object. `row`: what the rows are called, none where they need no name. */
export const keyObject = ({ quote, jsonObject }: Dialect, table: Table, row?: '_target' | '_source'): string =>
  jsonObject(table.key.map(({ name }) => ({ name, value: `${row ? `${row}.` : ''}${quote(name)}` })));

/**
 * True where a row of the target has the key of one of the source. No stream has columns of these names: within a subquery over
 * conversations, `source.id` is the id in their column `source`.
 */
export const sameKey = ({ quote }: Dialect, table: Table): string =>
  table.key.map(({ name }) => `_target.${quote(name)} = _source.${quote(name)}`).join(' AND ');

/** True of a time that is not later than can be: `latest`, microseconds. */
export const canBe = ({ time }: Dialect, column: string, latest: number): string =>
  Number.isFinite(latest) ? `${column} <= ${time(latest)}` : 'true';
