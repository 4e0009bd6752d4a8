/** The lock on a schema, which lasts as long as the connection: an advisory one, so that it holds up nobody who reads. */
import type { Client } from 'pg';
import type { Location } from '../sql/database.ts';
import { lockedError } from './errors.ts';

const key = 'hashtextextended($1, 0)';

const tryLock = `SELECT pg_try_advisory_lock(${key}) AS held`;

/** Who holds it. The server shows no more than its process of a session of another user's, unless one may see all. */
const selectHolder = `
  SELECT held.pid, session.application_name, session.backend_start
  FROM pg_locks AS held LEFT JOIN pg_stat_activity AS session ON session.pid = held.pid
  WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND held.classid = ((${key} >> 32) & 4294967295)::oid AND held.objid = (${key} & 4294967295)::oid`;

/** Keeps other syncs out of the schema. Rejects with an error that `isInUse` knows where one is at work. */
export async function lock(client: Client, { name }: Location, schema: string): Promise<void> {
  const values = [lockName(schema)];
  const { rows } = await client.query(tryLock, values);
  if (rows[0]?.held === true) return;
  const [holder] = (await client.query(selectHolder, values)).rows;
  throw lockedError(name, {
    ...(holder && { pid: Number(holder.pid) }),
    ...(holder?.application_name && { application: String(holder.application_name) }),
    ...(holder?.backend_start && { since: new Date(holder.backend_start).toISOString() }),
  });
}

/** Whether a sync is at work on the schema, as far as anyone may see that. */
export async function isLocked(client: Client, schema: string): Promise<boolean> {
  return (await client.query(selectHolder, [lockName(schema)])).rows.length > 0;
}

const lockName = (schema: string): string => `source-intercom ${schema}`;
