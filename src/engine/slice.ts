/** Reads one slice of a scan: page by page the rows of its streams, then their positions, then a checkpoint where one is due. */
import { ConnectorError } from '../core/errors.ts';
import { add, type Range } from '../core/ranges.ts';
import type { Lease } from '../intercom/limits/memory.ts';
import type { Page } from '../intercom/readers/reader.ts';
import { readAhead } from './concurrently.ts';
import { failRuns, failureOf } from './failure.ts';
import { createHolding, type Holding } from './holding.ts';
import { narrowing, type Work } from './plan.ts';
import type { PrefetchLimiter } from './prefetch.ts';
import { detailGroups } from './rows.ts';
import type { ScanRun } from './scan-run.ts';
import { addShortfall, isConfirmed, outside, shortfallOf } from './shortfalls.ts';
import type { StreamRun } from './stream-run.ts';

/** Reads the range for those of the runs that have not failed. Failures end in their `failure` or `shortfall`. */
export async function readSlice(scanRun: ScanRun, { range, runs }: Work, limiter: PrefetchLimiter): Promise<void> {
  const { scan, context, checkpoints } = scanRun;
  const alive = () => runs.filter(({ failure }) => !failure);
  if (alive().length === 0) return;
  const holding = createHolding();
  // A walk that can't be counted may not wait for who takes its pages: it is for its reader where they are kept.
  const client = scan.count ? context.client.with({ hold: holding.hold }) : context.client;
  const source = scan.read({ ...context, client, filters: narrowing(runs) }, range);
  try {
    for await (const { page, leases } of readAhead(withLeases(source, holding), limiter)) {
      for (const lease of leases) lease.use();
      await emitRows(scanRun, page, alive());
      page.entities.length = 0; // the readers hold the page until the next one comes
      for (const lease of leases) lease.release();
      if (alive().length === 0) return;
      // A search may answer with neighbours of the range, and its position then lies past what it was asked for.
      const { position = range.from } = page;
      advance(alive(), { from: range.from, to: Math.min(position, range.to) });
      await checkpoints.due();
    }
    advance(alive(), range);
    for (const run of alive()) run.knownIds?.complete();
    for (const run of alive()) run.shortfalls = outside(run.shortfalls, range);
  } catch (thrown) {
    if (thrown instanceof ConnectorError && thrown.code === 'records_missing') noteShortfall(alive(), range, thrown);
    else failRuns(alive(), thrown, context.signal);
  } finally {
    holding.close();
  }
}

/** Lets out the page's rows of all the runs. Those whose rows can't be made fail. */
async function emitRows({ rows, context, checkpoints, emit }: ScanRun, page: Page, runs: StreamRun[]): Promise<void> {
  await Promise.all(
    detailGroups(runs).map(async (group) => {
      try {
        for await (const batch of rows.of(group, page, { ...context, filters: [] })) {
          checkpoints.count(batch.rows.length);
          await emit(batch);
        }
      } catch (thrown) {
        failRuns(group.runs, thrown, context.signal);
      }
    }),
  );
}

function advance(runs: readonly StreamRun[], range: Range): void {
  for (const run of runs) run.readRanges = add(run.readRanges, range);
}

/** The other slices are read all the same. */
function noteShortfall(runs: readonly StreamRun[], range: Range, error: ConnectorError): void {
  const found = shortfallOf(error, range);
  for (const run of runs) {
    const { all, runs: times } = addShortfall(run.shortfalls, found);
    run.shortfalls = all;
    if (isConfirmed(found, times)) advance([run], range);
    // What earlier runs ended with twice is told, and is no failure any more.
    if (!isConfirmed(found, times - 1)) run.shortfall ??= failureOf(run.stream, error);
  }
}

/** Each page with the memory of the responses that it is made of. */
async function* withLeases(source: AsyncGenerator<Page>, holding: Holding): AsyncGenerator<PageInMemory> {
  for await (const page of source) yield { page, leases: holding.given() };
}

interface PageInMemory {
  page: Page;
  leases: Lease[];
}
