/** A schema of its own in the tests' PostgreSQL as a place of the shared suite. */
import type { Row } from '../../../src/core/events.ts';
import { openPostgres } from '../../../src/destinations/postgres/index.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import { type PostgresDatabase, postgresDatabase } from '../../support/test-database.ts';
import type { Place } from '../conformance/bench.ts';

export interface PostgresPlace extends Place, PostgresDatabase {
  query(sql: string): Promise<Row[]>;
}

/** `server`: default the one that all tests share. */
export async function postgresPlace(server?: PostgresServer): Promise<PostgresPlace> {
  const database = await postgresDatabase(server);
  const query = (sql: string) => database.use((run) => run(sql));
  const sorted = (rows: Row[]) => rows.sort((a, b) => (text(a) < text(b) ? -1 : 1));
  return {
    ...database,
    nul: '\ufffd',
    query,
    open: () => openPostgres(database.address),
    rows: async (stream) => sorted(await query(`SELECT * FROM "${stream}"`)),
    deleted: async () =>
      sorted(await query('SELECT stream, key, deleted_at, reason FROM _deleted')) as Awaited<
        ReturnType<Place['deleted']>
      >,
  };
}

const text = (row: Row): string => JSON.stringify(Object.values(row));
