/** States: from JSON to what has been read, and back. Accepts what other Intercom connectors saved, so that users can move. */
import { ConnectorError } from '../core/errors.ts';
import type { Json, StreamState } from '../core/events.ts';
import { below, type Range, type Ranges, setOf } from '../core/ranges.ts';

/** The error of a state that says something it can't mean. */
export const invalidState = (stream: string, problem: string): ConnectorError =>
  new ConnectorError('state_invalid', `The state of stream "${stream}" is wrong: ${problem}.`, {
    hint: 'Restore it, or reset the stream to read it from the start.',
  });

/** What a state says. */
export interface ReadState {
  /** All records whose cursor is below it (unix seconds) were read. */
  low: number;
  /** Ranges above it that were read as well. */
  slices: Ranges;
  /** The full refresh that it belongs to. */
  syncId: number | null;
}

const day = 86_400;

/** As unix seconds it is the year 5138, as milliseconds 1973: no state is of either. */
const inMilliseconds = 1e11;

/** Version of the states written here; a newer one may mean something else, so it is refused. */
const version = 1;

/**
 * Reads a stream's state; undefined where it says that nothing was read. Accepts `{"updated_at": n}` with `slices` of ours,
 * and the forms of Airbyte's connector and tap-intercom. Throws `state_invalid`, naming the place, for anything else.
 */
export function readState(stream: string, state: StreamState | undefined, cursor: string): ReadState | undefined {
  const fail = (path: string, takes: string): never => {
    throw invalidState(stream, `${path} ${takes}`);
  };
  if (state === undefined || isEmpty(state)) return undefined;
  if (state.version !== undefined && !(Number(state.version) <= version)) {
    fail('version', `is ${JSON.stringify(state.version)}, newer than this connector understands; upgrade it`);
  }

  const time = (value: Json | undefined, path: string): number => {
    const seconds = toSeconds(value) ?? fail(path, 'takes unix seconds or an ISO 8601 time');
    return seconds < inMilliseconds ? seconds : fail(path, 'is in milliseconds; it takes unix seconds');
  };

  if (state.state_type === 'date-range') {
    if (!Array.isArray(state.slices)) return fail('slices', 'takes a list');
    const ends = state.slices.map((slice, i) => {
      if (!isObject(slice)) return fail(`slices[${i}]`, 'takes an object');
      return time(slice.most_recent_cursor_value ?? slice.end, `slices[${i}].end`);
    });
    return ends.length === 0 ? undefined : { low: Math.min(...ends), slices: [], syncId: null };
  }

  const inner = isObject(state.state) ? state.state : state;
  const own = inner[cursor] ?? state[cursor];
  const parent = parentOf(state);
  if (own === undefined && parent === undefined) return fail(cursor, 'is missing');
  const times = [
    ...(own === undefined ? [] : [time(own, cursor)]),
    ...(parent === undefined ? [] : [time(parent.value, parent.path)]),
  ];
  // Another connector's child stream may have moved on without its parent: it is read again from the earlier of both,
  // a day at least before it.
  const lookback = state.lookback_window;
  const margin =
    parent || lookback !== undefined
      ? Math.max(day, toSeconds(lookback ?? 0) ?? fail('lookback_window', 'takes seconds'))
      : 0;
  return {
    low: Math.max(0, Math.min(...times) - margin),
    slices: readSlices(state.slices, fail),
    syncId: typeof state.sync_id === 'number' ? state.sync_id : null,
  };
}

/**
 * Writes a stream's state: the low-water mark under the cursor's own name, and the ranges read above it. Nothing from
 * `settledBefore` on counts as read, since search may still show changes late; yet no state gives up what the one before it
 * `claimed`.
 */
export function writeState(
  covered: Ranges,
  options: { cursor: string; settledBefore: number; claimed: Ranges; syncId: number | null },
): StreamState {
  const { cursor, settledBefore, claimed, syncId } = options;
  const read = setOf([...below(covered, settledBefore), ...claimed]);
  const low = read[0]?.from === 0 ? read[0].to : 0;
  const slices = read.filter(({ from }) => from > low).map(({ from, to }) => [from, to]);
  return { [cursor]: low, ...(slices.length > 0 ? { slices } : {}), ...(syncId === null ? {} : { sync_id: syncId }) };
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sentinels of Airbyte's platform for "no cursor" and "full refresh done". */
const isEmpty = (state: StreamState): boolean =>
  Object.keys(state).length === 0 ||
  '__ab_no_cursor_state_message' in state ||
  '__ab_full_refresh_sync_complete' in state;

/** Where Airbyte's conversation_parts keeps its parent's cursor. */
function parentOf(state: StreamState): { value: Json | undefined; path: string } | undefined {
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

function readSlices(slices: Json | undefined, fail: (path: string, takes: string) => never): Range[] {
  if (slices === undefined) return [];
  if (!Array.isArray(slices)) return fail('slices', 'takes a list');
  const ranges = slices.map((slice, i) => {
    const [from, to] = Array.isArray(slice) ? slice : [];
    if (typeof from !== 'number' || typeof to !== 'number' || !(0 <= from && from <= to && Number.isFinite(to)))
      return fail(`slices[${i}]`, 'takes [from, to]');
    return { from, to };
  });
  return setOf(ranges);
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
