/** One stream within one run: what was read before, what is read by now, and the state that says so. */
import type { SelectedStream } from '../core/catalog.ts';
import type { ConnectorError } from '../core/errors.ts';
import { noCursorState, type StreamState } from '../core/events.ts';
import { invalidState } from '../core/invalid-state.ts';
import { contains, type Range, type Ranges, setOf } from '../core/ranges.ts';
import { type Feed, isFeed, type Position, type Stream, type Withheld } from '../streams/stream.ts';
import { type KnownIds, readKnownIds } from './known-ids.ts';
import { readShortfalls, type Shortfall, writeShortfalls } from './shortfalls.ts';
import { type ReadState, readState, writeState } from './state.ts';
import { readSuspected, writeSuspected } from './suspects.ts';

/** What the configuration says of time, in seconds. */
export interface Times {
  /** Records that last changed before it are not wanted. 0: all are. */
  start: number;
  lookback: number;
  settling: number;
}

export interface StreamRun {
  readonly stream: Stream;
  /** What earlier runs read, and what is not wanted: its entities are not read again. */
  readonly alreadyRead: Ranges;
  /** What is read by now. Only grows, and only past entities whose rows are all out. */
  readRanges: Ranges;
  /** What the state it began with said to be read up to its low-water mark. */
  readonly claimed: Range;
  /** The same of ranges above it. */
  readonly claimedSlices: Ranges;
  readonly syncId: number | null;
  /** The start date that it reads by, unix seconds: what its state claims reaches back to there. */
  readonly since: number;
  /** What an earlier start date, or none, now asks for beside what is new. */
  readonly missing?: Range;
  /** Nothing was read before: what is gone already need not be told. */
  readonly first: boolean;
  /** A read from the start gives what there is: only runs that go on from it tell what of it has gone since. */
  readonly tellsDeletions: boolean;
  /** All rows that exist will have been out at the end of this refresh. */
  readonly isCompleteSnapshot: boolean;
  /** What it reads may lack the records that its scan withholds: its states say so. */
  readonly lacksWithheld: boolean;
  /** What was read before lacked them: all is read again. */
  readonly readsWithheld: boolean;
  /** How far it has followed the feed that it shows or takes its deletions from. */
  position?: Position;
  /** Entities whose detail answered 404, with their cursor values: see `engine/suspects`. */
  readonly suspected: Map<string, number>;
  /** Of a stream that is read by passing over everything: see `engine/known-ids`. */
  readonly knownIds?: KnownIds;
  /** What Intercom counts but does not give: see `engine/shortfalls`. */
  shortfalls: readonly Shortfall[];
  /** Told at the end: the rest of the stream is read all the same. */
  shortfall?: ConnectorError;
  failure?: ConnectorError;
}

/** The key under which a scan's stream keeps its position in the feed of deletions. */
const deletionsKey = 'deletions';

/** The feed that a stream shows, or takes its deletions from. */
export const feedOf = (stream: Stream): Feed | undefined =>
  isFeed(stream.scan) ? stream.scan : stream.scan.deletions?.feed;

/** What the stream's scan leaves out while a permission lacks. */
export const withheldOf = ({ scan }: Stream): Withheld | undefined => (isFeed(scan) ? undefined : scan.withheld);

export interface StartOptions {
  times: Times;
  appliesDeletions?: boolean;
  /** Whether the token has the permission for what the stream's scan withholds; undefined where that is not known. */
  isGranted?: boolean;
}

