/** What is remembered of questions by id: which records Intercom was asked for and has, and when. */
import type { Checked } from '../destination.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import { literal } from './expressions.ts';
import { idOf, selectStaleIds } from './ids.ts';
import type { Table } from './table.ts';

export const createChecked = `
    CREATE TABLE IF NOT EXISTS _source_intercom_checked (
      stream VARCHAR NOT NULL, id VARCHAR NOT NULL, checked_at TIMESTAMPTZ NOT NULL)`;

/** The streams, as `stream`, of which such ids are remembered. */
export const selectStreamsWithChecked = 'SELECT DISTINCT stream FROM _source_intercom_checked';

/** When Intercom was asked for an id of the stream that is there, in unix seconds. */
export async function recallChecked({ connection, dialect }: Database, stream: string): Promise<Map<string, number>> {
  const rows = await connection.query(
    `SELECT id, max(${dialect.unixSeconds('checked_at')}) AS at FROM _source_intercom_checked WHERE stream = $1 GROUP BY id`,
    [stream],
  );
  return new Map(rows.map(({ id, at }) => [String(id), Number(at)]));
}

export async function rememberChecked({ connection, dialect }: Database, { stream, ids, at }: Checked): Promise<void> {
  // As one text: a list as a parameter is bound item by item.
  const list = JSON.stringify(ids);
  const each = dialect.textsOfParameter('$2');
  await connection.run(`DELETE FROM _source_intercom_checked WHERE stream = $1 AND id IN (SELECT ${each})`, [
    stream,
    list,
  ]);
  await connection.run(`INSERT INTO _source_intercom_checked SELECT $1, ${each}, ${dialect.timeOfParameter('$3')}`, [
    stream,
    list,
    at,
  ]);
}

/** Forgets that Intercom was asked for what the refresh has seen since, or what is gone. */
export function forgetChecked(dialect: Dialect, table: Table): string {
  const stream = literal(table.name);
  const asked = `${idOf(dialect, table)} IN (SELECT id FROM _source_intercom_checked WHERE stream = ${stream})`;
  return `
    DELETE FROM _source_intercom_checked WHERE stream = ${stream} AND id NOT IN (${selectStaleIds(dialect, table, asked)})`;
}
