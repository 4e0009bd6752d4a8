/** The SQL that takes rows away: tombstones, what a full pass has not seen, and their children. Pure. */
import type { Dialect } from './dialect.ts';
import { canBe, keyObject, literal, sameKey } from './expressions.ts';
import { isTime, type Table } from './table.ts';

/** Reason of a row that a full pass has not seen. */
const absent = 'absent from a full pass';

/** Reasons for which a row may be gone and come back as it was, no newer than its deletion: one may be unarchived. */
export const mayComeBack = [absent, 'archived or deleted'];

/** The temporary table that holds tombstones: the key's columns, `_at`, `_reason`. */
export const stagedTombstones = ({ name }: Table): string => `_tombstones_${name}`;

/** The table that remembers what is known to be deleted. */
export const createDeleted = ({ types }: Dialect): string => `
  CREATE TABLE IF NOT EXISTS _deleted (
    stream VARCHAR NOT NULL, key ${types.json} NOT NULL, deleted_at TIMESTAMPTZ, reason VARCHAR, seen_at TIMESTAMPTZ NOT NULL)`;

/** The streams, as `stream`, of which deletions are remembered. */
export const selectStreamsWithDeletions = 'SELECT DISTINCT stream FROM _deleted';

/**
 * Applies the staged tombstones: deletes the rows of their keys, those newer than their deletion excepted, then the
 * children of what is gone, and remembers each in `_deleted`. What was asked for by id and not found is gone whatever its row's
 * cursor says: the clock that dates the deletion may be behind. `latest`: see `MergeOptions`. Statements to run in this order.
 */
export function applyTombstones(dialect: Dialect, table: Table, tables: readonly Table[], latest: number): string[] {
  const { quote } = dialect;
  const name = quote(table.name);
  const staged = quote(stagedTombstones(table));
  const stream = literal(table.name);
  const key = keyObject(dialect, table, '_source');
  const isSame = sameKey(dialect, table);
  const gone = `FROM ${staged} AS _source WHERE NOT EXISTS (SELECT 1 FROM ${name} AS _target WHERE ${isSame})`;
  return [
    `DELETE FROM ${name} AS _target USING ${staged} AS _source WHERE ${isSame} AND (${isSpared(dialect, table, latest)}) IS NOT TRUE`,
    ...deleteChildren(dialect, table, `SELECT _source.${quote(table.key[0]!.name)} ${gone}`, tables),
    `DELETE FROM _deleted WHERE stream = ${stream} AND key IN (SELECT ${key} ${gone})`,
    `INSERT INTO _deleted SELECT ${stream}, ${key}, _source._at, _source._reason, now() ${gone}`,
  ];
}

/** True of a row that a tombstone yields to. */
function isSpared(dialect: Dialect, { cursor }: Table, latest: number): string {
  if (!cursor || !isTime(cursor)) return 'false';
  const at = `_target.${dialect.quote(cursor.name)}`;
  const reasons = mayComeBack.map(literal).join(', ');
  return `${at} > _source._at AND ${canBe(dialect, at, latest)} AND (_source._reason IN (${reasons})) IS NOT TRUE`;
}

/** Deletes rows of an older generation with their children, and remembers each in `_deleted`. Statements to run in this order. */
export function deleteStale(dialect: Dialect, table: Table, tables: readonly Table[]): string[] {
  const stream = literal(table.name);
  const key = keyObject(dialect, table);
  const stale = `FROM ${dialect.quote(table.name)} WHERE _generation < ${table.generation}`;
  return [
    `DELETE FROM _deleted WHERE stream = ${stream} AND key IN (SELECT ${key} ${stale})`,
    `INSERT INTO _deleted SELECT ${stream}, ${key}, now(), ${literal(absent)}, now() ${stale}`,
    ...deleteChildren(dialect, table, `SELECT ${dialect.quote(table.key[0]!.name)} ${stale}`, tables),
    `DELETE ${stale}`,
  ];
}

/** Deletes the rows whose parents a query names, their own children first. A parent is named by a key of one column. */
function deleteChildren(dialect: Dialect, table: Table, parents: string, tables: readonly Table[]): string[] {
  const { quote } = dialect;
  if (table.key.length !== 1) return [];
  return tables
    .filter(({ parent }) => parent?.stream === table.name)
    .flatMap((child) => {
      const orphans = `FROM ${quote(child.name)} WHERE ${quote(child.parent!.column.name)}::VARCHAR IN (SELECT id::VARCHAR FROM (${parents}) AS gone(id))`;
      const key = `SELECT ${quote(child.key[0]!.name)} ${orphans}`;
      return [...deleteChildren(dialect, child, key, tables), `DELETE ${orphans}`];
    });
}
