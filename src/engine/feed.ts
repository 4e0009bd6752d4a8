/**
 * Follows a feed for all who read it: the stream that shows it, and the scans' streams that take their deletions from it.
 * It is read once, from the earliest of their positions; each goes by its own position.
 */
import { asConnectorError, type ConnectorError, type ErrorCode } from '../core/errors.ts';
import type { Event, RecordsEvent } from '../core/events.ts';
import type { Entity, ReadContext } from '../intercom/readers/reader.ts';
import { type Feed, isFeed, type Position } from '../streams/stream.ts';
import type { Checkpoints } from './checkpoints.ts';
import { readAhead } from './concurrently.ts';
import { createConverters } from './convert.ts';
import { hasContent } from './entity-rows.ts';
import { failureOf, throwIfRunEnds } from './failure.ts';
import { earliest } from './feed-position.ts';
import { createFeedReader, type FeedReader } from './feed-reader.ts';
import type { StreamRun } from './stream-run.ts';
import { deletionsIn, tombstone } from './tombstones.ts';

export interface FeedRun {
  feed: Feed;
  runs: readonly StreamRun[];
  context: ReadContext;
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
  const { feed, start, context, checkpoints, emit } = given;
  const { settledBefore } = context;
  const readers = given.runs.map((run) => createFeedReader(run, { feed, start, settledBefore }));
  const beginning = earliest(
    feed,
    readers.map(({ from }) => from),
  );
  const converterOf = createConverters(context.log);
  /** Unix seconds: what happened before is owed at the end of the run. */
  const startedAt = context.client.serverNow() / 1000;
  /** The position of the last entry that was passed on, in a feed whose entries have positions. */
  let position: Position | undefined;

  const alive = () => readers.filter(({ run }) => !run.failure);

  /**
   * Passes on the entries behind the position: those of before `until` (default: all), up to the first page with a later one. The
   * position moves past entries of before `knownBefore`. Both in unix seconds. Resolves to whether it has moved.
   */
  async function followOn({ until, knownBefore }: { until?: number; knownBefore: number }): Promise<boolean> {
    const from = position;
    const isNew = (entry: Entity) =>
      from === undefined || (feed.isAfter(entry, from) && feed.positionOf?.(entry) !== from);
    for await (const entries of readAhead(feed.follow(context, from ?? beginning))) {
      const due = until === undefined ? entries : entries.filter((entry) => feed.timeOf(entry) < until);
      const found = due.filter(isNew);
      await passOn(found);
      const last = found.findLast((entry) => feed.timeOf(entry) < knownBefore);
      if (last) position = feed.positionOf?.(last);
      if (due.length < entries.length) break;
    }
    return position !== from;
  }

  async function passOn(entries: readonly Entity[]) {
    for (const { run, wants } of alive()) {
      const batch = batchOf(run, entries.filter(wants), converterOf);
      if (!hasContent(batch)) continue;
      checkpoints.count(batch.rows.length);
      await emit(batch);
    }
    for (const reader of alive()) reader.advance(entries);
    await checkpoints.due();
  }

  return {
    async history() {
      if (!feed.positionOf) return;
      try {
        await followOn({ until: settledBefore, knownBefore: settledBefore });
      } catch (thrown) {
        throwIfRunEnds(thrown, context.signal);
      }
    },

    async rest() {
      if (alive().length === 0) return;
      try {
        // Nothing counts the entries, so that only another look behind the last one proves an end.
        while (await followOn({ knownBefore: startedAt }));
        for (const reader of alive()) reader.finish();
      } catch (thrown) {
        throwIfRunEnds(thrown, context.signal);
        failAll(alive(), asConnectorError(thrown), context);
      }
    },
  };
}

/** Rows of the entries for one stream: the entries themselves where it shows the feed, else what they say to be gone from it. */
function batchOf(run: StreamRun, entries: Entity[], converterOf: ReturnType<typeof createConverters>): RecordsEvent {
  const { stream } = run;
  const base = { type: 'records', stream: stream.name } as const;
  if (isFeed(stream.scan)) {
    // Times may come as text.
    return { ...base, rows: entries.flatMap((entry) => stream.rows(entry, undefined)).map(converterOf(stream)) };
  }
  const deletions = deletionsIn(stream, entries);
  for (const { id } of deletions) run.suspected.delete(id);
  // Of a parent that is gone the whole set of children is empty.
  if (stream.parent) return { ...base, rows: [], replacesChildrenOf: deletions.map(({ id }) => id) };
  return { ...base, rows: deletions.map((deletion) => tombstone(stream, deletion)) };
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

/** Fails the runs with the feed they read; where it is closed only the one that shows it, and the others lack their deletions. */
function failAll(readers: readonly FeedReader[], error: ConnectorError, { log }: ReadContext): void {
  const runs = readers.map(({ run }) => run);
  const closed = refusals.includes(error.code);
  const followers = runs.filter(({ stream }) => !isFeed(stream.scan));
  if (closed && followers.length > 0) {
    log(
      'warn',
      `Deletions are unavailable for ${followers.map(({ stream }) => stream.name).join(', ')}: ${error.message} Deleted records stay until a full refresh.`,
    );
  }
  for (const run of runs) {
    if (!closed || isFeed(run.stream.scan)) run.failure ??= failureOf(run.stream, error);
  }
}
