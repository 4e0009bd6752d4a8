/** PostgreSQL: a table a stream in one schema. */
import type { Client } from 'pg';
import { quotedShellWord, shellWord } from '../../core/shell.ts';
import type { Destination } from '../destination.ts';
import type { Location } from '../sql/database.ts';
import { sqlDestination } from '../sql/sql-destination.ts';
import { type Address, parseAddress, publicUrl } from './address.ts';
import { backendOf, createClient, endClient, watchClient } from './client.ts';
import { connectionOf, type PostgresConnection } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { postgresError } from './errors.ts';
import { lock } from './lock.ts';
import type { OpenOptions } from './options.ts';
import { loadPostgres } from './package.ts';
import { claimSchema, mayNotConnect } from './privileges.ts';
import { applySettings } from './settings.ts';
import { createStaging } from './staging.ts';

/** Opens the schema that an address names, making it where it is missing. Rejects with `config_invalid` or `destination_unusable`. */
export async function openPostgres(
  text: string,
  { schema: named, patience = 30_000, answerWithin = 15_000 }: OpenOptions = {},
): Promise<Destination> {
  const address = parseAddress(text);
  const schema = postgresDialect.fold(named ?? address.schema);
  const location: Location = { name: `${publicUrl(address)} (schema ${schema})`, kind: 'schema' };
  const { pg, copyStreams } = await loadPostgres();
  const client = createClient(pg, address);
  let backend = 0;
  const watch = watchClient(pg, address, { client, backend: () => backend, patience, answerWithin });
  try {
    await client.connect().catch((thrown) => {
      throw mayNotConnect(location, address, thrown) ?? thrown;
    });
    await watch.during(async () => {
      backend = await backendOf(client);
      await applySettings(client, location, schema);
      await lock(client, location, schema);
      await claimSchema(client, location, schema);
    });
    const connection = connectionOf(client, { copyStreams, watch, where: location.name });
    return destinationOn({ client, connection, location, address, schema });
  } catch (thrown) {
    await endClient(client);
    throw postgresError(location.name, thrown);
  }
}

interface Opened {
  client: Client;
  connection: PostgresConnection;
  location: Location;
  address: Address;
  schema: string;
}

function destinationOn({ client, connection, location, address, schema }: Opened): Destination {
  const { rollback, ...destination } = sqlDestination({
    connection,
    dialect: postgresDialect,
    location,
    staging: createStaging(connection),
    explain: (thrown) => postgresError(location.name, thrown),
    shellCommand: (query) => {
      const path = quotedShellWord(`SET search_path TO ${postgresDialect.quote(schema)}`);
      return `psql ${shellWord(publicUrl(address))} -c ${path} -c ${quotedShellWord(query)}`;
    },
    // A dropped column stays in the table's files until they are written anew.
    async erase(tables) {
      for (const table of tables) await connection.run(`VACUUM FULL ${postgresDialect.quote(table)}`);
    },
  });
  return {
    ...destination,
    async close() {
      await rollback();
      await endClient(client);
    },
  };
}
