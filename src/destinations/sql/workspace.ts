/** To which workspace the tables belong. */
import { ConnectorError } from '../../core/errors.ts';
import type { Workspace } from '../destination.ts';
import type { Database } from './database.ts';

export const createWorkspace =
  'CREATE TABLE IF NOT EXISTS _source_intercom_workspace (id VARCHAR NOT NULL, name VARCHAR)';

export const addTimezone = 'ALTER TABLE _source_intercom_workspace ADD COLUMN IF NOT EXISTS timezone VARCHAR';

/** Ties the tables to the workspace. Rejects with `destination_unusable` where they belong to another. */
export async function claim({ connection, location }: Database, workspace: Workspace): Promise<void> {
  const [owner] = await connection.query('SELECT id, name, timezone FROM _source_intercom_workspace');
  if (owner && owner.id !== workspace.id) {
    throw new ConnectorError(
      'destination_unusable',
      `${location.name} holds the workspace "${owner.name}" (${owner.id}), and the token is of "${workspace.name}" (${workspace.id}).`,
      { hint: `Choose another ${location.kind}: a ${location.kind} belongs to one workspace.` },
    );
  }
  const timezone = workspace.timezone ?? (owner?.timezone as string | null | undefined) ?? null;
  if (owner?.name === workspace.name && owner.timezone === timezone) return;
  const sql = owner
    ? 'UPDATE _source_intercom_workspace SET name = $2, timezone = $3 WHERE id = $1'
    : 'INSERT INTO _source_intercom_workspace (id, name, timezone) VALUES ($1, $2, $3)';
  await connection.run(sql, [workspace.id, workspace.name, timezone]);
}
