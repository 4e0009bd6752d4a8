/**
 * Follows a feed for all who read it: the stream that shows it, and the scans' streams that take their deletions from it.
 * It is read once, from the oldest of their positions; each goes by its own position.
 */
import { deletedAt, deletedReason } from '../core/columns/columns.ts';
import { asConnectorError, type ConnectorError, type ErrorCode } from '../core/errors.ts';
import type { Event, RecordsEvent, Row } from '../core/events.ts';
import { isRevoked } from '../intercom/access.ts';
import type { Entity, ReadContext } from '../intercom/readers/reader.ts';
import { type Deletion, type Feed, isFeed, type Position } from '../streams/stream.ts';
import type { Checkpoints } from './checkpoints.ts';
import { readAhead } from './concurrently.ts';
import { createConverters } from './convert.ts';
import { failureOf } from './failure.ts';
import { feedOf, type StreamRun } from './stream-run.ts';

export interface FeedRun {
  feed: Feed;
  runs: readonly StreamRun[];
  context: ReadContext;
  /** Unix seconds: what happened from then on may not be told yet. */
  settledBefore: number;
  /** Unix seconds: what happened before is not wanted by the stream that shows the feed. */
  start: number;
  checkpoints: Checkpoints;
  emit(event: Event): Promise<void>;
}

export interface FeedFollower {
  /**
   * Follows what happened before the run's settling time, beside the scans: no search shows its deleted records any more, so
   * that none of its deletions can come before the record. A failure ends it quietly: `rest` goes on from there.
   */
  history(): Promise<void>;
  /** Follows the feed to its end, after the scans. Failures end in the runs' `failure`; where the feed is closed, deletions are unavailable, with a warning. */
  rest(): Promise<void>;
}

/** Follows a feed for the runs that read it. They must have noted their beginning. */
export function createFeedFollower(given: FeedRun): FeedFollower {
  const { feed, context, settledBefore, checkpoints, emit } = given;
  const readers = given.runs.map((run) => readerOf(run, given));
  const begin = oldest(readers);
  const converterOf = createConverters(context.log);
  const alive = () => readers.filter(({ run }) => !run.failure);
  /** Unix seconds: what happened before is owed at the end of the run. */
  const begun = context.client.serverNow() / 1000;
  /** The last entry that was passed on, in a feed whose entries are positions. */
  let passed: Position | undefined;

  async function pass(entries: Entity[]) {
    for (const { run, wants } of alive()) {
      const batch = batchOf(run, entries.filter(wants), converterOf);
      if (batch.rows.length === 0 && !batch.replacesChildrenOf?.length) continue;
      checkpoints.count(batch.rows.length);
      await emit(batch);
    }
    for (const reader of alive()) advance(reader, entries);
    await checkpoints.due();
  }

  function advance(reader: Reader, entries: readonly Entity[]) {
    const last = feed.behind && entries.findLast(reader.mayPass);
    if (!feed.behind || !last) return;
    reader.end = feed.behind(last);
    if (movesOn(reader.run) && feed.timeOf(last) >= reader.since)
      reader.run.position = later(reader.run.position, reader.end);
  }

  /**
   * Passes on what comes behind the last entry that was. True where it is to be done again: nothing counts the entries, so
   * that only another look behind the last one proves an end.
   */
  async function followOn(): Promise<boolean> {
    const from = passed;
    const isNew = (entry: Entity) => from === undefined || (feed.isAfter(entry, from) && feed.behind?.(entry) !== from);
    let isOwed = false;
    for await (const entries of readAhead(feed.follow(context, from ?? begin))) {
      const fresh = entries.filter(isNew);
      await pass(fresh);
      const last = feed.behind && fresh.findLast((entry) => feed.timeOf(entry) < begun);
      if (!feed.behind || !last) continue;
      passed = feed.behind(last);
      isOwed = true;
    }
    return isOwed;
  }

  return {
    async history() {
      if (!feed.behind) return;
      try {
        for await (const entries of readAhead(feed.follow(context, begin))) {
          const old = entries.filter((entry) => feed.timeOf(entry) < settledBefore);
          await pass(old);
          const last = old.at(-1);
          if (last) passed = feed.behind(last);
          if (old.length < entries.length) return;
        }
      } catch (thrown) {
        context.signal.throwIfAborted();
        if (isRevoked(thrown)) throw thrown;
      }
    },

    async rest() {
      if (alive().length === 0) return;
      try {
        while (await followOn());
      } catch (thrown) {
        context.signal.throwIfAborted();
        if (isRevoked(thrown)) throw thrown;
        fail(asConnectorError(thrown));
        return;
      }
      for (const { run, end } of alive()) {
        if (!feed.behind && movesOn(run)) run.position = later(run.position, feed.at(settledBefore));
        // A mere moment is no place at which a feed of entries can be entered again: the last entry before it takes over.
        if (end !== undefined && typeof run.position === 'number') run.position = end;
      }
    },
  };

  function fail(error: ConnectorError) {
    const runs = readers.map(({ run }) => run).filter(({ failure }) => !failure);
    const closed = refusals.includes(error.code);
    const followers = runs.filter(({ stream }) => !isFeed(stream.scan));
    if (closed && followers.length > 0) {
      context.log(
        'warn',
        `Deletions are unavailable for ${followers.map(({ stream }) => stream.name).join(', ')}: ${error.message} Deleted records stay until a full refresh.`,
      );
    }
    for (const run of runs) {
      if (!closed || isFeed(run.stream.scan)) run.failure ??= failureOf(run.stream, error);
    }
  }
}

