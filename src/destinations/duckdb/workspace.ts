/** To which workspace a DuckDB file belongs, without any change to it. */
import { type ReadOnlyOptions, readOnly } from './read-only.ts';

/** The workspace's id; undefined where the file holds none. Rejects with `destination_unusable` where it is in use, or no DuckDB file. */
export const workspaceIn = (file: string, options: ReadOnlyOptions = {}): Promise<string | undefined> =>
  readOnly(file, options, async (query) => {
    const [table] = await query(
      "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = '_source_intercom_workspace'",
    );
    if (!table) return undefined;
    const [owner] = await query('SELECT id FROM _source_intercom_workspace');
    return owner && String(owner.id);
  });
