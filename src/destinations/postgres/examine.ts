/** Whether a sync could write to a schema of PostgreSQL: what it would make is taken back. */
import type { Examined } from '../examined.ts';
import { endClient } from './client.ts';
import { connectTo } from './connected.ts';
import { lock } from './lock.ts';
import type { OpenOptions } from './options.ts';
import { claimSchema } from './privileges.ts';

/** Rejects with `config_invalid` or `destination_unusable` where it could not, or where another sync is at work there (`isInUse`). */
export async function examinePostgres(text: string, options: OpenOptions = {}): Promise<Examined> {
  let found = '';
  const { client, location } = await connectTo(text, options, async ({ client, location, schema }) => {
    await lock(client, location, schema);
    const { rows } = await client.query(
      "SELECT current_setting('server_version') AS version, EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1) AS exists",
      [schema],
    );
    await client.query('BEGIN');
    await claimSchema(client, location, schema);
    await client.query('ROLLBACK');
    const { version, exists } = rows[0]!;
    found = `PostgreSQL ${String(version).split(' ')[0]}, ${exists ? 'the schema is there' : 'the schema is not there yet: a sync makes it'}`;
  });
  await endClient(client);
  return { location: location.name, found };
}
