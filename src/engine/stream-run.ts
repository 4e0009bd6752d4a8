/** One stream within one run: what was read before, what is read by now, and the state that says so. */
import type { SelectedStream } from '../catalog.ts';
import { ConnectorError } from '../errors.ts';
import { noCursorState, type StreamState } from '../events.ts';
import { type Feed, isFeed, type Position, type Stream } from '../streams/stream.ts';
import { contains, type Ranges, setOf } from './ranges.ts';
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
  /** The start date that it reads by, unix seconds. */
  readonly start: number;
  /** Nothing was read before: what is gone already need not be told. */
  readonly first: boolean;
  /** All rows that exist will have been out at the end of this refresh. */
  readonly whole: boolean;
  /** How far it has followed the feed that it shows or takes its deletions from. */
  position?: Position;
  failure?: ConnectorError;
}

/** The key under which a scan's stream keeps its position in the feed of deletions. */
const deletionsKey = 'deletions';

/** The feed that a stream shows, or takes its deletions from. */
export const feedOf = (stream: Stream): Feed | undefined =>
  isFeed(stream.scan) ? stream.scan : stream.scan.deletions?.feed;

/** Begins a run of a stream from its state. Throws `state_invalid`. */
export function startRun(
  stream: Stream,
  selected: SelectedStream,
  state: StreamState | undefined,
  times: Times,
): StreamRun {
  const cursor = isFeed(stream.scan) ? undefined : stream.scan.cursor;
  const full = selected.syncMode === 'full_refresh' || !stream.cursor;
  // A full refresh goes on only from its own state: that of another one, or from another start date, says nothing of what
  // this one read.
  const isOwn = selected.syncId !== null && state?.sync_id === selected.syncId && (state.since ?? 0) === times.start;
  const goesOn = !full || isOwn;
  // A state that is not used is read all the same, so that a broken one is told and never passes for none.
  const read = cursor && readState(stream.name, state, cursor.name);
  const known = goesOn ? read : undefined;
  const wanted = known ? Math.max(known.low - times.lookback, Math.min(known.low, times.start)) : times.start;
  const before = stream.whole ? [] : setOf([...(known?.slices ?? []), { from: 0, to: wanted }]);
  return {
    stream,
    before,
    covered: before,
    floor: known?.low ?? 0,
    syncId: full ? selected.syncId : null,
    start: times.start,
    first: known === undefined,
    // A feed forgets: that it does not tell an entry any more is no deletion of it.
    whole: stream.whole || (full && times.start === 0 && !isFeed(stream.scan)),
    position: readPosition(stream, goesOn ? state : undefined),
  };
}

/** Whether an entity with this cursor value is wanted; without one it always is. */
export const wants = (run: StreamRun, at: number | undefined): boolean => at === undefined || !contains(run.before, at);

/** The state to save now. `settled`: from this time on (unix seconds) search may still show changes late. */
export function stateOf(run: StreamRun, settled: number): StreamState {
  const { scan } = run.stream;
  const { syncId, start, floor, position } = run;
  const at = (key: string) => (position === undefined ? {} : { [key]: position });
  const since: StreamState = syncId !== null && start > 0 ? { since: start } : {};
  if (isFeed(scan)) return { ...at(scan.cursor), ...(syncId === null ? {} : { sync_id: syncId }), ...since };
  if (!scan.cursor) return noCursorState;
  const own = writeState(run.covered, { cursor: scan.cursor.name, settled, floor, syncId });
  return { ...own, ...at(deletionsKey), ...since };
}

function readPosition(stream: Stream, state: StreamState | undefined): Position | undefined {
  const feed = feedOf(stream);
  const key = isFeed(stream.scan) ? stream.scan.cursor : deletionsKey;
  const value = state?.[key];
  if (!feed || value === undefined) return undefined;
  const position = feed.parse(value);
  if (position !== undefined) return position;
  throw new ConnectorError('state_invalid', `The state of stream "${stream.name}" is wrong: ${key} is no position.`, {
    hint: 'Restore it, or reset the stream to read it from the start.',
  });
}
