/** A schema of PostgreSQL as something to ask, also while a sync writes to it: by a connection of its own that may not write, and without the lock. */
import type { Client } from 'pg';
import { ConnectorError } from '../../core/errors.ts';
import type { QueryResult, ResultRow } from '../../core/query-result.ts';
import type { Reading } from '../reading.ts';
import type { Location } from '../sql/database.ts';
import { isEmptySql, noStatement } from '../sql-error.ts';
import { endClient } from './client.ts';
import { connectTo } from './connected.ts';
import { postgresDialect } from './dialect.ts';
import type { OpenOptions } from './options.ts';
import { type CursorOf, loadCursor } from './package.ts';
import { asText, columnsOf, rowsOf } from './result.ts';
import { postgresSqlError } from './sql-error.ts';
import type { Watch } from './watch.ts';

/** Rows that are fetched at a time. */
const batchRows = 1_000;

/** The session's own; what it writes is refused by the server. */
const settings = {
  default_transaction_read_only: 'on',
  TimeZone: "'UTC'",
  DateStyle: "'ISO, YMD'",
  IntervalStyle: "'iso_8601'",
};

/** Rejects with `destination_unusable` where there is no such schema, or it may not be read. */
export async function readPostgres<T>(
  text: string,
  options: OpenOptions,
  use: (reading: Reading) => Promise<T>,
): Promise<T> {
  const Cursor = await loadCursor();
  const { client, watch, location } = await connectTo(text, options, async ({ client, location, schema }) => {
    for (const [setting, value] of Object.entries(settings)) await client.query(`SET ${setting} = ${value}`);
    await requireSchema(client, location, schema);
  });
  try {
    return await use(readingOn({ client, Cursor, watch, where: location.name }));
  } finally {
    await endClient(client);
  }
}

async function requireSchema(client: Client, { name }: Location, schema: string): Promise<void> {
  const { rows } = await client.query(
    "SELECT has_schema_privilege(oid, 'USAGE') AS usage, current_user AS user FROM pg_namespace WHERE nspname = $1",
    [schema],
  );
  if (rows[0]?.usage) return;
  const { quote } = postgresDialect;
  throw rows[0]
    ? new ConnectorError('destination_unusable', `The user ${quote(rows[0].user)} may not read ${name}.`, {
        hint: `As its owner or a superuser, run: GRANT USAGE ON SCHEMA ${quote(schema)} TO ${quote(rows[0].user)};`,
      })
    : new ConnectorError('destination_unusable', `There is no ${name}.`, {
        hint: 'Sync into it first, or name another one with --schema.',
      });
}

interface Open {
  client: Client;
  Cursor: CursorOf;
  watch: Watch;
  where: string;
}

function readingOn({ client, Cursor, watch, where }: Open): Reading {
  return {
    location: where,
    dialect: 'postgres',
    async tables() {
      const { rows } = await client.query(
        `SELECT relname AS name FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'f', 'v', 'm') ORDER BY 1`,
      );
      return rows.map(({ name }) => name);
    },
    async query(sql) {
      if (isEmptySql(sql)) throw noStatement();
      // It goes by another protocol, and may write to files of the server.
      if (/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*copy\b/i.test(sql)) {
        throw new ConnectorError('query_refused', 'COPY is not for query.', { hint: 'Use a SELECT with --csv.' });
      }
      return stream({ client, Cursor, watch, where }, sql);
    },
  };
}

interface Fields {
  fields: { name: string; dataTypeID: number }[];
}

interface Batch extends Fields {
  rows: ResultRow[];
}

async function stream({ client, Cursor, watch, where }: Open, sql: string): Promise<QueryResult> {
  const told = (thrown: unknown) => postgresSqlError(where, sql, thrown);
  await client.query('BEGIN READ ONLY').catch((thrown) => {
    throw told(thrown);
  });
  const cursor = client.query(new Cursor(sql, [], { rowMode: 'array', types: asText }));
  /** Once all is read, a cursor gives no rows, and does not say of which columns. */
  const next = () =>
    watch.during(
      () =>
        new Promise<Batch>((resolve, reject) => {
          cursor.read(batchRows, (error, rows, result: Fields | undefined) =>
            error ? reject(error) : resolve({ rows, fields: result?.fields ?? [] }),
          );
        }),
    );
  const end = async () => {
    await cursor.close().catch(() => undefined);
    await client.query('ROLLBACK').catch(() => undefined);
  };
  const failed = async (thrown: unknown) => {
    await end();
    return told(thrown);
  };
  const first = await next().catch(async (thrown) => {
    throw await failed(thrown);
  });
  async function* batches(): AsyncGenerator<ResultRow[]> {
    try {
      for (let batch = first; batch.rows.length > 0; batch = await next()) yield rowsOf(first.fields, batch.rows);
    } catch (thrown) {
      throw told(thrown);
    } finally {
      await end();
    }
  }
  return { columns: columnsOf(first.fields), batches: batches() };
}
