/** What the commands of the Airbyte protocol are given: a configuration, a catalog, states. */
import type { SelectedStream } from '../core/catalog.ts';
import { ConnectorError } from '../core/errors.ts';
import type { StreamState } from '../core/events.ts';
import { type Config, parseConfig, unknownKeys } from '../intercom/config.ts';
import type { maskStreams } from '../masking/streams.ts';
import { catalogOfStreams } from '../protocols/airbyte/configured-catalog.ts';
import { parseAirbyteState } from '../protocols/airbyte/state.ts';
import { fromLegacyStates } from '../protocols/legacy-state.ts';
import { ownState, type StateKey, type StateKeys } from '../protocols/state-keys.ts';
import { type Stream, timeCursorOf } from '../streams/stream.ts';
import { readJsonFile, readMessages } from './json-file.ts';
import { streamsNamed } from './stream-names.ts';

/** Of a file, or of INTERCOM_ACCESS_TOKEN alone where none is given. */
export async function readConfig(path: string | undefined): Promise<{ config: Config; warnings: string[] }> {
  const given =
    path === undefined
      ? { access_token: tokenOfEnvironment() }
      : await readJsonFile(path, 'configuration', 'config_invalid');
  const config = parseConfig(given);
  return { config, warnings: unknownKeys(given as object) };
}

function tokenOfEnvironment(): string {
  const { INTERCOM_ACCESS_TOKEN: token } = process.env;
  if (token) return token;
  throw new ConnectorError('config_invalid', 'There is no configuration.', {
    hint: 'Give a file with --config, or set INTERCOM_ACCESS_TOKEN.',
  });
}

export interface ReadOptions {
  config?: string;
  /** A configured catalog, or what discover gives. One of the two. */
  catalog?: string;
  /** Lists of names separated by commas, each in its best mode. */
  streams?: string[];
  state?: string;
}

/** The catalog, from whichever of the two there is. */
export async function catalogIn(
  { catalog: path, streams: lists }: ReadOptions,
  masked: ReturnType<typeof maskStreams>,
) {
  if ((path === undefined) === (lists === undefined)) {
    const problem =
      path === undefined ? 'Nothing says which streams to read.' : 'Give --catalog or --streams, not both.';
    throw new ConnectorError('config_invalid', problem, {
      hint: 'Give what discover wrote with --catalog, or names of streams with --streams.',
    });
  }
  if (lists) return catalogOfStreams(streamsNamed(lists, masked.streams, masked.excluded));
  const given = await readMessages(path!, { what: 'catalog', code: 'catalog_invalid', type: 'CATALOG' });
  const message = Array.isArray(given) ? given.at(-1) : given;
  return message?.type === 'CATALOG' ? message.catalog : message;
}

/** The states to go on from, in whichever form they were kept. */
export async function statesIn(
  path: string | undefined,
  { cursors, stateKeys }: { cursors: Map<string, string>; stateKeys: StateKeys },
): Promise<Map<string, StreamState>> {
  if (path === undefined) return new Map();
  const given = await readMessages(path, { what: 'state', code: 'state_invalid', type: 'STATE' });
  const states = [...parseAirbyteState(given)].map(
    ([stream, state]) => [stream, ownState(state, stateKeys.get(stream))] as const,
  );
  return fromLegacyStates(new Map(states), cursors);
}

/** Of streams that go by their parent's cursor under a name of their own. */
export function stateKeysOf(registry: readonly Stream[], cursors: ReadonlyMap<string, string>): Map<string, StateKey> {
  const keys = [...cursors].flatMap(([name, key]) => {
    const field = registry.find((stream) => stream.name === name)?.cursor;
    return field === undefined || field === key ? [] : [[name, { key, field }] as const];
  });
  return new Map(keys);
}

/** The streams whose states hold times, with the key of each. */
export const timeCursors = (registry: readonly Stream[], selected: readonly SelectedStream[]): Map<string, string> =>
  new Map(
    selected.flatMap(({ name }) => {
      const stream = registry.find((one) => one.name === name);
      const cursor = stream && timeCursorOf(stream);
      return cursor === undefined ? [] : [[name, cursor] as const];
    }),
  );
