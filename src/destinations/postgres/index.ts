/** PostgreSQL: a table a stream in one schema. */
import type { Client } from 'pg';
import { ConnectorError } from '../../core/errors.ts';
import { quotedShellWord, shellWord } from '../../core/shell.ts';
import type { Destination } from '../destination.ts';
import type { Location } from '../sql/database.ts';
import { literal } from '../sql/expressions.ts';
import { sqlDestination } from '../sql/sql-destination.ts';
import { type Address, parseAddress } from './address.ts';
import { connectionOf } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { postgresError } from './errors.ts';
import { type CopyStreams, loadPostgres } from './package.ts';
import { createStaging } from './staging.ts';

/** Opens the schema that an address names, making it where it is missing. Rejects with `config_invalid` or `destination_unusable`. */
export async function openPostgres(text: string): Promise<Destination> {
  const address = parseAddress(text);
  const { pg, copyStreams } = await loadPostgres();
  const client = new pg.Client({
    ...address,
    application_name: 'source-intercom',
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
  });
  // What a lost connection breaks is told by the statement that is under way, or the next.
  client.on('error', () => undefined);
  const location = locationOf(client, address);
  try {
    await client.connect();
    await setUp(client, address.schema);
    await lock(client, location, address.schema);
    return destinationOn({ client, copyStreams, location, schema: address.schema });
  } catch (thrown) {
    await client.end().catch(() => undefined);
    throw postgresError(location.name, thrown);
  }
}

function destinationOn({
  client,
  copyStreams,
  location,
  schema,
}: {
  client: Client;
  copyStreams: CopyStreams;
  location: Location;
  schema: string;
}): Destination {
  const destination = sqlDestination({
    connection: connectionOf(client),
    dialect: postgresDialect,
    location,
    staging: createStaging(copyStreams, client),
    explain: (thrown) => postgresError(location.name, thrown),
    shellCommand: (query) => {
      const path = quotedShellWord(`SET search_path TO ${postgresDialect.quote(schema)}`);
      return `psql ${shellWord(urlOf(client))} -c ${path} -c ${quotedShellWord(query)}`;
    },
    // A dropped column stays in the table's files until they are written anew.
    async erase(tables) {
      for (const table of tables) await client.query(`VACUUM FULL ${postgresDialect.quote(table)}`);
    },
  });
  return {
    ...destination,
    async close() {
      await destination.close();
      await client.end().catch(() => undefined);
    },
  };
}

/** The address without its password and parameters. */
const urlOf = ({ user, host, port, database }: Client): string =>
  host.startsWith('/')
    ? `postgres://${encodeURIComponent(user ?? '')}@/${encodeURIComponent(database ?? '')}?host=${host}`
    : `postgres://${encodeURIComponent(user ?? '')}@${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(database ?? '')}`;

const locationOf = (client: Client, { schema }: Address): Location => ({
  name: `${urlOf(client)} (schema ${schema})`,
  kind: 'schema',
});

/** How long a lock on a table is waited for, so that a forgotten transaction of someone's does not stop a sync for ever. */
const lockTimeout = '5min';

/** The settings that our SQL relies on, whatever the server or the user has; and the schema. */
async function setUp(client: Client, schema: string): Promise<void> {
  const name = postgresDialect.quote(schema);
  const settings = {
    search_path: name,
    standard_conforming_strings: 'on',
    client_encoding: 'UTF8',
    client_min_messages: 'warning',
    lock_timeout: literal(lockTimeout),
    // A transaction is open while Intercom is waited for.
    idle_in_transaction_session_timeout: '0',
    statement_timeout: '0',
  };
  for (const [setting, value] of Object.entries(settings)) await client.query(`SET ${setting} = ${value}`);
  const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rowCount === 0) await client.query(`CREATE SCHEMA ${name}`);
}

/** Keeps other syncs out of the schema while the connection lasts. Rejects with `destination_unusable` where one is at work. */
async function lock(client: Client, { name }: Location, schema: string): Promise<void> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [
    `source-intercom ${schema}`,
  ]);
  if (rows[0]?.held === true) return;
  throw new ConnectorError('destination_unusable', `Another sync writes to ${name}.`, {
    hint: 'Wait for its end, or choose another schema.',
  });
}
