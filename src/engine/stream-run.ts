/** One stream within one run: what was read before, what is read by now, and the state that says so. */
import type { SelectedStream } from '../catalog.ts';
import type { ConnectorError } from '../errors.ts';
import { noCursorState, type StreamState } from '../events.ts';
import type { Stream } from '../streams/stream.ts';
import { add, contains, type Ranges } from './ranges.ts';
import { readState, writeState } from './state.ts';

/** What the configuration says of time, in seconds. */
export interface Times {
  /** Records that last changed before it are not wanted. 0: all are. */
  start: number;
  lookback: number;
  settling: number;
}

export interface StreamRun {
  readonly stream: Stream;
  /** What earlier runs read: its entities are not wanted again. */
  readonly before: Ranges;
  /** What is read by now. Only grows, and only past entities whose rows are all out. */
  covered: Ranges;
  /** The low-water mark of the state it began with. */
  readonly floor: number;
  readonly syncId: number | null;
  /** All rows that exist will have been out at the end of this refresh. */
  readonly whole: boolean;
  failure?: ConnectorError;
}

/** Begins a run of a stream from its state. Throws `state_invalid`. */
export function startRun(
  stream: Stream,
  selected: SelectedStream,
  state: StreamState | undefined,
  times: Times,
): StreamRun {
  const { cursor } = stream.scan;
  const full = selected.syncMode === 'full_refresh' || !cursor;
  const read = cursor ? readState(stream.name, state, cursor.name) : undefined;
  // A full refresh goes on only from its own state: that of another one says nothing of what this one read.
  const known = full && !(read && read.syncId !== null && read.syncId === selected.syncId) ? undefined : read;
  const wanted = known ? Math.max(known.low - times.lookback, Math.min(known.low, times.start)) : times.start;
  const before = stream.whole ? [] : (known?.slices ?? []).reduce<Ranges>(add, add([], { from: 0, to: wanted }));
  return {
    stream,
    before,
    covered: before,
    floor: known?.low ?? 0,
    syncId: full ? selected.syncId : null,
    whole: stream.whole || (full && times.start === 0),
  };
}

/** Whether an entity with this cursor value is wanted; without one it always is. */
export const wants = (run: StreamRun, at: number | undefined): boolean => at === undefined || !contains(run.before, at);

/** The state to save now. `settled`: from this time on (unix seconds) search may still show changes late. */
export function stateOf(run: StreamRun, settled: number): StreamState {
  const { cursor } = run.stream.scan;
  if (!cursor) return noCursorState;
  return writeState(run.covered, { cursor: cursor.name, settled, floor: run.floor, syncId: run.syncId });
}
