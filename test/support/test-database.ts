/** A database of a test's own, as another program sees it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import pg from 'pg';
import type { Row } from '../../src/core/events.ts';
import { openFile } from '../../src/destinations/duckdb/instance.ts';
import { onFile } from './duckdb-file.ts';
import { hasPostgres, type PostgresServer, postgresServer } from './postgres-server.ts';

export type Query = (sql: string) => Promise<Row[]>;

export interface TestDatabase {
  /** As `sync --to` takes it. */
  address: string;
  /** Runs SQL by a connection of its own. Times are ISO 8601 in milliseconds, JSON is parsed, integers are numbers. */
  use<T>(run: (query: Query) => Promise<T>): Promise<T>;
  /**
   * Keeps the file open in this process until it is removed, so that each who opens and closes it meanwhile need not fold its log into it: most of
   * the time that a small file takes. Of a file only.
   */
  keepOpen?(): Promise<void>;
  /** A query that gives the tables there are as `table_name`. */
  selectTables: string;
  remove(): Promise<void>;
}

export async function duckdbDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'database-'));
  const file = join(folder, 'intercom.duckdb');
  let close = async () => {};
  return {
    address: `duckdb:${file}`,
    use: (run) => onFile(file, run),
    selectTables: 'SELECT table_name FROM duckdb_tables()',
    async keepOpen() {
      const opened = await openFile(duckdb, file);
      close = async () => {
        // The file is about to be deleted.
        await opened.connection.run('PRAGMA disable_checkpoint_on_shutdown');
        opened.close();
      };
    },
    async remove() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface PostgresDatabase extends TestDatabase {
  /** The server's address, of a user that may do all. */
  url: string;
  schema: string;
}

/** A schema in the tests' PostgreSQL, or in that of a server, made by whoever first loads it. */
export async function postgresDatabase(server?: PostgresServer): Promise<PostgresDatabase> {
  const { url } = server ?? (await postgresServer());
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const use: TestDatabase['use'] = async (run) => {
    const client = new pg.Client({ connectionString: url, types });
    await client.connect();
    try {
      await client.query(`SET search_path = "${schema}"; SET timezone = 'UTC'`);
      return await run(async (sql) => (await client.query(sql)).rows as Row[]);
    } finally {
      await client.end();
    }
  };
  return {
    url,
    schema,
    address: `${url}?schema=${schema}`,
    use,
    selectTables: `SELECT tablename AS table_name FROM pg_tables WHERE schemaname = '${schema}'`,
    async remove() {
      await use((query) => query(`SET client_min_messages = warning; DROP SCHEMA IF EXISTS "${schema}" CASCADE`));
    },
  };
}

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const { INT8, TIMESTAMPTZ } = pg.types.builtins;
    if (oid === INT8) return Number;
    if (oid === TIMESTAMPTZ)
      return (text: string) => new Date(text.replace(' ', 'T').replace('+00', 'Z')).toISOString();
    return pg.types.getTypeParser(oid, format);
  },
};

const { DATABASES = 'DuckDB,PostgreSQL' } = process.env;

/** Those that there are to test with, by name. DATABASES names fewer of them. */
export const testDatabases: readonly { name: string; create(): Promise<TestDatabase> }[] = [
  { name: 'DuckDB', create: duckdbDatabase },
  ...(hasPostgres ? [{ name: 'PostgreSQL', create: () => postgresDatabase() }] : []),
].filter(({ name }) => DATABASES.split(',').includes(name));
