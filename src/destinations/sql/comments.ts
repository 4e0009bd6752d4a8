/**
 * Comments by which tables explain themselves: what a row is, how it is known, how it joins, and what a column holds where its name does not say it. A comment
 * that its user wrote is kept: ours are those that `_source_intercom_comments` remembers.
 */
import type { StreamInfo } from '../../core/catalog.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import { commentWithId, type ExistingTable, withoutId } from './existing-tables.ts';
import { literal } from './expressions.ts';
import { isFormer } from './former-comments.ts';
import { allColumns, type Table } from './table.ts';

/** `column_name` is empty for the table's own comment, which is remembered without the line that holds its id. */
export const createComments = `
    CREATE TABLE IF NOT EXISTS _source_intercom_comments (
      table_name VARCHAR NOT NULL, column_name VARCHAR NOT NULL, comment VARCHAR NOT NULL, PRIMARY KEY (table_name, column_name))`;

/** What a table and its columns are to be described by; columns without a comment have none. */
export interface Description {
  name: string;
  comment: string;
  /** Comment by column. */
  columns: Readonly<Record<string, string>>;
}

/** Comments that we wrote, by table and column. */
export type Written = ReadonlyMap<string, string>;

const placeOf = (table: string, column = ''): string => JSON.stringify([table, column]);

export async function writtenComments({ connection }: Database): Promise<Written> {
  const rows = await connection.query('SELECT table_name, column_name, comment FROM _source_intercom_comments');
  return new Map(
    rows.map(({ table_name, column_name, comment }) => [
      placeOf(String(table_name), String(column_name)),
      String(comment),
    ]),
  );
}

/** The description of a stream's table. */
export const descriptionOf = (info: StreamInfo, table: Table): Description => ({
  name: table.name,
  comment: tableComment(info),
  columns: Object.fromEntries(
    allColumns(table).flatMap(({ name, description }) => (description ? [[name, description]] : [])),
  ),
});

function tableComment({ description, primaryKey, parent }: StreamInfo): string {
  const key = `Key: ${primaryKey.join(', ')}.`;
  return [description, key, ...(parent ? [`${parent.column} joins the id of ${parent.stream}.`] : [])].join(' ');
}

/**
 * Writes the comments that a table lacks, and those of ours that are out of date; no statement where there are none. `existing`: the table as the catalog has it,
 * left out where it was made just now. `id`: see `ExistingTable`.
 */
export async function describeTable(
  database: Database,
  description: Description,
  { existing, id, written }: { existing: ExistingTable | undefined; id?: string; written: Written },
): Promise<void> {
  const { connection, dialect } = database;
  const { fold, quote } = dialect;
  if (existing && !existing.isOwned) return;
  const name = quote(description.name);
  const table = fold(description.name);
  const remembered: [column: string, comment: string][] = [];
  const statements: string[] = [];
  const own = existing?.comment == null ? undefined : withoutId(existing.comment) || undefined;
  const standing = (column: string) => (column === '' ? own : existing?.comments.get(column));
  for (const [column, comment] of [['', description.comment], ...Object.entries(description.columns)] as const) {
    const there = standing(fold(column));
    const before = written.get(placeOf(table, fold(column)));
    if (there !== comment && !isOurs(there, { before, comment })) continue;
    if (before !== comment) remembered.push([fold(column), comment]);
    if (there === comment) continue;
    const place = column === '' ? `TABLE ${name}` : `COLUMN ${name}.${quote(column)}`;
    const text = column === '' && id !== undefined ? commentWithId(comment, id) : comment;
    statements.push(`COMMENT ON ${place} IS ${literal(text)}`);
  }
  // Together: a database elsewhere is asked once a table.
  if (statements.length > 0) await connection.run(statements.join(';\n'));
  if (remembered.length > 0) await connection.run(rememberComments(dialect, table, remembered));
}

/** Whether a comment may be written over: there is none, or it is the one we wrote. Earlier versions remembered none. */
const isOurs = (
  there: string | undefined,
  { before, comment }: { before?: string | undefined; comment: string },
): boolean => there === undefined || there === before || (before === undefined && isFormer(there, comment));

const rememberComments = (
  { upsert }: Dialect,
  table: string,
  comments: readonly [column: string, comment: string][],
): string =>
  upsert({
    table: '_source_intercom_comments',
    key: 'table_name, column_name',
    columns: ['table_name', 'column_name', 'comment'],
    values: comments.map(([column, comment]) => `(${[table, column, comment].map(literal).join(', ')})`),
  });
