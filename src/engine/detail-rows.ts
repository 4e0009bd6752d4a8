/** Rows that are made of details, in batches that hold the memory of the answers until they are out. */
import type { RecordsEvent } from '../core/events.ts';
import type { Entity, ReadContext } from '../intercom/readers/reader.ts';
import type { Detail } from '../streams/stream.ts';
import { type DetailAnswer, fetchDetails } from './details.ts';
import { addRows, addTombstones, emptyBatch, hasContent, type RowContext, takes } from './entity-rows.ts';
import { type Holding, noteSize } from './holding.ts';
import { outage } from './liveness.ts';
import type { StreamRun } from './stream-run.ts';

const largestBatch = 500;
const largestBatchBytes = 2 * 1024 * 1024;

/**
 * The rows of one page's entities, each parent's set in one batch. An entity whose detail answers 404 becomes one that the runs suspect
 * to be gone. Rejects where a detail can't be had.
 */
export async function* rowsWithDetails(
  { detail, runs }: { detail: Detail; runs: readonly StreamRun[] },
  entities: readonly Entity[],
  read: ReadContext,
  context: RowContext,
): AsyncGenerator<RecordsEvent> {
  const { liveness, cursor } = context;
  const wanted = entities.filter((entity) => runs.some((run) => takes(run, entity, cursor?.of(entity))));
  const pending = createPendingBatches(runs);
  let lastAnswer: DetailAnswer | undefined;
  try {
    for await (const { entity, answer, holding } of fetchDetails(detail, wanted, read)) {
      if (holding) pending.hold(holding);
      lastAnswer = answer;
      // What happened to the children of an object that is gone is for its deletion to say, not for a 404.
      if (answer !== 'gone') liveness.note(detail, entity);
      for (const { run, batch } of pending.batches()) {
        const at = cursor?.of(entity);
        if (context.emitDeletions) addTombstones(batch, run, entity, at);
        if (!takes(run, entity, at)) continue;
        if (answer === 'gone') run.suspected.set(String(entity.id), at ?? 0);
        else addDetailRows(batch, run, entity, answer === 'not needed' ? undefined : answer, context);
      }
      if (!pending.areFull()) continue;
      pending.noteSizes();
      yield* pending.withContent();
      pending.restart();
    }
    yield* pending.withContent();
  } finally {
    pending.close();
  }
  // Nothing has shown since that the API still answers as it should.
  if (lastAnswer === 'gone' && (await liveness.of(detail, read)) === 'dead') throw outage(runs);
}

/** Adds the rows of an entity's detail, and notes where they are not all that there are. */
export function addDetailRows(
  batch: RecordsEvent,
  { stream }: StreamRun,
  entity: Entity,
  detail: Entity | undefined,
  { converterOf, truncations }: RowContext,
): void {
  if (addRows(batch, stream, converterOf(stream), entity, detail)) truncations.note(stream, entity.id);
}

/** A batch for each run, until they are large enough to go out; with the memory that their rows take. */
function createPendingBatches(runs: readonly StreamRun[]) {
  const begin = () => runs.map((run) => ({ run, batch: emptyBatch(run) }));
  let pending = begin();
  let bytes = 0;
  let holdings: Holding[] = [];
  const close = () => {
    for (const holding of holdings) holding.close();
  };
  return {
    batches: () => pending,
    /** An answer whose rows are added next: its memory is in use until they are out. */
    hold(holding: Holding) {
      for (const lease of holding.given()) {
        lease.use();
        bytes += lease.bytes;
      }
      holdings.push(holding);
    },
    areFull: () => bytes >= largestBatchBytes || pending.some(({ batch }) => batch.rows.length >= largestBatch),
    noteSizes() {
      for (const { batch } of pending) noteSize(batch, bytes);
    },
    withContent: () => pending.map(({ batch }) => batch).filter(hasContent),
    /** All of them are out: begins with empty ones. */
    restart() {
      close();
      pending = begin();
      bytes = 0;
      holdings = [];
    },
    close,
  };
}
