/** From a page of entities to batches of rows: the streams' pure functions, and the details that some of them need. */
import { ConnectorError } from '../core/errors.ts';
import type { RecordsEvent } from '../core/events.ts';
import type { Entity, Page, ReadContext } from '../intercom/readers/reader.ts';
import type { Detail, Scan } from '../streams/stream.ts';
import { mapAhead } from './concurrently.ts';
import { createConverters } from './convert.ts';
import { hasPassed } from './feed-position.ts';
import { createHolding, type Holding, noteSize } from './holding.ts';
import { createLiveness } from './liveness.ts';
import { isNew, type StreamRun, wants } from './stream-run.ts';
import { tombstone } from './tombstones.ts';

/** Runs whose rows are made of the same thing: of the entity itself, or of one detail of it. */
export interface Group {
  detail?: Detail;
  runs: StreamRun[];
}

/** Details of one page asked for ahead of the one that is let out. */
const detailsAhead = 50;
const largestBatch = 500;
const largestBatchBytes = 2 * 1024 * 1024;

export interface RowMaker {
  groups(runs: readonly StreamRun[]): Group[];
  /**
   * The page's rows of the group, each parent's set in one batch. Rejects where a detail can't be had. An entity whose detail
   * answers 404 becomes one that the runs suspect to be gone.
   */
  of(group: Group, page: Page, context: ReadContext): AsyncGenerator<RecordsEvent>;
  /** Asks once more for what the runs suspect to be gone. */
  again(group: Group, context: ReadContext): AsyncGenerator<RecordsEvent>;
}

