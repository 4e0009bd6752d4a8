/** Whether a connection is encrypted, and what of the server's certificate is checked. Names and values are those of psql. */
import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { ConnectorError } from '../../core/errors.ts';

/** As an address has them. */
export interface TlsParameters {
  sslmode?: string;
  sslrootcert?: string;
  sslcert?: string;
  sslkey?: string;
}

const invalid = (message: string, hint: string) => new ConnectorError('config_invalid', message, { hint });

/** Whether what is sent stays on this machine. */
const isLocal = (host: string): boolean => host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host);

/**
 * With TLS, and a certificate that is checked, unless the server is on this machine or the address says otherwise. Throws
 * `config_invalid` where a mode is unknown or a file can't be read.
 */
export function tlsOf(given: TlsParameters, host: string, env: NodeJS.ProcessEnv): ConnectionOptions | false {
  const rootCertificate = given.sslrootcert || env.PGSSLROOTCERT;
  const mode = given.sslmode || env.PGSSLMODE || (isLocal(host) && !rootCertificate ? 'disable' : 'verify-full');
  switch (mode) {
    case 'disable':
      return false;
    case 'no-verify':
      return { rejectUnauthorized: false, ...ownCertificate(given, env) };
    // Others encrypt by the first two without a look at the certificate or its name, which keeps no one out.
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return {
        rejectUnauthorized: true,
        // What Node trusts by itself is what psql calls "system".
        ...(rootCertificate && rootCertificate !== 'system' && { ca: contentOf(rootCertificate, 'sslrootcert') }),
        ...ownCertificate(given, env),
        // Whatever the client makes of a host of numbers.
        checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
      };
    default:
      throw invalid(
        `${given.sslmode ? 'The address of PostgreSQL' : 'PGSSLMODE'} has the sslmode "${mode}", which is not known here.`,
        'It may be verify-full, the default; no-verify, for TLS without a look at the certificate; or disable.',
      );
  }
}

/** By which the server may know its user. */
function ownCertificate(given: TlsParameters, env: NodeJS.ProcessEnv): ConnectionOptions {
  const certificate = given.sslcert || env.PGSSLCERT;
  const key = given.sslkey || env.PGSSLKEY;
  return {
    ...(certificate && { cert: contentOf(certificate, 'sslcert') }),
    ...(key && { key: contentOf(key, 'sslkey') }),
  };
}

function contentOf(path: string, parameter: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw invalid(
      `${path} can't be read.`,
      `The address of PostgreSQL names it by ${parameter}, or the environment by PG${parameter.toUpperCase()}: allow reading it, or correct the path.`,
    );
  }
}
