/** What the command of the Singer protocol is given: a configuration, a catalog, a state. */
import type { SelectedStream } from '../core/catalog.ts';
import { ConnectorError } from '../core/errors.ts';
import type { StreamState } from '../core/events.ts';
import { type Config, parseConfig, unknownKeys } from '../intercom/config.ts';
import { maskedColumns } from '../masking/columns.ts';
import { fieldMasks } from '../masking/mask.ts';
import { rowMasker } from '../masking/rows.ts';
import { fromLegacyStates } from '../protocols/legacy-state.ts';
import type { WrittenStream } from '../protocols/singer/event-writer.ts';
import { automaticProperties } from '../protocols/singer/schema.ts';
import { parseSelection, type SelectedEntry } from '../protocols/singer/selection.ts';
import { type Bookmarks, parseBookmarks, readBookmark } from '../protocols/singer/state.ts';
import { planStream } from '../protocols/singer/versions.ts';
import { ownState, type StateKeys } from '../protocols/state-keys.ts';
import { type Stream, timeCursorOf } from '../streams/stream.ts';
import { stateKeysOf, timeCursors } from './airbyte-inputs.ts';
import { readJsonFile, readMessages } from './json-file.ts';
import { streamsNamed } from './stream-names.ts';

/** Keys of other taps' configurations that need no value here. */
const needless = ['user_agent', 'request_timeout'];

/** Of a file, to which INTERCOM_ACCESS_TOKEN gives the token that it lacks. */
export async function readSingerConfig(path: string | undefined): Promise<{ config: Config; warnings: string[] }> {
  const { INTERCOM_ACCESS_TOKEN: token } = process.env;
  const given = path === undefined ? {} : await readJsonFile(path, 'configuration', 'config_invalid');
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  // Platforms send null for what is left empty.
  const lacksToken = isObject && !(given as { access_token?: unknown }).access_token;
  if (path === undefined && !token) {
    throw new ConnectorError('config_invalid', 'There is no configuration.', {
      hint: 'Give a file with --config, or set INTERCOM_ACCESS_TOKEN.',
    });
  }
  const config = parseConfig(lacksToken && token ? { ...(given as object), access_token: token } : given);
  const named = Object.entries(given as object).filter(([key]) => !needless.includes(key));
  return { config, warnings: unknownKeys(Object.fromEntries(named)) };
}

/** What the catalog selects; without one what the configuration names, else all streams but the costly ones. */
export async function selectionIn(
  path: string | undefined,
  { streams, excluded, config }: { streams: readonly Stream[]; excluded: readonly string[]; config: Config },
): Promise<SelectedEntry[]> {
  if (path !== undefined) return parseSelection(await readJsonFile(path, 'catalog', 'catalog_invalid'));
  const named = streamsNamed(config.streams.length > 0 ? config.streams : undefined, streams, excluded);
  return named.map(({ name }) => ({ stream: name, method: undefined, deselected: [] }));
}

export const bookmarksIn = async (path: string | undefined): Promise<Bookmarks> =>
  path === undefined
    ? new Map()
    : parseBookmarks(await readMessages(path, { what: 'state', code: 'state_invalid', type: 'STATE' }));

export interface PlannedRun {
  selected: SelectedStream[];
  states: Map<string, StreamState>;
  stateKeys: StateKeys;
  written: WrittenStream[];
  /** Streams that are read whole though the catalog asks for what has changed. */
  readWhole: string[];
}

/** How the selected streams of a registry are read and written. `now`: unix milliseconds. Throws `state_invalid`. */
export function planRun(
  entries: readonly { stream: Stream; entry: SelectedEntry }[],
  bookmarks: Bookmarks,
  now: number,
): PlannedRun {
  const registry = entries.map(({ stream }) => stream);
  const everyTime = timeCursors(
    registry,
    registry.map(({ name }) => ({ name, syncMode: 'incremental', syncId: null })),
  );
  const stateKeys = stateKeysOf(registry, everyTime);
  const run: PlannedRun = { selected: [], states: new Map(), stateKeys, written: [], readWhole: [] };
  for (const { stream, entry } of entries) {
    const { name } = stream;
    const cursor = timeCursorOf(stream);
    const given = bookmarks.has(name) ? readBookmark(name, bookmarks.get(name), cursor) : undefined;
    const bookmark = given && { ...given, state: ownState(given.state, stateKeys.get(name)) };
    const planned = planStream(stream, entry.method, bookmark, now);
    run.selected.push(planned.selected);
    if (planned.state) run.states.set(name, planned.state);
    if (entry.method === 'INCREMENTAL' && (stream.fullSnapshot || !stream.cursor)) run.readWhole.push(name);
    run.written.push({ ...planned, ...withoutDeselected(stream, entry) });
  }
  return { ...run, states: fromLegacyStates(run.states, everyTime) };
}

/** The stream's columns and rows without what is not selected; without a function of rows where all is. */
function withoutDeselected(stream: Stream, { deselected }: SelectedEntry): Pick<WrittenStream, 'info' | 'select'> {
  const automatic = automaticProperties(stream);
  const fields = deselected.filter(([column]) => column !== undefined && !automatic.has(column));
  if (fields.length === 0) return { info: stream };
  const masks = fieldMasks(
    fields.map((path) => ({ stream, fields: path })),
    [],
  );
  const select = rowMasker(masks, (text) => text);
  return { info: { ...stream, columns: maskedColumns(stream.columns, masks) }, select };
}
