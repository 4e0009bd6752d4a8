/** One sync into a database by a process of its own, to its end or until it is cut off, and what its tables then hold. */
import { createConnection } from '../../src/connection.ts';
import { ConnectorError, openDestination, syncInto } from '../../src/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { streams as allStreams } from '../support/registry.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { falseClaims, incompleteTables, isPassedOver } from './claims.ts';
import { mayFallShort } from './examiner.ts';
import { hasLive, live } from './live.ts';
import { Killed, mortal } from './mortal-destination.ts';
import { openProcess } from './process.ts';
import { readable } from './readable.ts';
import { type Surroundings, viewNow } from './stage.ts';
import { readTables, type Tables } from './tables.ts';

/** How a sync ends before its own end. */
export type Accident =
  | { how: 'killed'; atCall: number; after: boolean }
  | { how: 'killed'; atRequest: number }
  | { how: 'stopped'; atEvent: number };

export interface SyncStage extends Surroundings {
  database: TestDatabase;
  /** What it held after the last sync. */
  tables: Tables;
  /** Streams whose table the user has changed, until it is prepared and what is read of it anew has a state of its own. */
  edited: Set<string>;
}

export interface Asked {
  streams: readonly Stream[];
  fullRefresh: boolean;
  emitDeletions?: boolean;
  /** Seconds. */
  fullCheckEvery?: number | undefined;
  accident?: Accident | undefined;
}

export interface SyncAttempted {
  problems: string[];
  /** Streams that ended well, and are kept. */
  complete: ReadonlySet<string>;
  /** Streams that it began to read whole. */
  begun: ReadonlySet<string>;
  requests: number;
}

/** Rejects with what is no error of the connector's. */
export async function syncOnce(stage: SyncStage, asked: Asked): Promise<SyncAttempted> {
  const { scenario, registry, clock, simulator, database } = stage;
  const { streams, fullRefresh, accident } = asked;
  const atStart = readable(stage);
  const stop = new AbortController();
  const beganAt = scenario.begin + clock.elapsed();
  const atBegin = new Map(
    streams
      .filter(({ name }) => hasLive(name))
      .map((stream) => [stream, live(stream.name, atStart, stage.vanished)] as const),
  );
  const before = stage.tables;
  const complete = new Set<string>();
  const begun = new Set<string>();
  const lines = new Set<string>();
  const requestsBefore = simulator.requests.count();
  let requests = 0;
  let events = 0;
  let ending = 'ended';
  let process: ReturnType<typeof mortal> | undefined;
  try {
    const session = await openProcess(stage, stop.signal, () => {
      requests++;
      if (accident?.how !== 'killed' || !('atRequest' in accident) || requests !== accident.atRequest) return;
      process?.kill();
      stop.abort(new Killed());
    });
    const opened = await openDestination(database.address);
    process = mortal(
      opened,
      clock,
      accident && 'atCall' in accident ? { at: accident.atCall, after: accident.after } : undefined,
    );
    const { failed } = await syncInto({
      connection: createConnection(
        {
          session,
          registry: allStreams,
          times: stage.times,
          emitDeletions: asked.emitDeletions,
          clock,
          signal: stop.signal,
          requests: () => requests,
          rateLimit: () => ({ perSecond: 167 }),
          close: async () => {},
        },
        { tuning: scenario.tuning },
      ),
      destination: process.destination,
      streams,
      fullRefresh,
      fullCheckEvery: asked.fullCheckEvery,
      onBegin(selected) {
        for (const { name, syncMode } of selected) {
          const goesOn =
            before.states.get(name)?.refreshing && !isPassedOver(registry.find((one) => one.name === name)!);
          if (syncMode === 'full_refresh' && !goesOn) begun.add(name);
        }
      },
      commitEvery: scenario.commitEvery,
      observe(event) {
        events++;
        if (event.type === 'log' && event.level !== 'debug') lines.add(event.message);
        if (event.type === 'status' && event.status === 'incomplete') lines.add(event.error.message);
        if (event.type === 'status' && event.status === 'complete') complete.add(event.stream);
        if (accident?.how === 'stopped' && events === accident.atEvent)
          stop.abort(new ConnectorError('stopped', 'Stopped.'));
      },
    });
    for (const name of failed) complete.delete(name);
  } catch (thrown) {
    const isCut = thrown instanceof Killed || process?.killed || stop.signal.reason instanceof Killed;
    if (isCut) ending = 'killed';
    else if (!(thrown instanceof ConnectorError) || thrown.code === 'internal') throw thrown;
    else ending = thrown.code === 'stopped' ? 'stopped' : `failed: ${thrown.message}`;
    complete.clear();
  }

  stage.told.push(
    `${new Date(beganAt).toISOString()} ${streams.length === registry.length ? 'all' : streams.map(({ name }) => name).join(' ')}`,
    `    ${fullRefresh ? 'full refresh; ' : ''}${ending} after ${events} events, ${requests} requests`,
    ...[...lines].slice(0, 12).map((line) => `    ${line}`),
  );
  const tables = await readTables(database, registry);
  stage.tables = tables;
  if (process?.prepared)
    for (const stream of streams) if (!awaitsReading(stream, tables)) stage.edited.delete(stream.name);
  const problems = [
    ...falseClaims({
      workspace: readable(stage),
      view: viewNow(stage),
      tables,
      before,
      edited: stage.edited,
      fallsShort: (stream) => mayFallShort(scenario, stream),
    }),
    ...incompleteTables({ stage, tables, complete, atBegin, beganAt }),
  ];
  return { problems, complete, begun, requests: simulator.requests.count() - requestsBefore };
}

/** Whether a refresh has not said yet what it has read: its state is of before. */
function awaitsReading(stream: Stream, { states }: Tables): boolean {
  const held = states.get(stream.name);
  return held?.refreshing === true && (isPassedOver(stream) || held.state?.sync_id !== held.generation);
}