/** What the token, the plan or the version does not allow: no reason to fail a stream that has its records. */
const refusals: readonly ErrorCode[] = [
  'permission_missing',
  'token_refused',
  'plan_restricted',
  'version_unsupported',
  'not_found',
  'request_refused',
];

interface Reader {
  run: StreamRun;
  from: Position | undefined;
  /** Unix seconds: it has no place in the feed before. */
  since: number;
  /** The position of the last entry that it may pass. */
  end?: Position;
  wants(entry: Entity): boolean;
  /** Whether its position may lie behind the entry. */
  mayPass(entry: Entity): boolean;
}

/** Whether the run takes what the feed tells, so that its position may move. */
const movesOn = (run: StreamRun): boolean => isFeed(run.stream.scan) || run.tellsDeletions;

/** Who takes deletions has a position since its beginning; a stream that shows the feed begins at the start date. */
function readerOf(run: StreamRun, { feed, start, settledBefore }: FeedRun): Reader {
  const { position } = run;
  // A deleted record may show in search for some minutes: its deletion is told again as long as that can be.
  const mayPass = (entry: Entity) => feed.timeOf(entry) < settledBefore;
  if (position === undefined) {
    const from = start > 0 ? feed.at(start) : undefined;
    return { run, from, since: start, mayPass, wants: (entry) => feed.timeOf(entry) >= start };
  }
  const isAfter = (entry: Entity) => feed.isAfter(entry, position);
  if (movesOn(run)) return { run, from: position, since: 0, mayPass, wants: isAfter };
  // A later run tells what happened from this position on.
  return { run, from: position, since: 0, mayPass: (entry) => !isAfter(entry), wants: () => false };
}

/**
 * Notes the moment from which a stream needs to know what was deleted: what went before it is never met, or was not met
 * since it was read. Also where no deletions are asked for: a later run may ask for them. True where there was something to note.
 */
export function noteBeginning(run: StreamRun, settledBefore: number): boolean {
  const feed = feedOf(run.stream);
  if (!feed || run.position !== undefined || isFeed(run.stream.scan)) return false;
  run.position = feed.at(run.first ? settledBefore : run.claimed.to);
  return true;
}

/** Whether the stream has followed its feed past a moment, unix seconds: what went before it was told. */
export function hasPassed({ stream, position, claimed }: StreamRun, at: number): boolean {
  const feed = feedOf(stream);
  return feed && position !== undefined ? isOlder(feed.at(at), position) : at < claimed.to;
}

/** Undefined, the beginning, where one of them has no position. */
const oldest = (readers: readonly Reader[]): Position | undefined =>
  readers.reduce<Position | undefined>(
    (found, { from }) => (found === undefined || (from !== undefined && isOlder(found, from)) ? found : from),
    readers[0]?.from,
  );

/**
 * Whether a place lies before another: a time, or Intercom's `<milliseconds>.<hexadecimal>`, of which hundreds may be of one
 * millisecond. Taken for a number, `1744153060123.00e5` would be a power of ten.
 */
export function isOlder(a: Position, b: Position): boolean {
  const [aTime = '', aRest = ''] = String(a).split('.');
  const [bTime = '', bRest = ''] = String(b).split('.');
  if (aTime !== bTime) return Number(aTime) < Number(bTime);
  return aRest.length === bRest.length ? aRest < bRest : aRest.length < bRest.length;
}

function batchOf(run: StreamRun, entries: Entity[], converterOf: ReturnType<typeof createConverters>): RecordsEvent {
  const { stream } = run;
  const base = { type: 'records', stream: stream.name } as const;
  if (isFeed(stream.scan)) {
    // Times may come as text.
    return { ...base, rows: entries.flatMap((entry) => stream.rows(entry, undefined)).map(converterOf(stream)) };
  }
  const { deletions } = stream.scan;
  const gone = entries
    .flatMap((entry) => stream.tombstonesFromEvent?.(entry) ?? deletions?.of(entry) ?? [])
    .filter(({ known }) => !known || !stream.only || stream.only.matches(known));
  for (const { id } of gone) run.suspected.delete(id);
  // Of a parent that is gone the whole set of children is empty.
  if (stream.parent) return { ...base, rows: [], replacesChildrenOf: gone.map(({ id }) => id) };
  return { ...base, rows: gone.map((deletion) => tombstone(run, deletion)) };
}

/** The row that says that a record is gone: its key, its cursor (the time it went), and when and why. */
export const tombstone = ({ stream }: StreamRun, { id, at, reason }: Deletion): Row => ({
  [stream.primaryKey[0] ?? 'id']: id,
  ...(stream.cursor ? { [stream.cursor]: at } : {}),
  [deletedAt]: new Date(at * 1000).toISOString(),
  [deletedReason]: reason,
});

const later = (old: Position | undefined, found: Position): Position =>
  old !== undefined && isOlder(found, old) ? old : found;
