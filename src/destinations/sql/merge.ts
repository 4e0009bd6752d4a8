/** The SQL that takes staged rows into a stream's table. Pure: each function's SQL is told in its docstring. */
import { customValue } from './custom-columns.ts';
import { mayComeBack } from './deletions.ts';
import type { Dialect } from './dialect.ts';
import { canBe, keyObject, literal, sameKey } from './expressions.ts';
import { allColumns, isTime, type Table, type TableColumn } from './table.ts';

/** The temporary table that holds staged rows, with the columns of the stream's table. */
export const stagedRows = ({ name }: Table): string => `_staged_${name}`;

/** The temporary table that holds, as text, the ids of the parents whose whole sets are staged. */
export const stagedParents = '_parents_staged';

/** The temporary table that holds the rows which are being replaced. */
const replacedRows = '_replaced_rows';

export interface MergeOptions {
  /** Whether a row no newer than its deletion stays deleted. */
  heedDeleted: boolean;
  /** Microseconds: a cursor that is later can't be, so that its row gives way to any other version. */
  latest: number;
}

/**
 * Upserts the staged rows by key, in this order; a row whose cursor is older than that of the table only refreshes `_generation`:
 *
 *     UPDATE contacts AS _target SET _generation = … FROM _staged_contacts AS _source WHERE same key AND source is older
 *     DELETE FROM contacts AS _target USING _staged_contacts AS _source WHERE same key AND source is not older
 *     INSERT INTO contacts SELECT … FROM _staged_contacts AS _source WHERE its key is not in contacts
 *
 * What the row had in columns of the user's is kept aside meanwhile, where there are such.
 *
 * Not by MERGE or UPDATE: a database by columns may keep every updated value in memory, which no limit can send to the disk, until its
 * log is folded into the file. A refresh of 100,000 contacts ran out of 110 MB.
 */
export function mergeStaged(dialect: Dialect, table: Table, options: MergeOptions): string[] {
  const { quote } = dialect;
  const name = quote(table.name);
  const source = `(${staged(dialect, table, options)}) AS _source`;
  const isSame = sameKey(dialect, table);
  const older = isOlder(dialect, table, options.latest);
  const replaces = `${isSame} AND NOT _source._tombstoned${older ? ` AND (${older}) IS NOT TRUE` : ''}`;
  const others = table.others.map((other) => `${quote(other)} = _source.${quote(other)}`).join(', ');
  return [
    ...(older
      ? [
          `UPDATE ${name} AS _target SET _generation = _source._generation FROM ${source}
           WHERE ${isSame} AND ${older} AND _target._generation < _source._generation`,
        ]
      : []),
    ...(others
      ? [
          dialect.createTemporaryTable(
            replacedRows,
            `SELECT _target.* FROM ${name} AS _target JOIN ${source} ON ${replaces}`,
          ),
        ]
      : []),
    `DELETE FROM ${name} AS _target USING ${source} WHERE ${replaces}`,
    `${insertStaged(dialect, table, options)} AND NOT EXISTS (SELECT 1 FROM ${name} AS _target WHERE ${isSame})`,
    ...(others ? [`UPDATE ${name} AS _target SET ${others} FROM ${replacedRows} AS _source WHERE ${isSame}`] : []),
  ];
}

/** Inserts the staged rows, whose keys the table does not hold: half the work of a merge, and most of a first sync. */
export function insertStaged(dialect: Dialect, table: Table, options: MergeOptions): string {
  const names = [...allColumns(table), ...table.custom].map(({ name }) => dialect.quote(name)).join(', ');
  return `
    INSERT INTO ${dialect.quote(table.name)} (${names})
    SELECT ${names} FROM (${staged(dialect, table, options)}) AS _source WHERE NOT _source._tombstoned`;
}

/** When the run that merges has stored rows so far, microseconds: the first and the last time. */
export interface StoredAt {
  first: number;
  last: number;
}

/**
 * Counts the staged rows before they are merged: `added`, whose keys the table does not hold; `matched`, whose keys it holds; `updated`, which are
 * later by their cursor than the rows that an earlier run stored. Of a table without a cursor these differ from them in some column.
 *
 * Not all values are compared where there is a cursor: a full refresh would read all columns of the table at each merge.
 */
