/** To which workspace a DuckDB file belongs, without any change to it. */
import { duckdbError } from './errors.ts';

/** The workspace's id; undefined where the file holds none. Rejects with `destination_unusable` where it is in use, or no DuckDB file. */
export async function workspaceIn(file: string): Promise<string | undefined> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  try {
    const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
    const connection = await instance.connect();
    try {
      const table = await connection.runAndReadAll(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = '_source_intercom_workspace'",
      );
      if (table.currentRowCount === 0) return undefined;
      const [owner] = (await connection.runAndReadAll('SELECT id FROM _source_intercom_workspace')).getRows();
      return owner && String(owner[0]);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } catch (thrown) {
    throw duckdbError(file, thrown);
  }
}
