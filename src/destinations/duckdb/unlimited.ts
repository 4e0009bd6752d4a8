/** Whether a file's writer is given a memory limit: none any more once a run was short of memory by it. Stands with the file's workspace. */
import type { Database } from '../sql/database.ts';

/** Files of earlier versions have the table without this column. */
export const addUnlimited = 'ALTER TABLE _source_intercom_workspace ADD COLUMN IF NOT EXISTS unlimited BOOLEAN';

export async function isUnlimited({ connection }: Database): Promise<boolean> {
  return (await connection.query('SELECT 1 FROM _source_intercom_workspace WHERE unlimited')).length > 0;
}

export async function rememberUnlimited({ connection }: Database): Promise<void> {
  await connection.run('UPDATE _source_intercom_workspace SET unlimited = true');
}
