/** What a user must be allowed, looked at before anything is read or written: what the server says later names neither the privilege nor how to grant it. */
import type { Client } from 'pg';
import { ConnectorError } from '../../core/errors.ts';
import type { Location } from '../sql/database.ts';
import type { Address } from './address.ts';
import { postgresDialect } from './dialect.ts';
import { codeOf } from './error-code.ts';

const { quote } = postgresDialect;

const lacks = (message: string, grant: string) =>
  new ConnectorError('destination_unusable', message, { hint: `As its owner or a superuser, run: ${grant};` });

/** What is wrong where the server refuses a connection since the user lacks a privilege; undefined where it is something else. */
export const mayNotConnect = ({ name }: Location, { database, user }: Address, thrown: unknown) =>
  codeOf(thrown) === '42501'
    ? lacks(
        `The user ${quote(user)} may not connect to ${name}.`,
        `GRANT CONNECT ON DATABASE ${quote(database)} TO ${quote(user)}`,
      )
    : undefined;

/** Rejects with `destination_unusable`, and the statement that mends it, where the user may not load the schema. Makes the schema where it is missing. */
export async function claimSchema(client: Client, location: Location, schema: string): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_database() AS database, current_user AS user,
       has_database_privilege(current_database(), 'TEMPORARY') AS temporary`,
  );
  const { database, user, temporary } = rows[0]!;
  if (!temporary)
    throw lacks(
      `The user ${quote(user)} may make no temporary tables in ${location.name}.`,
      `GRANT TEMPORARY ON DATABASE ${quote(database)} TO ${quote(user)}`,
    );
  const { made } = await makeSchema(client, location, schema);
  if (!made) await refuseTablesOfOthers(client, location, { schema, user });
}

/** Makes a schema where it is missing, and gives whether it was. Rejects with `destination_unusable` where the user may make nothing in it. */
export async function makeSchema(client: Client, location: Location, schema: string): Promise<{ made: boolean }> {
  const { rows } = await client.query(
    `SELECT current_user AS user, n.oid IS NOT NULL AS exists,
       has_database_privilege(current_database(), 'CREATE') AS may_make,
       coalesce(has_schema_privilege(n.oid, 'USAGE'), false) AS usage,
       coalesce(has_schema_privilege(n.oid, 'CREATE'), false) AS create
     FROM (VALUES (1)) AS one LEFT JOIN pg_namespace AS n ON n.nspname = $1`,
    [schema],
  );
  const may = rows[0]!;
  const user = quote(may.user);
  if (!may.exists) {
    if (!may.may_make)
      throw lacks(
        `The user ${user} may not make the schema of ${location.name}.`,
        `CREATE SCHEMA ${quote(schema)} AUTHORIZATION ${user}`,
      );
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`);
    return { made: true };
  }
  const lacking = ['USAGE', 'CREATE'].filter((privilege) => !may[privilege.toLowerCase()]);
  if (lacking.length > 0)
    throw lacks(
      `The user ${user} lacks ${lacking.join(' and ')} on the schema of ${location.name}.`,
      `GRANT ${lacking.join(', ')} ON SCHEMA ${quote(schema)} TO ${user}`,
    );
  return { made: false };
}

/** Tables of ours that are another role's: where the user may change their rows they do, but for our own, which every run completes. */
async function refuseTablesOfOthers(
  client: Client,
  location: Location,
  { schema, user }: Pick<Address, 'schema' | 'user'>,
): Promise<void> {
  const { rows } = await client.query(
    `SELECT c.relname AS table, pg_get_userbyid(c.relowner) AS owner
     FROM pg_class AS c
     WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND c.relkind IN ('r', 'p')
       AND NOT pg_has_role(c.relowner, 'USAGE')
       AND (c.relname LIKE '\\_source\\_intercom\\_%' OR c.relname IN ('_deleted', '_runs', '_run_streams')
         OR (obj_description(c.oid, 'pg_class') LIKE '%Made by source-intercom (table %'
           AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
             AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))))
     ORDER BY c.relname LIMIT 1`,
    [schema],
  );
  const [found] = rows;
  if (!found) return;
  throw lacks(
    `The table ${quote(found.table)} in ${location.name} belongs to ${quote(found.owner)}, and ${quote(user)} may not change it.`,
    `ALTER TABLE ${quote(schema)}.${quote(found.table)} OWNER TO ${quote(user)}`,
  );
}
