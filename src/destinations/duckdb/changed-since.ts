/** How much of the records in a DuckDB file is new since a time. */
import { readOnly } from './read-only.ts';

/** Streams whose records are no parts of others', nor a choice of them. */
const ofRecords = ['contacts', 'companies', 'conversations', 'tickets'];

interface Moments {
  /** Unix seconds: changes and deletions after this one count. */
  since: number;
  /** When the last sync began: what nothing tells to be gone is deleted as of the sync that does not find it. */
  syncedAt: number;
}

/** Counts what was changed or made, and what was deleted. Rejects with `destination_unusable` where the file can't be read. */
export async function changedSince(
  file: string,
  { since, syncedAt }: Moments,
): Promise<{ changed: number; deleted: number }> {
  const after = `> to_timestamp(${since})`;
  return readOnly(file, {}, async (query) => {
    const numberOf = async (sql: string) => Number((await query(`SELECT (${sql}) AS n`))[0]!.n);
    let changed = 0;
    for (const name of ofRecords) {
      // One that was dropped has nothing new.
      const found = await numberOf(`SELECT count(*) FROM duckdb_tables() WHERE table_name = '${name}'`);
      if (found > 0) changed += await numberOf(`SELECT count(*) FROM "${name}" WHERE updated_at ${after}`);
    }
    const deleted = await numberOf(`
      SELECT count(*) FROM _deleted WHERE CASE WHEN stream IN ('contacts', 'conversations') THEN deleted_at ${after}
        ELSE stream IN ('companies', 'tickets') AND deleted_at >= to_timestamp(${syncedAt}) END`);
    return { changed, deleted };
  });
}
