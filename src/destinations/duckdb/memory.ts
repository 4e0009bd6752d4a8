/** What the file remembers: the workspace it belongs to, and each stream's state. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConnectorError } from '../../core/errors.ts';
import type { StreamState } from '../../core/events.ts';
import type { Checked, StoredStream, Workspace } from '../destination.ts';
import { createDeleted } from './deletion.ts';

/** What the file remembers of a stream. */
export interface RememberedStream extends StoredStream {
  /** The id of the table that its state tells of. */
  tableId?: string;
  /** The weight, in characters, of the heaviest rows that its table may hold, as many as DuckDB works on at once. */
  heaviest?: number;
}

/** Creates the tables in which the destination remembers, where they are missing. */
export async function createMemory(connection: DuckDBConnection): Promise<void> {
  await connection.run(createDeleted);
  await connection.run('CREATE TABLE IF NOT EXISTS _source_intercom_workspace (id VARCHAR NOT NULL, name VARCHAR)');
  await connection.run(`
    CREATE TABLE IF NOT EXISTS _source_intercom_state (
      stream VARCHAR PRIMARY KEY, state JSON, generation BIGINT NOT NULL, refreshing BOOLEAN NOT NULL,
      updated_at TIMESTAMPTZ NOT NULL)`);
  // Files of earlier versions have the tables without these.
  await connection.run('ALTER TABLE _source_intercom_workspace ADD COLUMN IF NOT EXISTS unlimited BOOLEAN');
  await connection.run('ALTER TABLE _source_intercom_state ADD COLUMN IF NOT EXISTS table_id VARCHAR');
  await connection.run('ALTER TABLE _source_intercom_state ADD COLUMN IF NOT EXISTS full_read_at TIMESTAMPTZ');
  await connection.run('ALTER TABLE _source_intercom_state ADD COLUMN IF NOT EXISTS heaviest BIGINT');
  await connection.run(`
    CREATE TABLE IF NOT EXISTS _source_intercom_checked (
      stream VARCHAR NOT NULL, id VARCHAR NOT NULL, checked_at TIMESTAMPTZ NOT NULL)`);
}

/** Ties the file to the workspace. Rejects with `destination_unusable` where it belongs to another. */
export async function claim(connection: DuckDBConnection, path: string, workspace: Workspace): Promise<void> {
  const held = await connection.runAndReadAll('SELECT id, name FROM _source_intercom_workspace');
  const [owner] = held.getRowObjectsJson();
  if (owner && owner.id !== workspace.id) {
    throw new ConnectorError(
      'destination_unusable',
      `${path} holds the workspace "${owner.name}" (${owner.id}), and the token is of "${workspace.name}" (${workspace.id}).`,
      { hint: 'Choose another file: a file belongs to one workspace.' },
    );
  }
  if (owner?.name === workspace.name) return;
  await connection.run('DELETE FROM _source_intercom_workspace');
  const values = [workspace.id, workspace.name];
  await connection.run('INSERT INTO _source_intercom_workspace (id, name) VALUES (?, ?)', values);
}

/** Whether a run was short of memory by the limit that is set, so that none is to be set any more. */
export async function isUnlimited(connection: DuckDBConnection): Promise<boolean> {
  return (
    (await connection.runAndReadAll('SELECT 1 FROM _source_intercom_workspace WHERE unlimited')).currentRowCount > 0
  );
}

export async function rememberUnlimited(connection: DuckDBConnection): Promise<void> {
  await connection.run('UPDATE _source_intercom_workspace SET unlimited = true');
}

/** What is remembered of each stream. Rejects with `state_invalid` where a state is not a JSON object. */
export async function recall(connection: DuckDBConnection, path: string): Promise<Map<string, RememberedStream>> {
  const held = await connection.runAndReadAll(`
    SELECT stream, state::VARCHAR AS state, generation, refreshing, table_id, epoch(full_read_at) AS full_read_at, heaviest
    FROM _source_intercom_state ORDER BY stream`);
  return new Map(
    held.getRowObjects().map(({ stream, state, generation, refreshing, table_id, full_read_at, heaviest }) => [
      String(stream),
      {
        ...(state === null ? {} : { state: parseState(String(state), path, String(stream)) }),
        generation: Number(generation),
        refreshing: refreshing === true,
        ...(table_id === null ? {} : { tableId: String(table_id) }),
        ...(full_read_at === null ? {} : { fullReadAt: Number(full_read_at) }),
        ...(heaviest === null ? {} : { heaviest: Number(heaviest) }),
      },
    ]),
  );
}

