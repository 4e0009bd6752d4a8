/** A connection to a schema, watched and set up, whether it is to be loaded or asked. */
import type { Client } from 'pg';
import type { Location } from '../sql/database.ts';
import { type Address, parseAddress, publicUrl } from './address.ts';
import { backendOf, createClient, endClient, watchClient } from './client.ts';
import { postgresDialect } from './dialect.ts';
import { postgresError } from './errors.ts';
import type { OpenOptions } from './options.ts';
import { type CopyStreams, loadPostgres } from './package.ts';
import { mayNotConnect } from './privileges.ts';
import { applySettings } from './settings.ts';
import type { Watch } from './watch.ts';

export interface Connected {
  client: Client;
  copyStreams: CopyStreams;
  watch: Watch;
  address: Address;
  schema: string;
  location: Location;
}

/** A schema, for people. */
export const schemaLocation = (address: Address, schema: string): Location => ({
  name: `${publicUrl(address)} (schema ${schema})`,
  kind: 'schema',
});

/** Connects, and sets the session up. Where either fails it parts from the server, and rejects with `config_invalid` or `destination_unusable`. */
export async function connectTo(
  text: string,
  { schema: named, patience = 30_000, answerWithin = 15_000 }: OpenOptions,
  setUp: (connected: Connected) => Promise<void>,
): Promise<Connected> {
  const address = parseAddress(text);
  const schema = postgresDialect.fold(named ?? address.schema);
  const location = schemaLocation(address, schema);
  const { pg, copyStreams } = await loadPostgres();
  const client = createClient(pg, address);
  let backend = 0;
  const watch = watchClient(pg, address, { client, backend: () => backend, patience, answerWithin });
  const connected = { client, copyStreams, watch, address, schema, location };
  try {
    await client.connect().catch((thrown) => {
      throw mayNotConnect(location, address, thrown) ?? thrown;
    });
    await watch.during(async () => {
      backend = await backendOf(client);
      await applySettings(client, location, schema);
      await setUp(connected);
    });
    return connected;
  } catch (thrown) {
    await endClient(client);
    throw postgresError(location.name, thrown);
  }
}
