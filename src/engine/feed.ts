/**
 * Follows a feed for all who read it: the stream that shows it, and the scans' streams that take their deletions from it.
 * It is read once, from the oldest of their positions, after the scans; each goes by its own position.
 */
import { deletedAt, deletedReason } from '../columns.ts';
import { asConnectorError, type ErrorCode } from '../errors.ts';
import type { Event, RecordsEvent, Row } from '../events.ts';
import { isRevoked } from '../intercom/access.ts';
import { type Deletion, type Entity, type Feed, isFeed, type Position, type ReadContext } from '../streams/stream.ts';
import type { Checkpoints } from './checkpoints.ts';
import { readAhead } from './concurrently.ts';
import { failureOf } from './failure.ts';
import { feedOf, type StreamRun } from './stream-run.ts';

export interface FeedRun {
  feed: Feed;
  runs: readonly StreamRun[];
  context: ReadContext;
  /** Unix seconds: what happened from then on may not be told yet. */
  settled: number;
  /** Unix seconds: what happened before is not wanted by the stream that shows the feed. */
  start: number;
  checkpoints: Checkpoints;
  emit(event: Event): Promise<void>;
}

/** Follows the feed to its end. Failures end in the runs' `failure`; where the feed is closed, deletions go untold, with a warning. */
export async function runFeed(given: FeedRun): Promise<void> {
  const { feed, context, settled, checkpoints, emit } = given;
  const runs = given.runs.filter(({ failure }) => !failure);
  if (runs.length === 0) return;
  const readers = runs.map((run) => readerOf(run, given));
  let end: Position | undefined;
  try {
    for await (const entries of readAhead(feed.follow(context, oldest(readers)))) {
      for (const { run, wants } of readers) {
        const batch = batchOf(run, entries.filter(wants));
        if (batch.rows.length === 0 && !batch.wholeSetsOf?.length) continue;
        checkpoints.count(batch.rows.length);
        await emit(batch);
      }
      // A deleted record may show in search for some minutes: its deletion is told again as long as that can be.
      const last = entries.findLast((entry) => feed.timeOf(entry) < settled);
      if (feed.behind && last) {
        end = feed.behind(last);
        for (const { run, since } of readers) if (feed.timeOf(last) >= since) run.position = later(run.position, end);
      }
      await checkpoints.due();
    }
    for (const run of runs) {
      // Where entries are places, the last one takes over from a mere moment, from which the feed can't be entered.
      if (!feed.behind) run.position = later(run.position, feed.at(settled));
      else if (end !== undefined && typeof run.position === 'number') run.position = end;
    }
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (isRevoked(thrown)) throw thrown;
    const error = asConnectorError(thrown);
    const closed = refusals.includes(error.code);
    const followers = runs.filter(({ stream }) => !isFeed(stream.scan));
    if (closed && followers.length > 0) {
      context.log(
        'warn',
        `Deletions can't be told for ${followers.map(({ stream }) => stream.name).join(', ')}: ${error.message} Deleted records stay until a full refresh.`,
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
  wants(entry: Entity): boolean;
}

/** Who takes deletions has a position since its beginning; a stream that shows the feed begins at the start date. */
function readerOf(run: StreamRun, { feed, start }: FeedRun): Reader {
  const { position } = run;
  if (position !== undefined) return { run, from: position, since: 0, wants: (entry) => feed.isAfter(entry, position) };
  const from = start > 0 ? feed.at(start) : undefined;
  return { run, from, since: start, wants: (entry) => feed.timeOf(entry) >= start };
}

/**
 * Notes the moment from which a stream needs to know what was deleted: what went before it is never met, or was not met
 * since it was read. True where there was something to note.
 */
export function noteBeginning(feed: Feed, runs: readonly StreamRun[], settled: number): boolean {
  const beginning = runs.filter((run) => run.position === undefined && !isFeed(run.stream.scan));
  for (const run of beginning) run.position = feed.at(run.first ? settled : run.floor);
  return beginning.length > 0;
}

/** Whether the stream has followed its feed past a moment, unix seconds: what went before it was told. */
export function hasPassed({ stream, position, floor }: StreamRun, at: number): boolean {
  const feed = feedOf(stream);
  return feed && position !== undefined ? isOlder(feed.at(at), position) : at < floor;
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
function isOlder(a: Position, b: Position): boolean {
  const [aTime = '', aRest = ''] = String(a).split('.');
  const [bTime = '', bRest = ''] = String(b).split('.');
  if (aTime !== bTime) return Number(aTime) < Number(bTime);
  return aRest.length === bRest.length ? aRest < bRest : aRest.length < bRest.length;
}

function batchOf(run: StreamRun, entries: Entity[]): RecordsEvent {
  const { stream } = run;
  const base = { type: 'records', stream: stream.name } as const;
  if (isFeed(stream.scan)) return { ...base, rows: entries.flatMap((entry) => stream.rows(entry, undefined)) };
  const { deletions } = stream.scan;
  const gone = entries
    .flatMap((entry) => stream.leaves?.(entry) ?? deletions?.of(entry) ?? [])
    .filter(({ known }) => !known || !stream.only || stream.only.matches(known));
  // Of a parent that is gone the whole set of children is empty.
  if (stream.parent) return { ...base, rows: [], wholeSetsOf: gone.map(({ id }) => id) };
  return { ...base, rows: gone.map((deletion) => tombstone(run, deletion)) };
}

/** The row that says that a record is gone: its key, its cursor (the time it went), and when and why. */
export const tombstone = ({ stream }: StreamRun, { id, at, reason }: Deletion): Row => ({
  [stream.key[0] ?? 'id']: id,
  ...(stream.cursor ? { [stream.cursor]: at } : {}),
  [deletedAt]: new Date(at * 1000).toISOString(),
  [deletedReason]: reason,
});

const later = (old: Position | undefined, found: Position): Position =>
  old !== undefined && isOlder(found, old) ? old : found;
