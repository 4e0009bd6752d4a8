/** Where a stream starts: at its beginning, behind what its state says to be read, or at its beginning once more. */
import type { SelectedStream } from '../core/catalog.ts';
import type { StreamState } from '../core/events.ts';
import { invalidState } from '../core/invalid-state.ts';
import { type Range, type Ranges, setOf } from '../core/ranges.ts';
import { isFeed, type Position, type Stream, timeCursorOf } from '../streams/stream.ts';
import { readKnownIds } from './known-ids.ts';
import { readShortfalls } from './shortfalls.ts';
import { type ReadState, readState } from './state.ts';
import { deletionsKey, feedOf, type StreamRun, withheldOf } from './stream-run.ts';
import { readSuspected } from './suspects.ts';

/** What the configuration says of time, in seconds. */
export interface Times {
  /** Records that last changed before it are not wanted. 0: all are. */
  start: number;
  lookback: number;
  settling: number;
}

export interface StartOptions {
  times: Times;
  /** Whether the sink takes rows away by tombstones in full refreshes too. */
  appliesDeletions?: boolean;
  /** Whether the token has the permission for what the stream's scan withholds; undefined where that is not known. */
  isGranted?: boolean;
}

/** Begins a run of a stream from its state. Throws `state_invalid`. */
export function startRun(
  stream: Stream,
  selected: SelectedStream,
  state: StreamState | undefined,
  { times: configured, appliesDeletions = false, isGranted }: StartOptions,
): StreamRun {
  const times = { ...configured, lookback: Math.max(configured.lookback, lookbackOf(stream)) };
  const isFull = selected.syncMode === 'full_refresh' || !stream.cursor;
  // A state that is not used is read all the same, so that a broken one is told and never passes for none.
  const cursor = timeCursorOf(stream);
  const read = cursor === undefined ? undefined : readState(stream.name, state, cursor);
  const position = readPosition(stream, state);
  const own = !isFull || isOfRefresh(state, selected.syncId, times.start) ? state : undefined;

  const options = { stream, times, isGranted };
  const start = isFeed(stream.scan)
    ? feedStart(own && position !== undefined ? { state: own, position } : undefined, options)
    : own && read
      ? resumedStart({ state: own, read, position }, options)
      : freshStart(appliesDeletions ? position : undefined, options);
  const alreadyRead = stream.fullSnapshot ? [] : start.alreadyRead;
  return {
    stream,
    ...start,
    alreadyRead,
    readRanges: alreadyRead,
    syncId: isFull ? selected.syncId : null,
    // Of what forgets, as feeds do, a row that is not given any more is not deleted.
    isCompleteSnapshot: stream.fullSnapshot || (isFull && times.start === 0 && !isFeed(stream.scan) && !stream.forgets),
    suspected: readSuspected(stream, own),
    // Who applies deletions passes over everything by refreshes alone.
    ...(isFull && appliesDeletions ? {} : { knownIds: readKnownIds(stream, isFull ? undefined : own) }),
    // What could not be read in other runs either is known, whichever refresh they belonged to.
    shortfalls: readShortfalls(stream, state),
  };
}

const lookbackOf = ({ scan }: Stream): number => (isFeed(scan) ? 0 : (scan.lookback ?? 0));

/** What of a run depends on where it starts. */
type Start = Pick<
  StreamRun,
  | 'alreadyRead'
  | 'lowWatermark'
  | 'rangesInState'
  | 'since'
  | 'missing'
  | 'isFirstRead'
  | 'tellsDeletions'
  | 'lacksWithheld'
  | 'readsWithheld'
  | 'position'
>;

interface Given {
  stream: Stream;
  times: Times;
  isGranted: boolean | undefined;
}

/**
 * Nothing was read before that counts: all from the start date on is read. `position`: how far the deletions of what earlier runs
 * left in the sink were told, where they are still owed.
 */
function freshStart(position: Position | undefined, { stream, times, isGranted }: Given): Start {
  return {
    alreadyRead: setOf([{ from: 0, to: times.start }]),
    lowWatermark: 0,
    rangesInState: [],
    since: times.start,
    isFirstRead: true,
    tellsDeletions: position !== undefined,
    // Before the first answer the permission lacks.
    lacksWithheld: withheldOf(stream) !== undefined && isGranted !== true,
    readsWithheld: false,
    position,
  };
}

/** Goes on from what its state says to be read, and tells what of it has gone since. */
function resumedStart(
  { state, read, position }: { state: StreamState; read: ReadState; position: Position | undefined },
  given: Given,
): Start {
  const { stream, times, isGranted } = given;
  const withheld = withheldOf(stream);
  const lackedWithheld = withheld !== undefined && state[withheld.key] === true;
  const resumed = { isFirstRead: false, tellsDeletions: true, position };
  // What was left out has not changed: only a read from the start finds it.
  if (lackedWithheld && isGranted) return { ...freshStart(position, given), ...resumed, readsWithheld: true };

  const missing = stream.fullSnapshot ? undefined : missingRange(times.start, Math.min(sinceOf(state), read.low));
  return {
    ...resumed,
    alreadyRead: rangesRead(read, { times, missing }),
    lowWatermark: read.low,
    rangesInState: setOf([{ from: missing?.to ?? 0, to: read.low }, ...read.slices]),
    since: Math.min(sinceOf(state), times.start),
    ...(missing && { missing }),
    // Where it is not known whether the permission is there, it is as it was.
    lacksWithheld: withheld !== undefined && (isGranted === undefined ? lackedWithheld : !isGranted),
    readsWithheld: false,
  };
}

/** A stream that shows a feed goes on from its position; from an earlier start date on the feed is followed anew. */
function feedStart(from: { state: StreamState; position: Position } | undefined, given: Given): Start {
  const { start } = given.times;
  const fresh = freshStart(undefined, given);
  if (!from) return fresh;
  const missing = missingRange(start, sinceOf(from.state));
  return missing ? { ...fresh, missing } : { ...fresh, since: sinceOf(from.state), position: from.position };
}

/**
 * Whether a state is of this very refresh: it goes on from no other, since that of another one, or from another start date, says nothing
 * of what this one read.
 */
const isOfRefresh = (state: StreamState | undefined, syncId: number | null, start: number): boolean =>
  syncId !== null && state?.sync_id === syncId && sinceOf(state) === start;

/** The start date that a state was read by; states of before it was written say none. */
const sinceOf = (state: StreamState): number => (typeof state.since === 'number' ? state.since : 0);

/** What lies between an earlier start date than the state's, and what the state says to be read. */
const missingRange = (start: number, readFrom: number): Range | undefined =>
  start < readFrom ? { from: start, to: readFrom } : undefined;

/** What is not read again: all that was read, but for what is looked over once more or is missing, and what lies before the start date. */
function rangesRead(
  { low, slices }: ReadState,
  { times: { start, lookback }, missing }: { times: Times; missing: Range | undefined },
): Ranges {
  const to = Math.max(low - lookback, Math.min(low, start));
  const below = missing
    ? [
        { from: 0, to: start },
        { from: missing.to, to },
      ]
    : [{ from: 0, to }];
  return setOf([...below, ...slices]);
}

function readPosition(stream: Stream, state: StreamState | undefined): Position | undefined {
  const feed = feedOf(stream);
  const key = isFeed(stream.scan) ? stream.scan.cursor : deletionsKey;
  const value = state?.[key];
  if (!feed || value === undefined) return undefined;
  const position = feed.parse(value);
  if (position !== undefined) return position;
  throw invalidState(stream.name, `${key} is no position`);
}