export function countStaged(dialect: Dialect, table: Table, options: MergeOptions & { storedAt: StoredAt }): string {
  const { first, last } = options.storedAt;
  const differs = ({ name }: TableColumn) =>
    `_source.${dialect.quote(name)} IS DISTINCT FROM _target.${dialect.quote(name)}`;
  const compared = table.cursor ? [table.cursor] : allColumns(table).filter(({ name }) => !unlike.includes(name));
  const older = isOlder(dialect, table, options.latest);
  const isUpdated = [
    `NOT _target._synced_at BETWEEN ${dialect.time(first)} AND ${dialect.time(last)}`,
    ...(older ? [`(${older}) IS NOT TRUE`] : []),
    `(${compared.map(differs).join(' OR ')})`,
  ];
  return `
    SELECT count(*) FILTER (WHERE _target._generation IS NULL) AS added, count(_target._generation) AS matched,
      count(*) FILTER (WHERE _target._generation IS NOT NULL AND ${isUpdated.join(' AND ')}) AS updated
    FROM (${staged(dialect, table, options)}) AS _source LEFT JOIN ${dialect.quote(table.name)} AS _target ON ${sameKey(dialect, table)}
    WHERE NOT _source._tombstoned`;
}

/** Columns of ours in which two versions of a row are never alike. */
const unlike = ['_synced_at', '_generation'];

/** Forgets the deletion of staged rows that are in the table again. */
export const forgetDeleted = (dialect: Dialect, table: Table): string => `
    DELETE FROM _deleted WHERE stream = ${literal(table.name)} AND key IN (
      SELECT ${keyObject(dialect, table, '_source')}
      FROM ${dialect.quote(stagedRows(table))} AS _source
      WHERE EXISTS (SELECT 1 FROM ${dialect.quote(table.name)} AS _target WHERE ${sameKey(dialect, table)}))`;

/** Deletes the children that the table has of the staged parents beyond the staged rows. */
export const deleteReplacedChildren = (dialect: Dialect, table: Table): string => `
    DELETE FROM ${dialect.quote(table.name)} AS _target
    WHERE _target.${dialect.quote(table.parent!.column.name)}::VARCHAR IN (SELECT id FROM ${stagedParents})
      AND NOT EXISTS (SELECT 1 FROM ${dialect.quote(stagedRows(table))} AS _source WHERE ${sameKey(dialect, table)})`;

/** True where a staged row is older than that of the table; none for a stream without a cursor. */
function isOlder(dialect: Dialect, { cursor }: Table, latest: number): string | undefined {
  if (!cursor) return undefined;
  const name = dialect.quote(cursor.name);
  const older = `_source.${name} < _target.${name}`;
  return isTime(cursor) ? `(${older} AND ${canBe(dialect, `_target.${name}`, latest)})` : older;
}

/** The staged rows that count, as rows of the table, and whether each is `_tombstoned`: no newer than its deletion. */
function staged(dialect: Dialect, table: Table, { heedDeleted }: MergeOptions): string {
  const name = dialect.quote(stagedRows(table));
  const heeds = heedDeleted && table.cursor !== undefined && isTime(table.cursor);
  const custom = table.custom.map((column) => `, ${customValue(dialect, column)} AS ${dialect.quote(column.name)}`);
  return `
      SELECT *${custom.join('')}, ${heeds ? isTombstoned(dialect, table) : 'false'} AS _tombstoned
      FROM ${name} AS _source`;
}

/** True where a staged row is no newer than the deletion of its key. */
const isTombstoned = (dialect: Dialect, table: Table): string => `EXISTS (
          SELECT 1 FROM _deleted AS gone
          WHERE gone.stream = ${literal(table.name)}
            AND gone.key = ${keyObject(dialect, table, '_source')}
            AND (gone.reason IN (${mayComeBack.map(literal).join(', ')})) IS NOT TRUE
            AND _source.${dialect.quote(table.cursor!.name)} <= gone.deleted_at)`;
