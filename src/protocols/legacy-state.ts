/** States that Airbyte's own Intercom source and tap-intercom saved, turned into the form that this source writes, so that users can move. */
import { hasNoCursor, type Json, noCursorState, type StreamState } from '../core/events.ts';
import { asSeconds, invalidState } from '../core/invalid-state.ts';

const day = 86_400;

/** Names the streams whose states hold a cursor of unix seconds, and its key there: of the others nothing but their own form is known. */
export type StateCursors = ReadonlyMap<string, string>;

/** The states of these streams in the form that this source writes; the others as they are. Throws `state_invalid`, naming the place. */
export const fromLegacyStates = (
  states: ReadonlyMap<string, StreamState>,
  cursors: StateCursors,
): Map<string, StreamState> =>
  new Map(
    [...states].map(([stream, state]) => {
      const cursor = cursors.get(stream);
      return [stream, cursor === undefined ? state : fromLegacyState(stream, state, cursor)];
    }),
  );

/**
 * Takes `{"updated_at": n}` with a time as number or text, a child stream's with its parent's (`parent_state`), one with a global
 * cursor (`state`, `lookback_window`), and a list of ranges (`state_type: "date-range"`). What is none of them, or wrong in a way that
 * the engine tells as well, stays as it is. Throws `state_invalid`.
 */
export function fromLegacyState(stream: string, state: StreamState, cursor: string): StreamState {
  if (hasNoCursor(state)) return state;
  if (fullRefreshDone in state) {
    const { [fullRefreshDone]: _, ...rest } = state;
    return { ...rest, ...noCursorState };
  }
  return state.state_type === 'date-range' ? fromDateRanges(stream, state, cursor) : fromCursors(stream, state, cursor);
}

/** The sentinel of Airbyte's platform for a full refresh that has ended: nothing says what was read. */
const fullRefreshDone = '__ab_full_refresh_sync_complete';

/** Ranges of a concurrent read: all before the earliest of their ends was read. */
function fromDateRanges(stream: string, state: StreamState, cursor: string): StreamState {
  const { state_type: _, slices, ...rest } = state;
  if (!Array.isArray(slices)) throw invalidState(stream, 'slices takes a list');
  const ends = slices.map((slice, i) => {
    if (!isObject(slice)) throw invalidState(stream, `slices[${i}] takes an object`);
    return timeIn(stream, `slices[${i}].end`, slice.most_recent_cursor_value ?? slice.end);
  });
  return ends.length === 0 ? { ...rest, ...noCursorState } : { ...rest, [cursor]: Math.min(...ends) };
}

/** The stream's own cursor, and that of its parent. */
function fromCursors(stream: string, state: StreamState, cursor: string): StreamState {
  const own = (isObject(state.state) ? state.state[cursor] : undefined) ?? state[cursor];
  const parent = parentCursor(state);
  if (own === undefined && parent === undefined) return state;
  const times = [
    ...(own === undefined ? [] : [timeIn(stream, cursor, own)]),
    ...(parent === undefined ? [] : [timeIn(stream, parent.path, parent.value)]),
  ];
  const { state: _, parent_state: _parent, conversations: _older, lookback_window, ...rest } = state;
  // A child stream may have moved on without its parent: it is read again from the earlier of both, a day at least before it.
  const margin =
    parent || lookback_window !== undefined
      ? Math.max(day, secondsIn(stream, 'lookback_window', lookback_window ?? 0))
      : 0;
  return { ...rest, [cursor]: Math.max(0, Math.min(...times) - margin) };
}

/** Where `conversation_parts` keeps its parent's cursor. */
function parentCursor(state: StreamState): { value: Json; path: string } | undefined {
  if (isObject(state.parent_state)) {
    const { conversations } = state.parent_state;
    // An empty state of the parent: it was not read yet.
    if (isObject(conversations)) {
      return { value: conversations.updated_at ?? 0, path: 'parent_state.conversations.updated_at' };
    }
  }
  if (!isObject(state.conversations)) return undefined;
  return { value: state.conversations.updated_at ?? 0, path: 'conversations.updated_at' };
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function timeIn(stream: string, path: string, value: Json | undefined): number {
  const seconds = toSeconds(value);
  if (seconds === undefined) throw invalidState(stream, `${path} takes unix seconds or an ISO 8601 time`);
  return asSeconds(stream, path, seconds);
}

function secondsIn(stream: string, path: string, value: Json): number {
  const seconds = toSeconds(value);
  if (seconds === undefined) throw invalidState(stream, `${path} takes seconds`);
  return seconds;
}

/** Unix seconds of a number, a numeric string or an ISO 8601 time; undefined where it is none of them. */
function toSeconds(value: Json | undefined): number | undefined {
  const seconds = typeof value === 'string' ? secondsOf(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? Math.floor(seconds) : undefined;
}

const isoTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** `Date.parse` alone takes almost any text for a date, and a time without a zone for a local one: a loss of hours. */
function secondsOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const [, date, time = '00:00:00', zone = 'Z'] = isoTime.exec(text) ?? [];
  return date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`) / 1000;
}
