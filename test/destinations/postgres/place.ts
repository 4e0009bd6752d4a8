/** A schema of its own in the tests' PostgreSQL, and what a second connection sees in it. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Row } from '../../../src/core/events.ts';
import { openPostgres } from '../../../src/destinations/postgres/index.ts';
import { postgresServer } from '../../support/postgres-server.ts';
import type { Place } from '../conformance/bench.ts';

export interface PostgresPlace extends Place {
  schema: string;
  /** The address as a user gives it. */
  address: string;
  query(sql: string, values?: unknown[]): Promise<Row[]>;
}

/** Times as ISO 8601 in milliseconds, integers of 64 bits as numbers. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text.replace(' ', 'T').replace('+00', 'Z')).toISOString();
    return pg.types.getTypeParser(oid, format);
  },
};

export async function postgresPlace(): Promise<PostgresPlace> {
  const { url } = await postgresServer();
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const address = `${url}?schema=${schema}`;
  async function query(sql: string, values?: unknown[]): Promise<Row[]> {
    const client = new pg.Client({ connectionString: url, types });
    await client.connect();
    try {
      await client.query(`SET search_path = "${schema}"; SET timezone = 'UTC'`);
      return (await client.query(sql, values)).rows as Row[];
    } finally {
      await client.end();
    }
  }
  const rowsOf = async (sql: string, order: (row: Row) => unknown) =>
    (await query(sql)).sort((a, b) => (JSON.stringify(order(a)) < JSON.stringify(order(b)) ? -1 : 1));
  return {
    nul: '\ufffd',
    schema,
    address,
    query,
    open: () => openPostgres(address),
    rows: (stream) => rowsOf(`SELECT * FROM "${stream}"`, (row) => Object.values(row)),
    deleted: async () =>
      (await rowsOf('SELECT stream, key, deleted_at, reason FROM _deleted', Object.values)) as Awaited<
        ReturnType<Place['deleted']>
      >,
    async remove() {
      await query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    },
  };
}
