/** Destinations by their address: each is loaded only when it is asked for. */
import { ConnectorError } from '../core/errors.ts';
import { expandHome } from '../core/home.ts';
import type { Destination } from './destination.ts';

interface Kind {
  /** How an address of this kind looks, for people. */
  example: string;
  open(rest: string): Promise<Destination>;
  /** The path of the file that it is, if it is one that can be copied. */
  file?(rest: string): string;
}

const postgres: Kind = {
  example: 'postgres://user@host:5432/database',
  open: async (rest) => (await import('./postgres/index.ts')).openPostgres(`postgres:${rest}`),
};

/** By the word before the first colon. */
const kinds: Record<string, Kind> = {
  duckdb: {
    example: 'duckdb:intercom.duckdb',
    file: expandHome,
    open: async (path) => (await import('./duckdb/index.ts')).openDuckdb(expandHome(path)),
  },
  postgres,
  postgresql: postgres,
};

/** Opens the destination at an address such as `duckdb:intercom.duckdb`. Rejects with `config_invalid` or `destination_unusable`. */
export async function openDestination(address: string): Promise<Destination> {
  return destinationAt(address)();
}

/** The file at an address; undefined where the destination is none. */
export function fileAt(address: string): string | undefined {
  const colon = address.indexOf(':');
  const name = address.slice(0, Math.max(0, colon));
  return Object.hasOwn(kinds, name) ? kinds[name]!.file?.(address.slice(colon + 1)) : undefined;
}

/** What opens the destination at an address. Throws `config_invalid` where none can be there, and touches nothing. */
export function destinationAt(address: string): () => Promise<Destination> {
  const colon = address.indexOf(':');
  const name = address.slice(0, Math.max(0, colon));
  const rest = address.slice(colon + 1);
  if (Object.hasOwn(kinds, name) && rest !== '') return () => kinds[name]!.open(rest);
  const examples = new Set(Object.values(kinds).map(({ example }) => example));
  // What is no address may hold a password: `host=db password=secret`.
  const shown = name || (/^[\w./-]+$/.test(address) ? address : undefined);
  throw new ConnectorError(
    'config_invalid',
    shown ? `There is no destination "${shown}".` : "The destination can't be read.",
    {
      hint: `A destination is written as ${[...examples].join(' or ')}.`,
    },
  );
}
