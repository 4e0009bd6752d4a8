/**
 * Runs one scan for all the streams it feeds: plans, cuts into slices, reads them side by side, the open-ended one last,
 * and lets out rows and checkpoints. A stream that fails detaches; the others go on.
 */
import { ConnectorError } from '../core/errors.ts';
import { always } from '../core/ranges.ts';
import type { Stream } from '../streams/stream.ts';
import { concurrently } from './concurrently.ts';
import { failRuns } from './failure.ts';
import { narrowing, plan, type Work } from './plan.ts';
import { createPrefetchLimiter } from './prefetch.ts';
import { detailGroups } from './rows.ts';
import type { ScanRun } from './scan-run.ts';
import { readSlice } from './slice.ts';
import { cut } from './slices.ts';
import type { StreamRun } from './stream-run.ts';

/** Slices read at once: with details each page alone keeps many requests in flight. */
const slicesAtOnce = (runs: readonly StreamRun[]) =>
  runs.some(({ stream: { detail } }) => detail && !detail.rare) ? 4 : 96;

/**
 * Pages that wait for the sink, about: enough that it never waits for one, and few, since they are most of what is in memory. Pages with rare
 * details wait for these as well: with two at a time contacts were still read when all else had ended.
 */
const pagesWaiting = (runs: readonly StreamRun[]) => (runs.some(({ stream: { detail } }) => detail?.rare) ? 6 : 2);

/** Runs the scan to its end. Failures end in the runs' `failure`; rejects only when the run is stopped or the sink has gone. */
export async function runScan(scanRun: ScanRun): Promise<void> {
  const { scan, runs, context, utilization } = scanRun;
  const limiter = createPrefetchLimiter({ few: pagesWaiting(runs), utilization });
  const works = scan.cursor ? plan(runs) : [{ range: always, runs }];
  if (works.length === 0) return;
  // A scan that can't count can't be read in parts: it passes over everything, whoever needs what of it.
  if (!scan.count) return readSlice(scanRun, { range: always, runs }, limiter);

  const slices = (await Promise.all(works.map((work) => slicesOf(scanRun, work)))).flat();
  // What changes from now on moves there, and what changed a while ago but is shown only now; whether or not another
  // stream's state cuts it.
  const isOpen = ({ range }: Work) => range.to > context.settledBefore;
  const read = (slice: Work) => () => readSlice(scanRun, slice, limiter);
  await concurrently(slices.filter((slice) => !isOpen(slice)).map(read), slicesAtOnce(runs));
  await concurrently(slices.filter(isOpen).map(read), 1);
}

/** The slices of a range, and an estimate for the streams of which its count tells something; none where counting fails. */
async function slicesOf({ scan, context, tuning, emit }: ScanRun, { range, runs }: Work): Promise<Work[]> {
  /** The count is of entities: of a stream that takes some of them only where no other asks for the rest. */
  const isCounted = ({ parent, only }: Stream) => !parent && (!only || runs.length === 1);
  const filtered = { ...context, filters: narrowing(runs) };
  try {
    const { slices, total } = await cut(range, {
      now: context.settledBefore,
      size: tuning.sliceSize,
      shortest: scan.shortest?.(filtered) ?? 60,
      count: (part) => scan.count?.(filtered, part) ?? Promise.resolve(0),
    });
    if (total !== undefined) {
      for (const { stream } of runs)
        if (isCounted(stream)) await emit({ type: 'estimate', stream: stream.name, rows: total });
    }
    return slices.map((slice) => ({ range: slice, runs }));
  } catch (thrown) {
    failRuns(runs, thrown, context.signal);
    return [];
  }
}

/** Asks once more for the entities whose details answered 404, after all that may tell of their deletion. */
export async function askAgain({ runs, rows, context, checkpoints, emit }: ScanRun): Promise<void> {
  const doubting = runs.filter(({ failure, suspected }) => !failure && suspected.size > 0);
  for (const group of detailGroups(doubting)) {
    try {
      for await (const batch of rows.ofSuspects(group, { ...context, filters: [] })) {
        checkpoints.count(batch.rows.length);
        await emit(batch);
        await checkpoints.due();
      }
      for (const run of group.runs) if (run.suspected.size > 0) throw unanswered(run);
    } catch (thrown) {
      failRuns(group.runs, thrown, context.signal);
    }
  }
}

const unanswered = ({ stream, suspected }: StreamRun) =>
  new ConnectorError(
    'api_unavailable',
    `Intercom answers 404 for ${suspected.size} of its ${stream.parent?.stream ?? 'records'}, and for none that shows whether they are gone.`,
    { hint: 'Run it again later: they are asked for again.' },
  );
