/**
 * Runs a group of scans: those that take their deletions from one feed, and the stream that shows it. The scans go side by
 * side, and the feed's history beside them. What happened since search has settled comes after them, so that a deletion never
 * comes before the record that it deletes.
 */
import type { Event } from '../core/events.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import { type Feed, isFeed, type Scan } from '../streams/stream.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createFeedFollower } from './feed.ts';
import { noteBeginning } from './feed-position.ts';
import { createRowMaker } from './rows.ts';
import { askAgain, runScan } from './scan.ts';
import { feedOf, type StreamRun } from './stream-run.ts';
import type { Tuning } from './tuning.ts';

export interface ScanGroup {
  feed?: Feed;
  runs: StreamRun[];
}

/** The runs by the feed they read; those of a scan without one by their scan. */
export function scanGroups(runs: readonly StreamRun[], emitDeletions: boolean): ScanGroup[] {
  const found = new Map<object, ScanGroup>();
  for (const run of runs) {
    const { scan } = run.stream;
    const feed = emitDeletions || isFeed(scan) ? feedOf(run.stream) : undefined;
    const group = found.get(feed ?? scan) ?? { feed, runs: [] };
    group.runs.push(run);
    found.set(feed ?? scan, group);
  }
  return [...found.values()];
}

export interface ScanGroupRun {
  group: ScanGroup;
  context: Omit<ReadContext, 'filters'>;
  /** Unix seconds: the start date. */
  start: number;
  emitDeletions: boolean;
  tuning: Tuning;
  /** How busy this process is, 0 to 1. */
  utilization(): number;
  /** Lets an event out; resolves when there was room for it. */
  emit(event: Event): Promise<void>;
}

/** Runs the group to its end, telling how each stream fares. Rejects only when the run is stopped or the sink has gone. */
export async function runScanGroup(given: ScanGroupRun): Promise<void> {
  const { group, context, emitDeletions, tuning, emit } = given;
  const { clock, settledBefore } = context;
  const { feed, runs } = group;
  const checkpoints = createCheckpoints({ runs, settledBefore, tuning, clock, emit });
  const scans = [...new Set(runs.map(({ stream }) => stream.scan))].filter((scan): scan is Scan => !isFeed(scan));
  const scanRuns = scans.map((scan) => ({
    ...given,
    scan,
    runs: runs.filter(({ stream }) => stream.scan === scan),
    rows: createRowMaker({ log: context.log, cursor: scan.cursor, emitDeletions }),
    checkpoints,
  }));

  for (const { stream } of runs) {
    await emit({ type: 'status', stream: stream.name, status: 'started' });
    await emit({ type: 'status', stream: stream.name, status: 'running' });
  }
  try {
    // Before any row: whoever is stopped before the next checkpoint may have kept rows that are deleted until it goes on.
    const noted = runs.map((run) => noteBeginning(run, settledBefore));
    if (noted.includes(true)) await checkpoints.last();
    const follower =
      feed && createFeedFollower({ ...given, feed, context: { ...context, filters: [] }, runs, checkpoints });
    const ended = await Promise.allSettled([follower?.history(), ...scanRuns.map(runScan)]);
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    await follower?.rest();
    for (const scanRun of scanRuns) await askAgain(scanRun);
  } finally {
    // Also of a run that is stopped: the next one does not meet what it has covered.
    for (const { rows } of scanRuns) rows.tellTruncations();
    await checkpoints.last();
  }
  await checkpoints.ended();
  for (const { stream, failure, shortfall, shortfalls, isCompleteSnapshot } of runs) {
    const error = failure ?? shortfall;
    await emit(
      error
        ? { type: 'status', stream: stream.name, status: 'incomplete', error }
        : {
            type: 'status',
            stream: stream.name,
            status: 'complete',
            isCompleteSnapshot: isCompleteSnapshot && shortfalls.length === 0,
            ...(isCompleteSnapshot && shortfalls.length > 0 && { isShortSnapshot: true }),
          },
    );
  }
}
