/** The SQL that takes staged rows into a stream's table. Pure: each function's SQL is told in its docstring. */
import { isTime, keyObject, literal, ownColumns, quoted, sameKey, type Table, timeOf } from './table.ts';

/** The temporary table that holds staged rows, with the columns of the stream's table. */
export const stagedRows = ({ name }: Table): string => `_staged_${name}`;
/** The temporary table that holds, as text, the ids of the parents whose whole sets are staged. */
export const stagedParents = '_parents_staged';

/** Reason of a row that a full pass did not meet. */
export const absent = 'absent from a full pass';

/** Reasons for which a row may be gone and come back as it was, no newer than its deletion: one may be unarchived. */
export const mayComeBack = [absent, 'archived or deleted'];

export interface MergeOptions {
  /** Positions of staged rows, counted from 0, that another staged row of the same key replaces. */
  superseded: readonly number[];
  /** Whether a row no newer than its deletion stays deleted. */
  heedDeleted: boolean;
  /** Microseconds: a cursor that is later can't be, so that its row gives way to any other version. */
  latest: number;
}

/** SQL that is true of a time that is not later than can be. */
export const canBe = (time: string, latest: number): string =>
  Number.isFinite(latest) ? `${time} <= ${timeOf(latest)}` : 'true';

/**
 * Upserts the staged rows by key, in this order; a row whose cursor is older than that of the table only refreshes `_generation`:
 *
 *     UPDATE contacts AS _target SET _generation = … FROM _staged_contacts AS _source WHERE same key AND source is older
 *     DELETE FROM contacts AS _target USING _staged_contacts AS _source WHERE same key AND source is not older
 *     INSERT INTO contacts SELECT … FROM _staged_contacts AS _source WHERE its key is not in contacts
 *
 * What the row had in columns of the user's is kept aside meanwhile, where there are such.
 *
 * Not by MERGE or UPDATE: DuckDB keeps every updated value in memory, which no limit can send to the disk, until the file's log is
 * folded into it. A refresh of 100,000 contacts ran out of 110 MB.
 */
export function mergeStaged(table: Table, options: MergeOptions): string[] {
  const name = quoted(table.name);
  const source = `(${staged(table, options)}) AS _source`;
  const older = isOlder(table, options.latest);
  const replaces = `${sameKey(table)} AND NOT _source._tombstoned${older ? ` AND (${older}) IS NOT TRUE` : ''}`;
  return [
    ...(older
      ? [
          `UPDATE ${name} AS _target SET _generation = _source._generation FROM ${source}
           WHERE ${sameKey(table)} AND ${older} AND _target._generation < _source._generation`,
        ]
      : []),
    ...(table.others.length > 0
      ? [
          `CREATE OR REPLACE TEMP TABLE ${keptAside} AS SELECT _target.* FROM ${name} AS _target JOIN ${source} ON ${replaces}`,
        ]
      : []),
    `DELETE FROM ${name} AS _target USING ${source} WHERE ${replaces}`,
    `${insertStaged(table, options)} AND NOT EXISTS (SELECT 1 FROM ${name} AS _target WHERE ${sameKey(table)})`,
    ...(table.others.length > 0
      ? [
          `UPDATE ${name} AS _target SET ${table.others.map((one) => `${quoted(one)} = _source.${quoted(one)}`).join(', ')}
           FROM ${keptAside} AS _source WHERE ${sameKey(table)}`,
        ]
      : []),
  ];
}

/** The temporary table that holds the rows which are being replaced. */
const keptAside = '_replaced_rows';

/** SQL that is true where a staged row is older than the one held; none for a stream without a cursor. */
function isOlder({ cursor }: Table, latest: number): string | undefined {
  if (!cursor) return undefined;
  const name = quoted(cursor.name);
  const older = `_source.${name} < _target.${name}`;
  return isTime(cursor) ? `(${older} AND ${canBe(`_target.${name}`, latest)})` : older;
}

/** Selects one row where the table holds any of the staged keys. */
export const selectHeld = (table: Table): string => `
    SELECT 1 FROM ${quoted(table.name)} AS _target JOIN ${quoted(stagedRows(table))} AS _source ON ${sameKey(table)} LIMIT 1`;

/** Inserts the staged rows, whose keys the table does not hold: half the work of a merge, and most of a first sync. */
export function insertStaged(table: Table, options: MergeOptions): string {
  const names = namesOf(table).join(', ');
  return `
    INSERT INTO ${quoted(table.name)} (${names})
    SELECT ${names} FROM (${staged(table, options)}) AS _source WHERE NOT _source._tombstoned`;
}

const namesOf = (table: Table): string[] => [...table.columns, ...ownColumns].map(({ name }) => quoted(name));

/** The staged rows that count, as rows of the table, and whether each is `_tombstoned`: no newer than its deletion. */
function staged(table: Table, { superseded, heedDeleted }: MergeOptions): string {
  const heeds = heedDeleted && table.cursor !== undefined && isTime(table.cursor);
  // Rows of an open transaction are counted from some number on.
  const position = `rowid - (SELECT min(rowid) FROM ${quoted(stagedRows(table))})`;
  return `
      SELECT *, ${heeds ? isTombstoned(table) : 'false'} AS _tombstoned
      FROM ${quoted(stagedRows(table))} AS _source
      ${superseded.length > 0 ? `WHERE ${position} NOT IN (${superseded.join(', ')})` : ''}`;
}

/** SQL that is true where a staged row is no newer than the deletion of its key. */
const isTombstoned = (table: Table): string => `EXISTS (
          SELECT 1 FROM _deleted AS gone
          WHERE gone.stream = ${literal(table.name)}
            AND gone.key = ${sourceKey(table)}
            AND (gone.reason IN (${mayComeBack.map(literal).join(', ')})) IS NOT TRUE
            AND _source.${quoted(table.cursor!.name)} <= gone.deleted_at)`;

/** SQL for the key of a staged row as `_deleted` holds it. */
export const sourceKey = (table: Table): string => keyObject(table, ({ name }) => `_source.${quoted(name)}`);

/** Forgets the deletion of staged rows that are in the table again. */
export const forgetDeleted = (table: Table): string => `
    DELETE FROM _deleted WHERE stream = ${literal(table.name)} AND key IN (
      SELECT ${sourceKey(table)}
      FROM ${quoted(stagedRows(table))} AS _source
      WHERE EXISTS (SELECT 1 FROM ${quoted(table.name)} AS _target WHERE ${sameKey(table)}))`;

/** Deletes what the table has of the staged parents beyond the staged rows. */
export const deleteBeyondSets = (table: Table): string => `
    DELETE FROM ${quoted(table.name)} AS _target
    WHERE _target.${quoted(table.parent!.column.name)}::VARCHAR IN (SELECT id FROM ${stagedParents})
      AND NOT EXISTS (SELECT 1 FROM ${quoted(stagedRows(table))} AS _source WHERE ${sameKey(table)})`;
