/** A stream's state: from JSON to what has been read, and back. */
import { hasNoCursor, type Json, type StreamState } from '../core/events.ts';
import { asSeconds, invalidState } from '../core/invalid-state.ts';
import { below, type Range, type Ranges, setOf } from '../core/ranges.ts';

/** What a state says. */
export interface ReadState {
  /** All records whose cursor is below it (unix seconds) were read. */
  low: number;
  /** Ranges above it that were read as well. */
  slices: Ranges;
  /** The full refresh that it belongs to. */
  syncId: number | null;
}

/** Version of the states written here; a newer one may mean something else, so it is refused. */
const version = 1;

/**
 * Reads a stream's state, as `writeState` writes it; undefined where it says that nothing was read. Other connectors' forms are turned
 * into this one by their protocols. Throws `state_invalid`, naming the place, for anything else.
 */
export function readState(stream: string, state: StreamState | undefined, cursor: string): ReadState | undefined {
  if (state === undefined || saysNothing(state)) return undefined;
  if (state.version !== undefined && !(Number(state.version) <= version)) {
    const given = JSON.stringify(state.version);
    throw invalidState(stream, `version is ${given}, newer than this connector understands; upgrade it`);
  }
  if (state[cursor] === undefined) throw invalidState(stream, `${cursor} is missing`);
  return {
    low: readTime(stream, cursor, state[cursor]),
    slices: readSlices(stream, state.slices),
    syncId: typeof state.sync_id === 'number' ? state.sync_id : null,
  };
}

/**
 * Writes a stream's state: the low-water mark under the cursor's own name, and the ranges read above it. Nothing from
 * `settledBefore` on counts as read, since search may still show changes late; yet no state gives up what the one before it
 * said to be read: `previous`.
 */
export function writeState(
  readRanges: Ranges,
  options: { cursor: string; settledBefore: number; previous: Ranges; syncId: number | null },
): StreamState {
  const { cursor, settledBefore, previous, syncId } = options;
  const read = setOf([...below(readRanges, settledBefore), ...previous]);
  const low = read[0]?.from === 0 ? read[0].to : 0;
  const slices = read.filter(({ from }) => from > low).map(({ from, to }) => [from, to]);
  return { [cursor]: low, ...(slices.length > 0 ? { slices } : {}), ...(syncId === null ? {} : { sync_id: syncId }) };
}

const saysNothing = (state: StreamState): boolean => Object.keys(state).length === 0 || hasNoCursor(state);

function readTime(stream: string, path: string, value: Json): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) {
    return asSeconds(stream, path, Math.floor(value));
  }
  throw invalidState(stream, `${path} takes unix seconds`);
}

function readSlices(stream: string, slices: Json | undefined): Range[] {
  if (slices === undefined) return [];
  if (!Array.isArray(slices)) throw invalidState(stream, 'slices takes a list');
  const ranges = slices.map((slice, i) => {
    const [from, to] = Array.isArray(slice) ? slice : [];
    if (typeof from !== 'number' || typeof to !== 'number' || !(0 <= from && from <= to && Number.isFinite(to)))
      throw invalidState(stream, `slices[${i}] takes [from, to]`);
    return { from, to };
  });
  return setOf(ranges);
}
