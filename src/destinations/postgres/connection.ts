/** A client of PostgreSQL's as the SQL databases' common connection, with COPY. What it rejects with are ConnectorErrors. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import type { Connection, SqlValue } from '../sql/database.ts';
import { postgresError } from './errors.ts';
import type { CopyStreams } from './package.ts';
import type { Watch } from './watch.ts';

export interface PostgresConnection extends Connection {
  /** Sends rows: `sql` is `COPY … FROM STDIN`, the chunks are lines of its text format. */
  copy(sql: string, chunks: Iterable<Buffer>): Promise<void>;
}

/** `where`: what the database is called in errors. */
export function connectionOf(
  client: Client,
  { copyStreams, watch, where }: { copyStreams: CopyStreams; watch: Watch; where: string },
): PostgresConnection {
  async function answered<T>(sql: string, work: () => Promise<T>): Promise<T> {
    try {
      return await watch.during(work);
    } catch (thrown) {
      throw postgresError(where, thrown, { sql });
    }
  }
  const query = (sql: string, values?: SqlValue[]) => answered(sql, () => client.query(sql, values));
  return {
    run: query,
    query: async (sql, values) => (await query(sql, values)).rows,
    copy: (sql, chunks) => answered(sql, () => pipeline(Readable.from(chunks), client.query(copyStreams.from(sql)))),
  };
}
