/** From an entity to a stream's rows and tombstones, gathered in batches. */
import type { RecordsEvent, Row } from '../core/events.ts';
import type { Entity } from '../intercom/readers/reader.ts';
import type { Scan, Stream } from '../streams/stream.ts';
import type { createConverters } from './convert.ts';
import { hasPassed } from './feed-position.ts';
import type { Liveness } from './liveness.ts';
import { isNew, type StreamRun, wants } from './stream-run.ts';
import { tombstone } from './tombstones.ts';
import type { Truncations } from './truncations.ts';

/** What all pages of a scan share on their way to rows. */
export interface RowContext {
  cursor: Scan['cursor'];
  converterOf: ReturnType<typeof createConverters>;
  liveness: Liveness;
  truncations: Truncations;
  emitDeletions: boolean;
}

export const emptyBatch = ({ stream }: StreamRun): RecordsEvent => ({
  type: 'records',
  stream: stream.name,
  rows: [],
  ...(stream.parent ? { replacesChildrenOf: [] } : {}),
});

export const hasContent = ({ rows, replacesChildrenOf }: RecordsEvent): boolean =>
  rows.length > 0 || (replacesChildrenOf?.length ?? 0) > 0;

/** Notes that the run has seen the entity, whose cursor value is `at`. Returns whether it takes it: it is of the stream, and was not read before. */
export function takes(run: StreamRun, entity: Entity, at: number | undefined): boolean {
  run.knownIds?.add(entity.id);
  return (wants(run, at) || isNew(run, entity.id, at)) && (run.stream.only?.matches(entity) ?? true);
}

/** Adds the entity's rows: of a child stream the whole set of its children, unless its source forgets or they are truncated. Returns whether they are. */
export function addRows(
  batch: RecordsEvent,
  stream: Stream,
  convert: (row: Row) => Row,
  entity: Entity,
  detail?: Entity,
): boolean {
  for (const row of stream.rows(entity, detail)) batch.rows.push(convert(row));
  if (!stream.parent || stream.forgets) return false;
  if (stream.truncated?.(entity, detail)) return true;
  batch.replacesChildrenOf?.push(String(entity.id));
  return false;
}

/**
 * Adds tombstones of the other records that the entity tells to be gone, as far as the run's feed has not told them. Also of an entity
 * that is not of the stream: a lead is merged into a user. That the stream's state covers the time it went does not say that it was
 * told: the entity may have changed since, out of the ranges that were read.
 */
export function addTombstones(batch: RecordsEvent, run: StreamRun, entity: Entity, at: number | undefined): void {
  if (!run.tellsDeletions || !wants(run, at)) return;
  for (const gone of run.stream.tombstonesFromRecord?.(entity) ?? []) {
    if (hasPassed(run, gone.at)) continue;
    // Of a parent that is gone the whole set of children is empty.
    if (run.stream.parent) batch.replacesChildrenOf?.push(gone.id);
    else batch.rows.push(tombstone(run.stream, gone));
  }
}

/** The page's rows for each of these runs, whose rows are made of the entities themselves. */
export function* rowsOfEntities(
  runs: readonly StreamRun[],
  entities: readonly Entity[],
  { cursor, converterOf, truncations, emitDeletions }: RowContext,
): Generator<RecordsEvent> {
  for (const run of runs) {
    const batch = emptyBatch(run);
    const convert = converterOf(run.stream);
    for (const entity of entities) {
      const at = cursor?.of(entity);
      const isTruncated = takes(run, entity, at) && addRows(batch, run.stream, convert, entity);
      if (isTruncated) truncations.note(run.stream, entity.id);
      if (emitDeletions) addTombstones(batch, run, entity, at);
    }
    if (hasContent(batch)) yield batch;
  }
}