/** In one statement: DuckDB takes as long for one stream as for all. */
export async function remember(connection: DuckDBConnection, streams: Map<string, RememberedStream>): Promise<void> {
  if (streams.size === 0) return;
  const rows = [...streams].map(([stream, stored]) => [
    stream,
    stored.state === undefined ? null : JSON.stringify(stored.state),
    stored.generation,
    stored.refreshing,
    stored.tableId ?? null,
    stored.fullReadAt ?? null,
    stored.heaviest ?? null,
  ]);
  const values = rows.map((row, i) => {
    const [stream, state, generation, refreshing, tableId, fullReadAt, heaviest] = row.map(
      (_, column) => `$${i * row.length + column + 1}`,
    );
    return `(${stream}, ${state}, ${generation}, ${refreshing}, now(), ${tableId}, to_timestamp(${fullReadAt}::DOUBLE), ${heaviest})`;
  });
  await connection.run(
    `INSERT OR REPLACE INTO _source_intercom_state
       (stream, state, generation, refreshing, updated_at, table_id, full_read_at, heaviest)
     VALUES ${values.join(', ')}`,
    rows.flat(),
  );
}

/** Says which tables the streams' states tell of, of streams that have a state. */
export async function rememberTables(connection: DuckDBConnection, ids: ReadonlyMap<string, string>): Promise<void> {
  if (ids.size === 0) return;
  const values = [...ids].map((_, i) => `($${2 * i + 1}, $${2 * i + 2})`).join(', ');
  await connection.run(
    `UPDATE _source_intercom_state AS held SET table_id = made.id
     FROM (VALUES ${values}) AS made(stream, id) WHERE held.stream = made.stream`,
    [...ids].flat(),
  );
}

/** Streams of which deletions are remembered. */
export async function streamsWithDeletions(connection: DuckDBConnection): Promise<Set<string>> {
  const held = await connection.runAndReadAll('SELECT DISTINCT stream FROM _deleted');
  return new Set(held.getRows().map(([stream]) => String(stream)));
}

/** Streams of which ids are remembered that Intercom was asked for. */
export async function streamsWithChecked(connection: DuckDBConnection): Promise<Set<string>> {
  const held = await connection.runAndReadAll('SELECT DISTINCT stream FROM _source_intercom_checked');
  return new Set(held.getRows().map(([stream]) => String(stream)));
}

/** When Intercom was asked for an id of the stream that is there, in unix seconds. */
export async function recallChecked(connection: DuckDBConnection, stream: string): Promise<Map<string, number>> {
  const held = await connection.runAndReadAll(
    'SELECT id, max(epoch(checked_at)) FROM _source_intercom_checked WHERE stream = $1 GROUP BY id',
    [stream],
  );
  return new Map(held.getRows().map(([id, at]) => [String(id), Number(at)]));
}

export async function rememberChecked(connection: DuckDBConnection, { stream, ids, at }: Checked): Promise<void> {
  // As one text: a list as a parameter is bound item by item.
  const list = JSON.stringify(ids);
  const each = `unnest(from_json($2::JSON, '["VARCHAR"]'))`;
  await connection.run(`DELETE FROM _source_intercom_checked WHERE stream = $1 AND id IN (SELECT ${each})`, [
    stream,
    list,
  ]);
  await connection.run(`INSERT INTO _source_intercom_checked SELECT $1, ${each}, to_timestamp($3::DOUBLE)`, [
    stream,
    list,
    at,
  ]);
}

function parseState(text: string, path: string, stream: string): StreamState {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    state = undefined;
  }
  if (typeof state === 'object' && state !== null && !Array.isArray(state)) return state as StreamState;
  throw new ConnectorError('state_invalid', `The state of "${stream}" in ${path} is not a JSON object.`, {
    hint: `Restore it in the table _source_intercom_state, or delete its row to read the stream from the start.`,
  });
}
