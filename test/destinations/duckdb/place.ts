/** A DuckDB file in a folder of its own, and what a second connection sees in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Row } from '../../../src/core/events.ts';
import { openDuckdb } from '../../../src/destinations/duckdb/index.ts';
import { onFile } from '../../support/duckdb-file.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import type { Place } from '../conformance/bench.ts';

export interface DuckdbPlace extends Place {
  folder: string;
  file: string;
  query(sql: string): Promise<Row[]>;
  use: TestDatabase['use'];
}

export async function duckdbPlace(name = 'intercom.duckdb'): Promise<DuckdbPlace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'destination-'));
  const file = path.join(folder, name);
  const query = (sql: string) => onFile(file, (run) => run(sql));
  return {
    folder,
    file,
    query,
    use: (run) => onFile(file, run),
    open: () => openDuckdb(file),
    rows: (stream) => query(`SELECT * FROM "${stream}" ORDER BY ALL`),
    deleted: async () =>
      (await query('SELECT stream, key, deleted_at, reason FROM _deleted ORDER BY ALL')) as Awaited<
        ReturnType<Place['deleted']>
      >,
    remove: () => rm(folder, { recursive: true }),
  };
}
