/** What the file remembers: the workspace it belongs to, and each stream's state. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConnectorError } from '../errors.ts';
import type { StreamState } from '../events.ts';
import type { StoredStream, Workspace } from './destination.ts';
import { createDeleted } from './duckdb-deletion.ts';

/** Creates the tables in which the destination remembers, where they are missing. */
export async function createMemory(connection: DuckDBConnection): Promise<void> {
  await connection.run(createDeleted);
  await connection.run('CREATE TABLE IF NOT EXISTS _source_intercom_workspace (id VARCHAR NOT NULL, name VARCHAR)');
  await connection.run(`
    CREATE TABLE IF NOT EXISTS _source_intercom_state (
      stream VARCHAR PRIMARY KEY, state JSON, generation BIGINT NOT NULL, refreshing BOOLEAN NOT NULL,
      updated_at TIMESTAMPTZ NOT NULL)`);
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
  await connection.run('INSERT INTO _source_intercom_workspace VALUES (?, ?)', [workspace.id, workspace.name]);
}

/** What is remembered of each stream. Rejects with `state_invalid` where a state is not a JSON object. */
export async function recall(connection: DuckDBConnection, path: string): Promise<Map<string, StoredStream>> {
  const held = await connection.runAndReadAll(
    'SELECT stream, state::VARCHAR AS state, generation, refreshing FROM _source_intercom_state ORDER BY stream',
  );
  return new Map(
    held.getRowObjects().map(({ stream, state, generation, refreshing }) => [
      String(stream),
      {
        ...(state === null ? {} : { state: parseState(String(state), path, String(stream)) }),
        generation: Number(generation),
        refreshing: refreshing === true,
      },
    ]),
  );
}

export async function remember(connection: DuckDBConnection, stream: string, stored: StoredStream): Promise<void> {
  const state = stored.state === undefined ? null : JSON.stringify(stored.state);
  await connection.run('INSERT OR REPLACE INTO _source_intercom_state VALUES (?, ?, ?, ?, now())', [
    stream,
    state,
    stored.generation,
    stored.refreshing,
  ]);
}

/** Streams of which deletions are remembered. */
export async function streamsWithDeletions(connection: DuckDBConnection): Promise<Set<string>> {
  const held = await connection.runAndReadAll('SELECT DISTINCT stream FROM _deleted');
  return new Set(held.getRows().map(([stream]) => String(stream)));
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
