/** Singer's state: `{"bookmarks": {"contacts": {…}}}`, a bookmark being the engine's state and what is known of the table's version. */
import { ConnectorError } from '../../core/errors.ts';
import { hasNoCursor, noCursorState, type StreamState } from '../../core/events.ts';
import { invalidState } from '../../core/invalid-state.ts';

/** What is kept of a stream between runs. */
export interface Bookmark {
  /** The engine's, or another tap's. */
  state: StreamState;
  /** Which version of its table its records carry; undefined of another tap's bookmark. */
  version: number | undefined;
  /** False while the load of that version is not complete. */
  isLoaded: boolean;
}

/** Bookmarks as a state holds them, by stream. */
export type Bookmarks = ReadonlyMap<string, unknown>;

/** Not `version`, which in our states is that of their form. */
const versionKey = 'table_version';
const loadedKey = 'initial_full_table_complete';

/**
 * The bookmarks in a state, by stream. Takes what targets write, the message that a tap writes, and the wrapper of `meltano state get`; null
 * and `{}` are none. Throws `state_invalid` for everything else: to read it as empty would start all over.
 */
export function parseBookmarks(input: unknown): Bookmarks {
  const state = unwrapped(input);
  if (state === null || state === undefined) return new Map();
  if (!isFields(state)) throw invalid('state: expected {"bookmarks": {…}}');
  if (Object.keys(state).length === 0) return new Map();
  const { bookmarks } = state;
  if (bookmarks === undefined && Object.keys(state).every((key) => key === 'currently_syncing')) return new Map();
  if (!isFields(bookmarks)) throw invalid('state.bookmarks: expected object');
  return new Map(Object.entries(bookmarks).filter(([, bookmark]) => bookmark !== null));
}

/** `cursor`: the key of the stream's states that holds a time, of those that have one. Throws `state_invalid`. */
export function readBookmark(stream: string, given: unknown, cursor: string | undefined): Bookmark {
  // The oldest taps kept a time alone.
  if (typeof given === 'string' && cursor !== undefined) {
    return { state: { [cursor]: given }, version: undefined, isLoaded: true };
  }
  if (!isFields(given)) throw invalidState(stream, 'its bookmark takes an object');
  const { [versionKey]: version, [loadedKey]: loaded, ...state } = given;
  if (version !== undefined && !(Number.isSafeInteger(version) && Number(version) > 0)) {
    throw invalidState(stream, `${versionKey} takes a whole number`);
  }
  return {
    state: state as StreamState,
    version: version as number | undefined,
    isLoaded: loaded !== false,
  };
}

/** The bookmark of a state. Every key that a merge of an older bookmark with this one must not let through is written. */
export function writeBookmark({ state, version, isLoaded }: Bookmark): StreamState {
  const { slices = [], ...rest } = withoutSentinel(state);
  return {
    ...rest,
    // Meltano lays a run that failed over the one before, key by key: ranges of then would count for a load of now.
    ...(hasNoCursor(state) ? {} : { slices }),
    ...(version === undefined ? {} : { [versionKey]: version, [loadedKey]: isLoaded }),
  };
}

/** Airbyte's word for a state that says nothing, which no one looks for here. */
function withoutSentinel(state: StreamState): StreamState {
  if (!hasNoCursor(state)) return state;
  return Object.fromEntries(Object.entries(state).filter(([key]) => !(key in noCursorState)));
}

type Fields = { [key: string]: unknown };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function unwrapped(input: unknown): unknown {
  // A file of messages: the last one counts.
  if (Array.isArray(input)) return unwrapped(input.at(-1));
  if (!isFields(input)) return input;
  if (input.type === 'STATE') return unwrapped(input.value);
  return 'singer_state' in input ? unwrapped(input.singer_state) : input;
}

const invalid = (problem: string): ConnectorError =>
  new ConnectorError('state_invalid', `The state is wrong: ${problem}.`, {
    hint: 'Give the last line that the target wrote, unchanged, or none to read everything again.',
  });
