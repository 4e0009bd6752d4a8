/** The SQL that takes staged rows into a stream's table. Pure: each function's SQL is told in its docstring. */
import { cellValue, isTime, keyObject, literal, ownColumns, quoted, sameKey, type Table } from './duckdb-table.ts';

/** The temporary table that holds staged rows: a column each, `_extra`, and `_position`, counted from 0. */
export const stagedRows = '_staged_rows';
/** The temporary table that holds, as text, the ids of the parents whose whole sets are staged. */
export const stagedParents = '_staged_parents';

/** Reason of a row that a full pass did not meet. */
export const absent = 'absent from a full pass';

/** Reasons for which a row may be gone and come back as it was, no newer than its deletion: one may be unarchived. */
export const mayComeBack = [absent, 'archived or deleted'];

export interface MergeOptions {
  /** Positions of staged rows that another staged row of the same key replaces. */
  superseded: readonly number[];
  /** Whether a row no newer than its deletion stays deleted. */
  heedDeleted: boolean;
  /** Microseconds: a cursor that is later can't be, so that its row gives way to any other version. */
  latest: number;
}

/** SQL that is true of a time that is not later than can be. */
export const canBe = (time: string, latest: number): string =>
  Number.isFinite(latest) ? `${time} <= make_timestamptz(${Math.round(latest)}::BIGINT)` : 'true';

/**
 * Upserts the staged rows by key; a row whose cursor is older than the one held only says that it was met:
 *
 *     MERGE INTO contacts AS held USING (SELECT … FROM _staged_rows) AS came ON held.id = came.id
 *     WHEN MATCHED AND (came.updated_at < held.updated_at) IS NOT TRUE THEN UPDATE SET …
 *     WHEN MATCHED AND came.updated_at < held.updated_at AND held._generation < came._generation
 *       THEN UPDATE SET _generation = came._generation
 *     WHEN NOT MATCHED AND NOT came._buried THEN INSERT …
 *
 * No two of its branches are true of one row: of several that are, DuckDB may take any. A stream without a cursor has one
 * branch for rows that match, without a condition.
 */
export function mergeStaged(table: Table, options: MergeOptions): string {
  const names = namesOf(table);
  const keys = table.key.map(({ name }) => quoted(name));
  const updates = names.filter((name) => !keys.includes(name)).map((name) => `${name} = came.${name}`);
  const cursor = table.cursor && quoted(table.cursor.name);
  const older =
    table.cursor && isTime(table.cursor)
      ? `(came.${cursor} < held.${cursor} AND ${canBe(`held.${cursor}`, options.latest)})`
      : `came.${cursor} < held.${cursor}`;
  return `
    MERGE INTO ${quoted(table.name)} AS held
    USING (${staged(table, options)}) AS came
    ON ${keys.map((key) => `held.${key} = came.${key}`).join(' AND ')}
    WHEN MATCHED ${cursor ? `AND (${older}) IS NOT TRUE` : ''}
      THEN UPDATE SET ${updates.join(', ')}
    ${cursor ? `WHEN MATCHED AND ${older} AND held._generation < came._generation THEN UPDATE SET _generation = came._generation` : ''}
    WHEN NOT MATCHED AND NOT came._buried
      THEN INSERT (${names.join(', ')}) VALUES (${names.map((name) => `came.${name}`).join(', ')})`;
}

/** Selects one row where the table holds any of the staged keys. */
export const selectHeld = (table: Table): string => `
    SELECT 1 FROM ${quoted(table.name)} AS held JOIN ${stagedRows} AS came ON ${sameKey(table)} LIMIT 1`;

/** Inserts the staged rows, whose keys the table does not hold: half the work of a merge, and most of a first sync. */
export function insertStaged(table: Table, options: MergeOptions): string {
  const names = namesOf(table).join(', ');
  return `
    INSERT INTO ${quoted(table.name)} (${names})
    SELECT ${names} FROM (${staged(table, options)}) AS came WHERE NOT came._buried`;
}

const namesOf = (table: Table): string[] => [...table.columns, ...ownColumns].map(({ name }) => quoted(name));

/** The staged rows that count, as rows of the table, and whether each is `_buried`: no newer than its deletion. */
function staged(table: Table, { superseded, heedDeleted }: MergeOptions): string {
  const heeds = heedDeleted && table.cursor !== undefined && isTime(table.cursor);
  return `
      SELECT ${table.columns.map((column) => `${cellValue(column)} AS ${quoted(column.name)}`).join(', ')},
        _extra, now() AS _synced_at, ${table.generation}::BIGINT AS _generation,
        ${heeds ? buried(table) : 'false'} AS _buried
      FROM ${stagedRows} AS came
      ${superseded.length > 0 ? `WHERE _position NOT IN (${superseded.join(', ')})` : ''}`;
}

/** SQL that is true where a staged row is no newer than the deletion of its key. */
const buried = (table: Table): string => `EXISTS (
          SELECT 1 FROM _deleted AS gone
          WHERE gone.stream = ${literal(table.name)}
            AND gone.key = ${keyObject(table, (column) => cellValue(column, 'came.'))}
            AND (gone.reason IN (${mayComeBack.map(literal).join(', ')})) IS NOT TRUE
            AND ${cellValue(table.cursor!, 'came.')} <= gone.deleted_at)`;

/** Forgets the deletion of staged rows that are in the table again. */
export const forgetDeleted = (table: Table): string => `
    DELETE FROM _deleted WHERE stream = ${literal(table.name)} AND key IN (
      SELECT ${keyObject(table, (column) => cellValue(column, 'came.'))}
      FROM ${stagedRows} AS came
      WHERE EXISTS (SELECT 1 FROM ${quoted(table.name)} AS held WHERE ${sameKey(table)}))`;

/** Deletes what the table has of the staged parents beyond the staged rows. */
export const deleteBeyondSets = (table: Table): string => `
    DELETE FROM ${quoted(table.name)} AS held
    WHERE held.${quoted(table.parent!.column.name)}::VARCHAR IN (SELECT id FROM ${stagedParents})
      AND NOT EXISTS (SELECT 1 FROM ${stagedRows} AS came WHERE ${sameKey(table)})`;
