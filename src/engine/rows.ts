/** From a page of entities to batches of rows: the streams' pure functions, and the details that some of them need. */
import type { RecordsEvent } from '../core/events.ts';
import type { Page, ReadContext } from '../intercom/readers/reader.ts';
import type { Detail, Scan } from '../streams/stream.ts';
import { createConverters } from './convert.ts';
import { rowsWithDetails } from './detail-rows.ts';
import { rowsOfEntities } from './entity-rows.ts';
import { createLiveness } from './liveness.ts';
import type { StreamRun } from './stream-run.ts';
import { rowsOfSuspects } from './suspect-rows.ts';
import { createTruncations } from './truncations.ts';

/** Runs whose rows are made of the same thing: of the entity itself, or of one detail of it. */
export interface DetailGroup {
  detail?: Detail;
  runs: StreamRun[];
}

export function detailGroups(runs: readonly StreamRun[]): DetailGroup[] {
  const details = new Set(runs.map(({ stream }) => stream.detail));
  return [...details].map((detail) => ({ detail, runs: runs.filter(({ stream }) => stream.detail === detail) }));
}

export interface RowMaker {
  /**
   * The page's rows of the group, each parent's set in one batch. Rejects where a detail can't be had. An entity whose detail
   * answers 404 becomes one that the runs suspect to be gone.
   */
  of(group: DetailGroup, page: Page, read: ReadContext): AsyncIterable<RecordsEvent> | Iterable<RecordsEvent>;
  /** Asks once more for what the runs suspect to be gone. */
  ofSuspects(group: DetailGroup, read: ReadContext): AsyncIterable<RecordsEvent> | Iterable<RecordsEvent>;
  /** All rows are made: says where they are not all that there are. */
  tellTruncations(): void;
}

/** Makes the rows of one scan's pages. */
export function createRowMaker(options: {
  log: ReadContext['log'];
  cursor: Scan['cursor'];
  emitDeletions: boolean;
}): RowMaker {
  const { log, cursor, emitDeletions } = options;
  const truncations = createTruncations();
  const context = {
    cursor,
    emitDeletions,
    converterOf: createConverters(log),
    liveness: createLiveness(),
    truncations,
  };
  return {
    of: ({ detail, runs }, { entities }, read) =>
      detail ? rowsWithDetails({ detail, runs }, entities, read, context) : rowsOfEntities(runs, entities, context),
    ofSuspects: ({ detail, runs }, read) => (detail ? rowsOfSuspects({ detail, runs }, read, context) : []),
    tellTruncations: () => truncations.tell(log),
  };
}
