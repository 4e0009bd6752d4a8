/** The SQL that takes rows away: tombstones, what a full pass did not meet, and their children. Pure. */
import { absent, canBe, mayComeBack, sourceKey } from './merge.ts';
import { isTime, keyObject, literal, quoted, sameKey, type Table } from './table.ts';

/** The temporary table that holds tombstones: the key's columns, `_at`, `_reason`. */
export const stagedTombstones = ({ name }: Table): string => `_tombstones_${name}`;

/** Remembers what is known to be deleted. */
export const createDeleted = `
  CREATE TABLE IF NOT EXISTS _deleted (
    stream VARCHAR NOT NULL, key JSON NOT NULL, deleted_at TIMESTAMPTZ, reason VARCHAR, seen_at TIMESTAMPTZ NOT NULL)`;

/**
 * Applies the staged tombstones: deletes the rows of their keys, those newer than their deletion excepted, then the
 * children of what is gone, and remembers each in `_deleted`. What was asked for by id and not found is gone whatever its row's
 * cursor says: the clock that dates the deletion may be behind. Statements to run in this order.
 */
export function applyTombstones(table: Table, tables: readonly Table[], latest: number): string[] {
  const name = quoted(table.name);
  const spared =
    table.cursor && isTime(table.cursor)
      ? `_target.${quoted(table.cursor.name)} > _source._at AND ${canBe(`_target.${quoted(table.cursor.name)}`, latest)} AND (_source._reason IN (${mayComeBack.map(literal).join(', ')})) IS NOT TRUE`
      : 'false';
  const gone = `FROM ${quoted(stagedTombstones(table))} AS _source WHERE NOT EXISTS (SELECT 1 FROM ${name} AS _target WHERE ${sameKey(table)})`;
  const key = sourceKey(table);
  return [
    `DELETE FROM ${name} AS _target USING ${quoted(stagedTombstones(table))} AS _source WHERE ${sameKey(table)} AND (${spared}) IS NOT TRUE`,
    ...deleteChildren(table, `SELECT _source.${quoted(table.key[0]!.name)} ${gone}`, tables),
    `DELETE FROM _deleted WHERE stream = ${literal(table.name)} AND key IN (SELECT ${key} ${gone})`,
    `INSERT INTO _deleted SELECT ${literal(table.name)}, ${key}, _source._at, _source._reason, now() ${gone}`,
  ];
}

/** Deletes rows of an older generation with their children, and remembers each in `_deleted`. Statements to run in this order. */
export function deleteStale(table: Table, tables: readonly Table[]): string[] {
  const key = keyObject(table, ({ name }) => quoted(name));
  const stale = `FROM ${quoted(table.name)} WHERE _generation < ${table.generation}`;
  return [
    `DELETE FROM _deleted WHERE stream = ${literal(table.name)} AND key IN (SELECT ${key} ${stale})`,
    `INSERT INTO _deleted SELECT ${literal(table.name)}, ${key}, now(), ${literal(absent)}, now() ${stale}`,
    ...deleteChildren(table, `SELECT ${quoted(table.key[0]!.name)} ${stale}`, tables),
    `DELETE ${stale}`,
  ];
}

/** The ids, as `id`, of the records that the refresh did not meet; of a child stream, those of parents none of whose rows it met. */
export function selectStale(table: Table, where = 'true'): string {
  const id = idOf(table);
  const from = `FROM ${quoted(table.name)} WHERE ${where}`;
  // Without a group, which would hold every id in memory, where each row is a record.
  if (!table.parent && table.key.length === 1)
    return `SELECT ${id} AS id ${from} AND _generation < ${table.generation}`;
  return `SELECT ${id} AS id ${from} GROUP BY ${id} HAVING max(_generation) < ${table.generation}`;
}

/**
 * Some ids, as `id`, of the records that the refresh met last; of a child stream, those of parents. What it met first may be gone since,
 * where it took more than one run.
 */
export const selectSeen = (table: Table, limit: number): string =>
  `SELECT DISTINCT id FROM (
    SELECT ${idOf(table)} AS id FROM ${quoted(table.name)} WHERE _generation >= ${table.generation}
    ORDER BY _synced_at DESC LIMIT ${limit * (table.parent ? mostChildren : 1)}
  ) LIMIT ${limit}`;

/** Rows of a parent, about, at most. */
const mostChildren = 100;

/** Those of the ids, as `id`, of which the table holds records; of a child stream, of such parents. */
export const selectHeld = (table: Table, ids: readonly string[]): string =>
  `SELECT DISTINCT ${idOf(table)} AS id FROM ${quoted(table.name)} WHERE ${idOf(table)} IN (${ids.map(literal).join(', ')})`;

/** Forgets that Intercom was asked for what the refresh met since, or what is gone. */
export const forgetChecked = (table: Table): string => `
    DELETE FROM _source_intercom_checked WHERE stream = ${literal(table.name)} AND id NOT IN (${selectStale(
      table,
      `${idOf(table)} IN (SELECT id FROM _source_intercom_checked WHERE stream = ${literal(table.name)})`,
    )})`;

const idOf = (table: Table): string => `${quoted((table.parent?.column ?? table.key[0]!).name)}::VARCHAR`;

/** Deletes the rows whose parents a query names, their own children first. A parent is named by a key of one column. */
function deleteChildren(table: Table, parents: string, tables: readonly Table[]): string[] {
  if (table.key.length !== 1) return [];
  return tables
    .filter(({ parent }) => parent?.stream === table.name)
    .flatMap((child) => {
      const orphans = `FROM ${quoted(child.name)} WHERE ${quoted(child.parent!.column.name)}::VARCHAR IN (SELECT id::VARCHAR FROM (${parents}) AS gone(id))`;
      return [...deleteChildren(child, `SELECT ${quoted(child.key[0]!.name)} ${orphans}`, tables), `DELETE ${orphans}`];
    });
}
