/**
 * Runs one scan for all the streams it feeds: plans, cuts into slices, reads them side by side, the open-ended one last,
 * and lets out rows and checkpoints. A stream that fails detaches; the others go on.
 */
import { asConnectorError, ConnectorError } from '../core/errors.ts';
import type { Event } from '../core/events.ts';
import { add, always, type Range } from '../core/ranges.ts';
import { isRevoked } from '../intercom/access.ts';
import type { Lease } from '../intercom/limits/memory.ts';
import type { Page, ReadContext } from '../intercom/readers/reader.ts';
import type { Scan, Stream } from '../streams/stream.ts';
import type { Checkpoints } from './checkpoints.ts';
import { concurrently, readAhead } from './concurrently.ts';
import { failureOf } from './failure.ts';
import { createHolding, type Holding } from './holding.ts';
import { narrowing, plan } from './plan.ts';
import { createPrefetchLimiter } from './prefetch.ts';
import { detailGroups, type RowMaker } from './rows.ts';
import { addShortfall, isSettled, outside, shortfallOf } from './shortfalls.ts';
import { cut } from './slices.ts';
import type { StreamRun } from './stream-run.ts';
import type { Tuning } from './tuning.ts';

export interface ScanRun {
  scan: Scan;
  runs: StreamRun[];
  context: Omit<ReadContext, 'filters'>;
  /** Unix seconds: what search may not show yet is from then on. */
  settledBefore: number;
  rows: RowMaker;
  tuning: Tuning;
  /** How busy this process is, 0 to 1. */
  utilization(): number;
  checkpoints: Checkpoints;
  /** Lets an event out; resolves when there was room for it. */
  emit(event: Event): Promise<void>;
}

/** Slices read at once: with details each page alone keeps many requests in flight. */
const slicesAtOnce = (runs: readonly StreamRun[]) => (runs.some(({ stream }) => stream.detail) ? 4 : 96);

/** Pages that wait for the sink, about: enough that it never waits for one, and few, since they are most of what is in memory. */
const pagesWaiting = 2;

/** Runs the scan to its end. Failures end in the runs' `failure`; rejects only when the run is stopped or the sink has gone. */
export async function runScan(given: ScanRun): Promise<void> {
  const { scan, runs, rows, context, emit, settledBefore, tuning, utilization, checkpoints } = given;
  const limiter = createPrefetchLimiter({ few: pagesWaiting, utilization });
  const works = scan.cursor ? plan(runs) : [{ range: always, runs }];
  if (scan.count) {
    const slices = (await Promise.all(works.map((work) => sliced(work.range, work.runs)))).flat();
    // What changes from now on moves there, and what changed a while ago but is shown only now; whether or not another
    // stream's state cuts it.
    const isOpen = ({ range }: { range: Range }) => range.to > settledBefore;
    const read = (slice: { range: Range; runs: StreamRun[] }) => () => readSlice(slice.range, slice.runs);
    await concurrently(slices.filter((slice) => !isOpen(slice)).map(read), slicesAtOnce(runs));
    await concurrently(slices.filter(isOpen).map(read), 1);
  } else if (works.length > 0) {
    // A scan that can't count can't be read in parts: it passes over everything, whoever needs what of it.
    await readSlice(always, runs);
  }

  async function sliced(range: Range, needing: StreamRun[]) {
    /** The count is of entities: of a stream that takes some of them only where no other asks for the rest. */
    const isCounted = ({ parent, only }: Stream) => !parent && (!only || needing.length === 1);
    const filtered = { ...context, filters: narrowing(needing) };
    try {
      const { slices, total } = await cut(range, {
        now: settledBefore,
        size: tuning.sliceSize,
        shortest: scan.shortest?.(filtered) ?? 60,
        count: (part) => scan.count?.(filtered, part) ?? Promise.resolve(0),
      });
      if (total !== undefined) {
        for (const { stream } of needing)
          if (isCounted(stream)) await emit({ type: 'estimate', stream: stream.name, rows: total });
      }
      return slices.map((slice) => ({ range: slice, runs: needing }));
    } catch (thrown) {
      detach(needing, thrown);
      return [];
    }
  }

  async function readSlice(range: Range, needing: StreamRun[]): Promise<void> {
    const alive = () => needing.filter(({ failure }) => !failure);
    if (alive().length === 0) return;
    const holding = createHolding();
    // A walk that can't be counted may not wait for who takes its pages: it is for its reader where they are kept.
    const client = scan.count ? context.client.with({ hold: holding.hold }) : context.client;
    const source = scan.read({ ...context, client, filters: narrowing(needing) }, range);
    try {
      for await (const { page, answers } of readAhead(withAnswers(source, holding), limiter)) {
        for (const answer of answers) answer.use();
        await takePage(page, alive());
        page.entities.length = 0; // the readers hold the page until the next one comes
        for (const answer of answers) answer.release();
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
      else detach(alive(), thrown);
    } finally {
      holding.close();
    }
  }

  /** The other slices are read all the same. */
  function noteShortfall(alive: StreamRun[], range: Range, error: ConnectorError) {
    for (const run of alive) {
      const found = shortfallOf(error, range);
      const { all, runs } = addShortfall(run.shortfalls, found);
      run.shortfalls = all;
      if (isSettled(found, runs)) advance([run], range);
      // What earlier runs ended with twice is told, and is no failure any more.
      if (!isSettled(found, runs - 1)) run.shortfall ??= failureOf(run.stream, error);
    }
  }

  async function takePage(page: Page, alive: StreamRun[]): Promise<void> {
    await Promise.all(
      detailGroups(alive).map(async (group) => {
        try {
          for await (const batch of rows.of(group, page, { ...context, filters: [] })) {
            checkpoints.count(batch.rows.length);
            await emit(batch);
          }
        } catch (thrown) {
          detach(group.runs, thrown);
        }
      }),
    );
  }

  function advance(alive: StreamRun[], range: Range) {
    for (const run of alive) run.readRanges = add(run.readRanges, range);
  }

  function detach(failing: StreamRun[], thrown: unknown) {
    fail(failing, thrown, context);
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
      fail(group.runs, thrown, context);
    }
  }
}

const unanswered = ({ stream, suspected }: StreamRun) =>
  new ConnectorError(
    'api_unavailable',
    `Intercom answers 404 for ${suspected.size} of its ${stream.parent?.stream ?? 'records'}, and for none that shows whether they are gone.`,
    { hint: 'Run it again later: they are asked for again.' },
  );

function fail(failing: readonly StreamRun[], thrown: unknown, { signal }: ScanRun['context']) {
  // Stopping is no failure of a stream: it ends the whole run.
  signal.throwIfAborted();
  if (isRevoked(thrown)) throw thrown;
  const error = asConnectorError(thrown);
  for (const run of failing) run.failure ??= failureOf(run.stream, error);
}

/** Each page with the answers that it is made of. */
async function* withAnswers(source: AsyncGenerator<Page>, holding: Holding): AsyncGenerator<PageInMemory> {
  for await (const page of source) yield { page, answers: holding.given() };
}

interface PageInMemory {
  page: Page;
  answers: Lease[];
}