/** Begins a run of a stream from its state. Throws `state_invalid`. */
export function startRun(
  stream: Stream,
  selected: SelectedStream,
  state: StreamState | undefined,
  { times, appliesDeletions = false, isGranted }: StartOptions,
): StreamRun {
  const isFull = selected.syncMode === 'full_refresh' || !stream.cursor;
  // A full refresh goes on only from its own state: that of another one, or from another start date, says nothing of what
  // this one read.
  const isOwn = selected.syncId !== null && state?.sync_id === selected.syncId && sinceOf(state) === times.start;
  const own = !isFull || isOwn ? state : undefined;
  const cursor = isFeed(stream.scan) ? undefined : stream.scan.cursor;
  // A state that is not used is read all the same, so that a broken one is told and never passes for none.
  const read = cursor && readState(stream.name, state, cursor.name);
  const given = readPosition(stream, state);
  const withheld = withheldOf(stream);
  // What was left out has not changed: only a read from the start finds it.
  const readsWithheld = withheld !== undefined && isGranted === true && own?.[withheld.key] === true;
  const known = readsWithheld ? undefined : own && read;
  // A refresh that leaves rows of before in the sink still owes their deletions.
  const isFollowed = own !== undefined || (appliesDeletions && !isFeed(stream.scan));
  const missing = missingRange(stream, own, times.start, known?.low ?? 0);
  const isBegun = known !== undefined || (own !== undefined && isFeed(stream.scan) && given !== undefined);
  const since = isBegun ? Math.min(sinceOf(own), times.start) : times.start;
  // A feed that is shown from an earlier date on is followed anew.
  const position = isFollowed && !(missing && isFeed(stream.scan)) ? given : undefined;
  const hasRead = own !== undefined && read !== undefined;
  // Where it is not known whether the permission is there, it is as it was; before the first answer it lacks.
  const lackedWithheld = !hasRead || (withheld !== undefined && own?.[withheld.key] === true);
  const alreadyRead = stream.fullSnapshot
    ? []
    : readBefore(known, { start: times.start, lookback: times.lookback, missing });
  return {
    stream,
    alreadyRead,
    readRanges: alreadyRead,
    claimed: { from: missing?.to ?? 0, to: known?.low ?? 0 },
    claimedSlices: known?.slices ?? [],
    syncId: isFull ? selected.syncId : null,
    since,
    ...(missing && { missing }),
    first: !hasRead,
    tellsDeletions: hasRead || (appliesDeletions && position !== undefined),
    // A feed forgets: that it does not tell an entry any more is no deletion of it.
    isCompleteSnapshot: stream.fullSnapshot || (isFull && times.start === 0 && !isFeed(stream.scan)),
    lacksWithheld: withheld !== undefined && (isGranted === undefined ? lackedWithheld : !isGranted),
    readsWithheld,
    position,
    suspected: readSuspected(stream, own),
    // Who applies deletions passes over everything by refreshes alone.
    ...(isFull && appliesDeletions ? {} : { knownIds: readKnownIds(stream, isFull ? undefined : own) }),
    // What could not be read in other runs either is known, whichever refresh they belonged to.
    shortfalls: readShortfalls(stream, state),
  };
}

/** The start date that a state was read by; states of before it was written say none. */
const sinceOf = (state: StreamState | undefined): number => (typeof state?.since === 'number' ? state.since : 0);

/** What lies between an earlier start date than the state's, and the state's. */
function missingRange(stream: Stream, state: StreamState | undefined, start: number, low: number): Range | undefined {
  const to = isFeed(stream.scan) ? sinceOf(state) : Math.min(sinceOf(state), low);
  return !stream.fullSnapshot && start < to ? { from: start, to } : undefined;
}

function readBefore(
  known: ReadState | undefined,
  { start, lookback, missing }: { start: number; lookback: number; missing: Range | undefined },
): Ranges {
  if (!known) return setOf([{ from: 0, to: start }]);
  const to = Math.max(known.low - lookback, Math.min(known.low, start));
  const below = missing
    ? [
        { from: 0, to: start },
        { from: missing.to, to },
      ]
    : [{ from: 0, to }];
  return setOf([...below, ...known.slices]);
}

/** Whether an entity with this cursor value is wanted; without one it always is. */
export const wants = (run: StreamRun, at: number | undefined): boolean =>
  at === undefined || !contains(run.alreadyRead, at);

/** Whether an entity is wanted though its cursor has passed: it has appeared since. */
export const isNew = ({ knownIds, since }: StreamRun, id: unknown, at: number | undefined): boolean =>
  knownIds?.has(id) === false && (at ?? since) >= since;

/** The state to save now. `settledBefore`: from this time on (unix seconds) search may still show changes late. */
export function stateOf(run: StreamRun, settledBefore: number): StreamState {
  const { scan } = run.stream;
  const { syncId, since, claimed, claimedSlices, position, lacksWithheld } = run;
  const withheld = withheldOf(run.stream);
  const at = (key: string) => (position === undefined ? {} : { [key]: position });
  const rest: StreamState = {
    ...(since > 0 ? { since } : {}),
    ...(withheld && lacksWithheld ? { [withheld.key]: true } : {}),
    ...writeSuspected(run.suspected),
    ...run.knownIds?.state(),
    ...writeShortfalls(run.shortfalls),
  };
  if (isFeed(scan)) {
    const begun = position === undefined ? {} : rest;
    return { ...at(scan.cursor), ...(syncId === null ? {} : { sync_id: syncId }), ...begun };
  }
  if (!scan.cursor) return { ...noCursorState, ...rest };
  const own = writeState(run.readRanges, {
    cursor: scan.cursor.name,
    settledBefore,
    previous: setOf([claimed, ...claimedSlices]),
    syncId,
  });
  return { ...own, ...at(deletionsKey), ...rest };
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
