/** Destinations by their address: each is loaded only when it is asked for. */
import { ConnectorError } from '../core/errors.ts';
import { expandHome } from '../core/home.ts';
import type { Destination } from './destination.ts';
import type { Examined } from './examined.ts';
import { parseAddress } from './postgres/address.ts';
import type { ReadDestination, Reading } from './reading.ts';
import type { RunHistory } from './runs.ts';

export interface DestinationOptions {
  /** The schema of a database that has several; of PostgreSQL `intercom` by default, or what its address names. */
  schema?: string;
}

interface Kind {
  /** How an address of this kind looks, for people. */
  example: string;
  /** Throws `config_invalid` where no such place can be. */
  check?(rest: string): void;
  /** `schema`: only of one that has such. */
  open(rest: string, options: DestinationOptions): Promise<Destination>;
  /** Looks whether `open` could be done and written to. Changes nothing, and makes nothing. */
  examine(rest: string, options: DestinationOptions): Promise<Examined>;
  /** Opens it to be asked, and never makes it. */
  read<T>(rest: string, options: DestinationOptions, use: (reading: Reading) => Promise<T>): Promise<T>;
  /** What is left of the address where it is shown: no password. */
  shown?(rest: string): string;
  /** What is kept there of runs. Changes nothing, and makes nothing where nothing is. */
  readRuns(rest: string, options: DestinationOptions): Promise<RunHistory>;
  hasSchemas?: true;
  /** The path of the file that it is, if it is one that can be copied. */
  file?(rest: string): string;
}

const postgres: Kind = {
  example: 'postgres://user@host:5432/database',
  check: (rest) => void parseAddress(`postgres:${rest}`),
  open: async (rest, { schema }) => (await import('./postgres/index.ts')).openPostgres(`postgres:${rest}`, { schema }),
  examine: async (rest, { schema }) =>
    (await import('./postgres/examine.ts')).examinePostgres(`postgres:${rest}`, { schema }),
  read: async (rest, options, use) =>
    (await import('./postgres/reading.ts')).readPostgres(`postgres:${rest}`, options, use),
  // The user's part ends at the last @ before the host.
  shown: (rest) => rest.replace(/^(\/\/[^/?#:]*):[^/?#]*@/, '$1@'),
  readRuns: async (rest, { schema }) =>
    (await import('./postgres/run-history.ts')).readPostgresRuns(`postgres:${rest}`, { schema }),
  hasSchemas: true,
};

/** By the word before the first colon. */
const kinds: Record<string, Kind> = {
  duckdb: {
    example: 'duckdb:intercom.duckdb',
    file: expandHome,
    open: async (path) => (await import('./duckdb/index.ts')).openDuckdb(expandHome(path)),
    examine: async (path) => (await import('./duckdb/examine.ts')).examineDuckdb(expandHome(path)),
    read: async (path, _, use) => (await import('./duckdb/reading.ts')).readDuckdb(expandHome(path), {}, use),
    readRuns: async (path) => (await import('./duckdb/run-history.ts')).readDuckdbRuns(expandHome(path)),
  },
  postgres,
  postgresql: postgres,
};

/** Opens the destination at an address such as `duckdb:intercom.duckdb`. Rejects with `config_invalid` or `destination_unusable`. */
export async function openDestination(address: string, options: DestinationOptions = {}): Promise<Destination> {
  return destinationAt(address, options)();
}

/** The file at an address; undefined where the destination is none. */
export function fileAt(address: string): string | undefined {
  const colon = address.indexOf(':');
  const name = address.slice(0, Math.max(0, colon));
  return Object.hasOwn(kinds, name) ? kinds[name]!.file?.(address.slice(colon + 1)) : undefined;
}

/** What opens the destination at an address. Throws `config_invalid` where none can be there, and touches nothing. */
export function destinationAt(address: string, options: DestinationOptions = {}): () => Promise<Destination> {
  const { kind, rest } = kindAt(address, options);
  return () => kind.open(rest, options);
}

/** What opens it for reading. Throws as `destinationAt` does. */
export function readingAt(address: string, options: DestinationOptions = {}): ReadDestination {
  const { kind, rest } = kindAt(address, options);
  return (use) => kind.read(rest, options, use);
}

/** Whether a sync could write there. Rejects with `config_invalid` or `destination_unusable` where not; changes and makes nothing. */
export async function examineDestination(address: string, options: DestinationOptions = {}): Promise<Examined> {
  const { kind, rest } = kindAt(address, options);
  return kind.examine(rest, options);
}

/** What is kept of runs at an address. Rejects with `config_invalid` or `destination_unusable`; changes and makes nothing. */
export async function readRuns(address: string, options: DestinationOptions = {}): Promise<RunHistory> {
  const { kind, rest } = kindAt(address, options);
  return kind.readRuns(rest, options);
}

/** The address as it may be shown: without a password. */
export function shownAddress(address: string): string {
  const { name, kind, rest } = kindAt(address, {});
  return `${name}:${kind.shown?.(rest) ?? rest}`;
}

function kindAt(address: string, options: DestinationOptions): { name: string; kind: Kind; rest: string } {
  const colon = address.indexOf(':');
  const name = address.slice(0, Math.max(0, colon));
  const rest = address.slice(colon + 1);
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind && options.schema !== undefined && !kind.hasSchemas) {
    throw new ConnectorError('config_invalid', `A ${name} destination has no schemas.`, {
      hint: 'Give each workspace a file of its own.',
    });
  }
  if (kind && rest !== '') {
    kind.check?.(rest);
    return { name, kind, rest };
  }
  const examples = new Set(Object.values(kinds).map(({ example }) => example));
  // What is no address may hold a password: `host=db password=secret`.
  const given = name || address;
  const message = /^[\w+./-]+$/.test(given) ? `There is no destination "${given}".` : "The destination can't be read.";
  throw new ConnectorError('config_invalid', message, {
    hint: `A destination is written as ${[...examples].join(' or ')}.`,
  });
}
