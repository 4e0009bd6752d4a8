/** What is kept of the runs that loaded a schema of PostgreSQL: by a connection that changes nothing, and takes no lock of ours. */
import type { Client } from 'pg';
import { ConnectorError } from '../../core/errors.ts';
import type { RunHistory } from '../runs.ts';
import type { Location } from '../sql/database.ts';
import { literal } from '../sql/expressions.ts';
import { readHistory } from '../sql/run-history.ts';
import { parseAddress, publicUrl } from './address.ts';
import { createClient, endClient } from './client.ts';
import { postgresDialect } from './dialect.ts';
import { codeOf } from './error-code.ts';
import { postgresError } from './errors.ts';
import { isLocked } from './lock.ts';
import { loadPostgres } from './package.ts';
import { mayNotConnect } from './privileges.ts';

/** `schema`: another one than the address names. Rejects with `config_invalid` or `destination_unusable`. */
export async function readPostgresRuns(text: string, { schema: named }: { schema?: string } = {}): Promise<RunHistory> {
  const address = parseAddress(text);
  const schema = postgresDialect.fold(named ?? address.schema);
  const location: Location = { name: `${publicUrl(address)} (schema ${schema})`, kind: 'schema' };
  const { pg } = await loadPostgres();
  const client = createClient(pg, address);
  try {
    await client.connect().catch((thrown) => {
      throw mayNotConnect(location, address, thrown) ?? thrown;
    });
    await prepareToRead(client, location, schema);
    const query = async (sql: string) => (await client.query(sql)).rows;
    return await readHistory({
      database: { connection: { query }, dialect: postgresDialect, location },
      isLoaded: () => isLocked(client, schema),
    });
  } catch (thrown) {
    if (codeOf(thrown) === '42501') throw mayNotRead(location, schema, address.user, thrown);
    throw postgresError(location.name, thrown);
  } finally {
    await endClient(client);
  }
}

/** Rejects where the schema is not there. */
async function prepareToRead(client: Client, location: Location, schema: string): Promise<void> {
  for (const setting of [
    'default_transaction_read_only = on',
    `search_path = ${postgresDialect.quote(schema)}`,
    `statement_timeout = ${literal('30s')}`,
  ])
    await client.query(`SET ${setting}`);
  const { rows } = await client.query(
    "SELECT has_schema_privilege(oid, 'USAGE') AS usable FROM pg_namespace WHERE nspname = $1",
    [schema],
  );
  if (!rows[0])
    throw new ConnectorError('destination_unusable', `There is no schema ${schema} in ${location.name}.`, {
      hint: 'Name the one that is synced into with --schema, or run source-intercom sync.',
    });
  if (!rows[0].usable) throw Object.assign(new Error('permission denied for schema'), { code: '42501' });
}

const mayNotRead = ({ name }: Location, schema: string, user: string, cause: unknown) => {
  const [of, who] = [schema, user].map(postgresDialect.quote);
  return new ConnectorError('destination_unusable', `The user ${who} may not read what is kept of runs in ${name}.`, {
    hint: `As its owner or a superuser, run: GRANT USAGE ON SCHEMA ${of} TO ${who}; GRANT SELECT ON ALL TABLES IN SCHEMA ${of} TO ${who};`,
    cause,
  });
};