export function createRowMaker(options: {
  log: ReadContext['log'];
  cursor: Scan['cursor'];
  emitDeletions: boolean;
}): RowMaker {
  const { log, cursor, emitDeletions } = options;
  const liveness = createLiveness();
  const converterOf = createConverters(log);

  const takes = (run: StreamRun, entity: Entity): boolean => {
    run.knownIds?.add(entity.id);
    const at = cursor?.of(entity);
    return (wants(run, at) || isNew(run, entity.id, at)) && (run.stream.only?.matches(entity) ?? true);
  };

  const addTo = (batch: RecordsEvent, run: StreamRun, entity: Entity, detail: Entity | undefined) => {
    const convert = converterOf(run.stream);
    for (const row of run.stream.rows(entity, detail)) batch.rows.push(convert(row));
    if (!run.stream.parent) return;
    if (!run.stream.truncated?.(entity, detail)) batch.replacesChildrenOf?.push(String(entity.id));
    // Of a scan that comes without details its own reader tells, once.
    else if (run.stream.detail)
      log(
        'warn',
        `Intercom gives only the latest ${run.stream.name} of ${run.stream.parent.stream} ${entity.id}, not all.`,
      );
  };

  /**
   * Also of an entity that is not of the stream: a lead is merged into a user. That the stream's state covers the time it
   * went does not say that it was told: the entity may have changed since, out of the ranges that were read.
   */
  const writeTombstones = (batch: RecordsEvent, run: StreamRun, entity: Entity) => {
    if (!emitDeletions || !run.tellsDeletions || !wants(run, cursor?.of(entity))) return;
    for (const gone of run.stream.tombstonesFromRecord?.(entity) ?? [])
      if (!hasPassed(run, gone.at)) batch.rows.push(tombstone(run.stream, gone));
  };

  return {
    groups(runs) {
      const details = new Set(runs.map(({ stream }) => stream.detail));
      return [...details].map((detail) => ({ detail, runs: runs.filter(({ stream }) => stream.detail === detail) }));
    },

    async *of({ detail, runs }, { entities }, context) {
      if (!detail) {
        for (const run of runs) {
          const batch = emptyBatch(run);
          for (const entity of entities) {
            if (takes(run, entity)) addTo(batch, run, entity, undefined);
            writeTombstones(batch, run, entity);
          }
          if (hasContent(batch)) yield batch;
        }
        return;
      }
      const wanted = entities.filter((entity) => runs.some((run) => takes(run, entity)));
      const holdings = new Map<Entity, Holding>();
      const fetched = mapAhead(wanted, detailsAhead, async (entity) => {
        if (!detail.needed(entity)) return undefined;
        const holding = createHolding();
        holdings.set(entity, holding);
        const client = context.client.with({ hold: holding.hold });
        return (await detail.fetch({ ...context, client }, entity)) ?? gone;
      });
      let lastIsGone = false;
      try {
        let batches = runs.map(emptyBatch);
        let bytes = 0;
        /** Of the batches' rows. */
        let inUse: Holding[] = [];
        for await (const [entity, answer] of fetched) {
          const holding = holdings.get(entity);
          if (holding) {
            for (const one of holding.given()) {
              one.use();
              bytes += one.bytes;
            }
            inUse.push(holding);
          }
          lastIsGone = answer === gone;
          // What happened to the children of an object that is gone is for its deletion to say, not for a 404.
          if (!lastIsGone) liveness.note(detail, entity);
          for (const [i, run] of runs.entries()) {
            const batch = batches[i];
            if (!batch || !takes(run, entity)) continue;
            if (lastIsGone) run.suspected.set(String(entity.id), cursor?.of(entity) ?? 0);
            else addTo(batch, run, entity, answer);
          }
          if (bytes < largestBatchBytes && !batches.some(({ rows }) => rows.length >= largestBatch)) continue;
          for (const batch of batches) noteSize(batch, bytes);
          yield* batches.filter(hasContent);
          for (const one of inUse) one.close();
          batches = runs.map(emptyBatch);
          bytes = 0;
          inUse = [];
        }
        yield* batches.filter(hasContent);
      } finally {
        for (const holding of holdings.values()) holding.close();
      }
      // Nothing has shown since that the API still answers as it should.
      if (lastIsGone && (await liveness.of(detail, context)) === 'dead') throw outage(runs);
    },

    async *again({ detail, runs }, context) {
      if (!detail) return;
      const suspected = new Map(runs.flatMap((run) => [...run.suspected]));
      const entities = [...suspected].map(([id, at]) => ({ id, ...(cursor && { [cursor.name]: at }) }));
      for (let i = 0; i < entities.length; i += askedAtOnce) {
        const some = entities.slice(i, i + askedAtOnce);
        const answers = await Promise.all(some.map((entity) => detail.fetch(context, entity, 'check')));
        for (const [j, entity] of some.entries()) if (answers[j]) liveness.note(detail, entity);
        const isDeletion = answers.includes(undefined) ? await liveness.of(detail, context) : 'unknown';
        if (isDeletion === 'dead') throw outage(runs);
        for (const run of runs) {
          const batch = emptyBatch(run);
          for (const [j, entity] of some.entries()) {
            const answer = answers[j];
            if (!run.suspected.has(entity.id) || (!answer && isDeletion === 'unknown')) continue;
            run.suspected.delete(entity.id);
            if (answer) addTo(batch, run, entity, answer);
            else batch.replacesChildrenOf?.push(entity.id);
          }
          if (hasContent(batch)) yield batch;
        }
      }
    },
  };
}

/** Entities that are asked for a second time between two looks at whether the API answers as it should. */
const askedAtOnce = 10;

const outage = (runs: readonly StreamRun[]) =>
  new ConnectorError(
    'api_unavailable',
    `Intercom answers 404 for ${runs[0]?.stream.parent?.stream ?? 'records'} that are there.`,
    { hint: 'Run it again later: it goes on where it stopped, and nothing is taken for deleted.' },
  );

const gone: Entity = {};

const emptyBatch = ({ stream }: StreamRun): RecordsEvent => ({
  type: 'records',
  stream: stream.name,
  rows: [],
  ...(stream.parent ? { replacesChildrenOf: [] } : {}),
});

const hasContent = ({ rows, replacesChildrenOf }: RecordsEvent): boolean =>
  rows.length > 0 || (replacesChildrenOf?.length ?? 0) > 0;
