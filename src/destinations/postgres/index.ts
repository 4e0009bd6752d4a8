/** PostgreSQL: a table a stream in one schema. */
import { quotedShellWord, shellWord } from '../../core/shell.ts';
import type { Destination } from '../destination.ts';
import { sqlDestination } from '../sql/sql-destination.ts';
import { publicUrl } from './address.ts';
import { endClient } from './client.ts';
import { type Connected, connectTo, schemaLocation } from './connected.ts';
import { connectionOf } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { postgresError } from './errors.ts';
import { lock } from './lock.ts';
import type { OpenOptions } from './options.ts';
import { claimSchema, makeSchema } from './privileges.ts';
import { createStaging } from './staging.ts';

/** Opens the schema that an address names, making it where it is missing. Rejects with `config_invalid` or `destination_unusable`. */
export async function openPostgres(text: string, options: OpenOptions = {}): Promise<Destination> {
  return destinationOn(
    await connectTo(text, options, async ({ client, location, schema }) => {
      await lock(client, location, schema);
      await claimSchema(client, location, schema);
    }),
  );
}

function destinationOn({ client, copyStreams, watch, address, schema, location }: Connected): Destination {
  const connection = connectionOf(client, { copyStreams, watch, where: location.name });
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
    makeSchema: (name) => makeSchema(client, schemaLocation(address, name), name),
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
