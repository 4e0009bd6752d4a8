/** Where a PostgreSQL is, as it is written: `postgres://user:password@host:5432/database?schema=intercom`. */
import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { ConnectorError } from '../../core/errors.ts';

export interface Address {
  /** What is not given is taken from PGHOST, PGUSER and the like, and a password from PGPASSWORD or ~/.pgpass. */
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  password?: string;
  ssl: ConnectionOptions | false;
  schema: string;
}

export const defaultSchema = 'intercom';

const parameters = ['host', 'port', 'schema', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;
type Parameter = (typeof parameters)[number];

const example = 'postgres://user@host:5432/database';

const invalid = (message: string, hint: string) => new ConnectorError('config_invalid', message, { hint });

/** Throws `config_invalid`, without any of the password. `env`: where what is not given is looked for. */
export function parseAddress(text: string, env: NodeJS.ProcessEnv = process.env): Address {
  const url = parsed(text);
  const given = parametersOf(url);
  const written = url.hostname === '_' ? '' : url.hostname.replace(/^\[(.*)\]$/, '$1');
  const host = given.host ?? (decoded(written) || undefined);
  const [port, user, password] = [given.port ?? url.port, decoded(url.username), decoded(url.password)];
  const database = decoded(url.pathname.replace(/^\/+/, ''));
  return {
    ...(host && { host }),
    ...(port && { port: Number(port) }),
    ...(database && { database }),
    ...(user && { user }),
    ...(password && { password }),
    schema: given.schema || defaultSchema,
    ssl: tlsOf(given, host ?? env.PGHOST, env),
  };
}

function parsed(text: string): URL {
  try {
    // A URL without a host, as for a socket, needs one to be parsed.
    return new URL(text.replace(/^(postgres(?:ql)?:)\/\/(?=\/|\?|$)/, '$1//_'));
  } catch {
    throw invalid(
      "The address of PostgreSQL can't be read.",
      `It is written as ${example}, with %40 for an @ in the password.`,
    );
  }
}

function parametersOf({ searchParams }: URL): Partial<Record<Parameter, string>> {
  const given: Partial<Record<Parameter, string>> = {};
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
    throw invalid(
      "The address of PostgreSQL can't be read.",
      'Write a % in the user, the password or the database as %25.',
    );
  }
}

/** Whether what is sent stays on this machine. */
const isLocal = (host: string | undefined): boolean =>
  host === undefined || host === '' || host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host);

/** With TLS, and a certificate that is checked, unless the server is on this machine or the address says otherwise. */
function tlsOf(
  { sslmode, sslrootcert, sslcert, sslkey }: Partial<Record<Parameter, string>>,
  host: string | undefined,
  env: NodeJS.ProcessEnv,
): ConnectionOptions | false {
  const mode = sslmode ?? env.PGSSLMODE ?? (isLocal(host) && !sslrootcert ? 'disable' : 'verify-full');
  switch (mode) {
    case 'disable':
      return false;
    case 'no-verify':
      return { rejectUnauthorized: false };
    // Others encrypt by it without a look at the certificate, which keeps no one out.
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return {
        rejectUnauthorized: true,
        ...file('ca', sslrootcert ?? env.PGSSLROOTCERT),
        ...file('cert', sslcert),
        ...file('key', sslkey),
        // A client of PostgreSQL's compares the name only where the host is none of numbers.
        checkServerIdentity: (_, certificate) => checkServerIdentity(host ?? 'localhost', certificate),
      };
    default:
      throw invalid(
        `The address of PostgreSQL has sslmode=${mode}, which is not known.`,
        'It may be verify-full, the default; no-verify, for TLS without a look at the certificate; or disable.',
      );
  }
}

function file(name: 'ca' | 'cert' | 'key', path: string | undefined): { [name: string]: string } {
  if (!path) return {};
  try {
    return { [name]: readFileSync(path, 'utf8') };
  } catch {
    throw invalid(
      `${path} can't be read.`,
      'The address of PostgreSQL names it for TLS: allow reading it, or correct the path.',
    );
  }
}
