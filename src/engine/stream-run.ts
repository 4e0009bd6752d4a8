/** One stream within one run: what was read before, what is read by now, and the state that says so. `start-run` makes it. */
import type { ConnectorError } from '../core/errors.ts';
import { noCursorState, type StreamState } from '../core/events.ts';
import { contains, type Range, type Ranges } from '../core/ranges.ts';
import { type Feed, isFeed, type Position, type Stream, type Withheld } from '../streams/stream.ts';
import type { KnownIds } from './known-ids.ts';
import { type Shortfall, writeShortfalls } from './shortfalls.ts';
import { writeState } from './state.ts';
import { writeSuspected } from './suspects.ts';

export interface StreamRun {
  readonly stream: Stream;
  /** What earlier runs read, and what is not wanted: its entities are not read again. */
  readonly alreadyRead: Ranges;
  /** What is read by now. Only grows, and only past entities whose rows are all out. */
  readRanges: Ranges;
  /** The state that it goes on from said that all below it was read, unix seconds; 0 where there is none. */
  readonly lowWatermark: number;
  /** All ranges that this state said to be read: none is given up. */
  readonly rangesInState: Ranges;
  readonly syncId: number | null;
  /** The start date that it reads by, unix seconds: what its state says to be read reaches back to there. */
  readonly since: number;
  /** What an earlier start date, or none, now asks for beside what is new. */
  readonly missing?: Range;
  /** Nothing was read before: what is gone already need not be told. */
  readonly isFirstRead: boolean;
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
export const deletionsKey = 'deletions';

/** The feed that a stream shows, or takes its deletions from. */
export const feedOf = (stream: Stream): Feed | undefined =>
  isFeed(stream.scan) ? stream.scan : stream.scan.deletions?.feed;

/** What the stream's scan leaves out while a permission lacks. */
export const withheldOf = ({ scan }: Stream): Withheld | undefined => (isFeed(scan) ? undefined : scan.withheld);

/** Whether an entity with this cursor value is wanted; without one it always is. */
export const wants = (run: StreamRun, at: number | undefined): boolean =>
  at === undefined || !contains(run.alreadyRead, at);

/** Whether an entity is wanted though its cursor has passed: it has appeared since. */
export const isNew = ({ knownIds, since }: StreamRun, id: unknown, at: number | undefined): boolean =>
  knownIds?.has(id) === false && (at ?? since) >= since;

/** The state to save now. `settledBefore`: from this time on (unix seconds) search may still show changes late. */
export function stateOf(run: StreamRun, settledBefore: number): StreamState {
  const { scan } = run.stream;
  const { syncId, since, rangesInState, position, lacksWithheld } = run;
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
    previous: rangesInState,
    syncId,
  });
  return { ...own, ...at(deletionsKey), ...rest };
}
