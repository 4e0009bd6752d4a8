/**
 * Where a PostgreSQL is, as it is written: `postgres://user:password@host:5432/database?schema=intercom`. What is not written is what psql would take: PGHOST,
 * PGPORT, PGUSER, PGDATABASE and PGPASSWORD, else the user of this machine and a database of the user's name.
 */
import { userInfo } from 'node:os';
import type { ConnectionOptions } from 'node:tls';
import { ConnectorError } from '../../core/errors.ts';
import { tlsOf } from './tls.ts';

export interface Address {
  /** A name, numbers, or a folder of a socket. */
  host: string;
  port: number;
  database: string;
  user: string;
  /** Left out where only ~/.pgpass can have it. */
  password?: string;
  ssl: ConnectionOptions | false;
  schema: string;
}

export const defaultSchema = 'intercom';

const parameters = ['host', 'port', 'schema', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;
type Parameters = Partial<Record<(typeof parameters)[number], string>>;

const invalid = (message: string, hint: string) => new ConnectorError('config_invalid', message, { hint });

const unreadable = () =>
  invalid(
    "The address of PostgreSQL can't be read.",
    'It is written as postgres://user@host:5432/database, with %40 for an @ in the user or the password, %2F for a /, %3F for a ?, %23 for a # and %25 for a %.',
  );

/** Throws `config_invalid`, without any of the password. `env`: where what is not given is looked for. */
export function parseAddress(text: string, env: NodeJS.ProcessEnv = process.env): Address {
  const url = parsed(text);
  const given = parametersOf(url);
  const written = url.hostname === noHost ? '' : decoded(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const host = given.host || written || env.PGHOST || 'localhost';
  const user = decoded(url.username) || env.PGUSER || userOfMachine();
  const password = decoded(url.password) || env.PGPASSWORD;
  return {
    host,
    port: portOf(given.port || url.port || env.PGPORT || '5432'),
    database: decoded(url.pathname.replace(/^\//, '')) || env.PGDATABASE || user,
    user,
    ...(password && { password }),
    schema: given.schema || defaultSchema,
    ssl: tlsOf(given, host, env),
  };
}

/** Stands for a host that is not written, as of a socket: a URL needs one to be parsed. */
const noHost = '_';

function parsed(text: string): URL {
  const [, scheme, rest] = /^(postgres(?:ql)?):\/\/(.*)$/s.exec(text) ?? [];
  if (rest === undefined) throw unreadable();
  // A user without a host: `user@/database`.
  const complete = rest.replace(/^([^/?#]*@)?(?=$|[:/?])/, `$1${noHost}`);
  try {
    const url = new URL(`${scheme}://${complete}`);
    // An @ after the host is part of a password that was cut in two, and so a # is.
    if (!/@/.test(url.pathname + url.search) && !url.hash) return url;
  } catch {
    // Told below, since the error of the URL holds it.
  }
  throw unreadable();
}

function parametersOf({ searchParams }: URL): Parameters {
  const given: Parameters = {};
  for (const [name, value] of searchParams) {
    const known = parameters.find((parameter) => parameter === name);
    if (!known) {
      throw invalid(
        `The address of PostgreSQL has an unknown parameter "${name}".`,
        `It may have ${parameters.join(', ')}.`,
      );
    }
    given[known] = value;
  }
  return given;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unreadable();
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw invalid('The port of PostgreSQL is no number from 1 to 65535.', 'Correct it in the address, or in PGPORT.');
}

function userOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    throw invalid('No user of PostgreSQL is given.', 'Write it into the address: postgres://user@host:5432/database.');
  }
}

/** The address without its password and parameters. */
export const publicUrl = ({ user, host, port, database }: Address): string => {
  const [who, where] = [user, database].map(encodeURIComponent);
  if (host.startsWith('/')) {
    const parameter = port === 5432 ? '' : `&port=${port}`;
    return `postgres://${who}@/${where}?host=${host}${parameter}`;
  }
  return `postgres://${who}@${host.includes(':') ? `[${host}]` : host}:${port}/${where}`;
};
