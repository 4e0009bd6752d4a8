/** The settings of a session that our SQL and its safety rely on, whatever the server, the database or the user has. */
import type { Client } from 'pg';
import { ConnectorError } from '../../core/errors.ts';
import type { Location } from '../sql/database.ts';
import { literal } from '../sql/expressions.ts';
import { postgresDialect } from './dialect.ts';

/** How long a lock on a table is waited for, so that a forgotten transaction of someone's does not stop a sync for ever. */
const lockTimeout = '5min';

const settings = (schema: string): Record<string, string> => ({
  search_path: postgresDialect.quote(schema),
  standard_conforming_strings: 'on',
  client_encoding: 'UTF8',
  client_min_messages: 'warning',
  default_transaction_isolation: literal('read committed'),
  lock_timeout: literal(lockTimeout),
  // A transaction is open while Intercom is waited for.
  idle_in_transaction_session_timeout: '0',
  statement_timeout: '0',
});

/** What some versions and systems do not have. */
const optionalSettings: Record<string, string> = {
  idle_session_timeout: '0',
  transaction_timeout: '0',
  // A server that hears no more of us, for instance of a laptop that was closed, lets go of the lock in two minutes instead of two hours;
  tcp_keepalives_idle: '60',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '6',
  // and of a process that was killed while a statement of its runs.
  client_connection_check_interval: literal('2s'),
};

/** Rejects with `destination_unusable` where the database can't hold every character. */
export async function applySettings(client: Client, location: Location, schema: string): Promise<void> {
  const { rows } = await client.query('SHOW server_encoding');
  const encoding = rows[0]?.server_encoding;
  if (encoding !== 'UTF8') {
    throw new ConnectorError(
      'destination_unusable',
      `The database of ${location.name} has the encoding ${encoding}, and UTF8 is needed.`,
      { hint: "Create another: CREATE DATABASE intercom ENCODING 'UTF8' TEMPLATE template0;" },
    );
  }
  for (const [setting, value] of Object.entries(settings(schema))) await client.query(`SET ${setting} = ${value}`);
  for (const [setting, value] of Object.entries(optionalSettings)) {
    await client.query(`SET ${setting} = ${value}`).catch(() => undefined);
  }
}
