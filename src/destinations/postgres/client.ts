/** Connecting, asking by another connection what became of the first, and parting: none of them waits for ever. */
import type { Socket } from 'node:net';
import type { Client } from 'pg';
import type { Address } from './address.ts';
import type { Pg } from './package.ts';
import { type AtWork, createWatch, type Watch } from './watch.ts';

/** How the sync is called in pg_stat_activity. */
export const applicationName = 'source-intercom';

const connectWithin = 15_000;

export function createClient(pg: Pg, address: Address, connectionTimeoutMillis = connectWithin): Client {
  const client = new pg.Client({
    ...address,
    // A client that looks for the file itself warns of doing so.
    password: address.password ?? (() => passwordInFile(address)),
    application_name: applicationName,
    keepAlive: true,
    // Less than firewalls and load balancers forget a connection in.
    keepAliveInitialDelayMillis: 60_000,
    connectionTimeoutMillis,
  });
  // What a lost connection breaks is told by the statement that is under way, or the next.
  client.on('error', () => undefined);
  return client;
}

/** From ~/.pgpass, or the file that PGPASSFILE names. */
async function passwordInFile(address: Address): Promise<string> {
  const { default: pgpass } = await import('pgpass');
  const password = await new Promise<string | undefined>((take) => pgpass(address, take));
  if (password === undefined) throw new Error('There is no password.');
  return password;
}

const socketOf = (client: Client) => client.connection.stream as Socket;

/** Parts from the server, whether or not it still answers. */
export async function endClient(client: Client, within = 2_000): Promise<void> {
  const timer = setTimeout(() => socketOf(client).destroy(), within);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
  socketOf(client).destroy();
}

export interface WatchedClient {
  client: Client;
  /** The server's process that serves it. */
  backend(): number;
  /** Milliseconds without any traffic, within a statement, after which the server is asked whether it works on it. */
  patience: number;
  /** Milliseconds in which it must answer. */
  answerWithin: number;
}

export function watchClient(
  pg: Pg,
  address: Address,
  { client, backend, patience, answerWithin }: WatchedClient,
): Watch {
  return createWatch({
    patience,
    traffic() {
      const { bytesRead, bytesWritten, writableLength } = socketOf(client);
      return `${bytesRead} ${bytesWritten} ${writableLength}`;
    },
    isAtWork: () => isAtWork(createClient(pg, address, answerWithin), backend(), answerWithin),
    end: () => socketOf(client).destroy(Object.assign(new Error('The server no longer answers.'), { code: '08006' })),
  });
}

/** The server's process that serves a connection. A pooler gives another one as it connects. */
export const backendOf = async (client: Client): Promise<number> =>
  Number((await client.query('SELECT pg_backend_pid() AS pid')).rows[0]?.pid);

/** Whether a backend works on a statement, and does not wait for more of it or for its answer to be taken; null where the server keeps no account. */
const selectAtWork = `
  SELECT CASE WHEN state <> 'disabled' THEN state = 'active' AND wait_event_type IS DISTINCT FROM 'Client' END AS at_work
  FROM pg_stat_activity WHERE pid = $1`;

async function isAtWork(asking: Client, backend: number, answerWithin: number): Promise<AtWork> {
  try {
    await asking.connect();
    // This one may hang as well, and must not keep the process.
    socketOf(asking).unref();
    const { rows } = await within(answerWithin, asking.query(selectAtWork, [backend]));
    if (rows[0]?.at_work === null) return 'unknown';
    return rows[0]?.at_work === true ? 'yes' : 'no';
  } catch (thrown) {
    const { code } = thrown as { code?: unknown };
    // Five characters are the server's own answer. One that starts or ends works on nothing.
    return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('57P') && !errnos.has(code)
      ? 'unknown'
      : 'no';
  } finally {
    await endClient(asking);
  }
}

/** What Node calls a failure in five characters. */
const errnos = new Set(['EPIPE']);

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout expired')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
