/** A sync: one run from Intercom into a destination that remembers, whoever calls it. */
import type { Connection } from '../connection.ts';
import type { SelectedStream } from '../core/catalog.ts';
import type { EstimateEvent, Event } from '../core/events.ts';
import type { Destination, StoredStream, ViewsWanted } from '../destinations/destination.ts';
import { streams as allStreams } from '../streams/index.ts';
import type { Stream } from '../streams/stream.ts';
import { changedStreams } from './changed-streams.ts';
import type { CommitEvery, LoadedStream } from './committer.ts';
import { createDeletionCheck } from './deletion-check.ts';
import { createInactiveContactHints } from './inactive-contacts.ts';
import { load } from './loader.ts';
import { createRunRecord } from './run-record.ts';
import { selectionFor } from './selection.ts';

export interface SyncOptions {
  /** It is not closed at the end: it may serve another sync. */
  connection: Connection;
  /** Not yet opened. It is closed at the end, however that comes. */
  destination: Destination;
  /** The streams to load. */
  streams: readonly Stream[];
  /** Read everything again, and drop what is no longer there. */
  fullRefresh?: boolean;
  /**
   * Seconds after which streams whose records can vanish without a word are read whole again. 0: never. Default a day. Not where
   * a start date leaves a part of them out.
   */
  fullCheckEvery?: number;
  /** Whether each custom attribute has a column of its own beside the object that holds them all. Default: as it was the last time, and at first `json`: no. */
  customAttributes?: 'columns' | 'json';
  /** Views that the destination makes of its tables, where it can. Default: those that it has stay as they are. */
  views?: Omit<ViewsWanted, 'registry'>;
  commitEvery?: CommitEvery;
  /** Is told how each stream will be read, before the first request for records. */
  onBegin?(selected: readonly SelectedStream[]): void;
  /** Sees every event once it is staged. */
  observe?(event: Event): void;
  /** Keeps secrets out of what the destination keeps of the run. */
  redact?(text: string): string;
}

export interface SyncOutcome {
  /** Streams that are not complete; none where all went well. */
  failed: string[];
  loaded: Map<string, LoadedStream>;
}

/** Syncs the streams. Rejects where the destination can't be used, a state is invalid, or the run was stopped. */
export async function syncInto(options: SyncOptions): Promise<SyncOutcome> {
  const { connection, destination, fullCheckEvery = 86_400 } = options;
  const { session, registry, times, emitDeletions, clock, signal } = connection;
  const streams = streamsOf(connection, options.streams);
  const now = session.startedAt;
  /** What the destination does to its tables before it is known how streams are read. */
  const changes: string[] = [];
  let tell = (message: string): void => void changes.push(message);
  const stored = await openOrClose(destination, () =>
    destination.open(session.workspace, streams, {
      now,
      masked: { registry, excluded: connection.excluded ?? [] },
      log: (message) => tell(message),
    }),
  );
  const { targets, selected, states, checks } = selectionFor(streams, stored, {
    fullRefresh: options.fullRefresh,
    start: times.start,
    ...(options.customAttributes && { customColumns: options.customAttributes === 'columns' }),
    ...(times.start === 0 && fullCheckEvery > 0 && { fullCheck: { every: fullCheckEvery, now } }),
  });
  const run = createRunRecord({
    destination,
    connection,
    selected,
    checks,
    fullRefresh: options.fullRefresh ?? false,
    ...(options.redact && { redact: options.redact }),
  });
  await openOrClose(destination, run.begin);
  const observe = (event: Event) => {
    run.observe(event);
    options.observe?.(event);
  };
  options.onBegin?.(selected);
  tell = (message) => observe({ type: 'log', level: 'info', message });
  changes.forEach(tell);
  for (const message of noticesOf(streams, stored)) observe({ type: 'log', level: 'warn', message });
  for (const message of changedStreams({ streams, stored, registry })) observe({ type: 'log', level: 'info', message });
  const events = connection.read({ selected, states, statesAhead: 'refuse', appliesDeletions: true });
  const inactive = createInactiveContactHints({
    client: session.client.with({ signal }),
    streams,
    targets,
    stored,
    settledBefore: now - times.settling,
    signal,
    log: (message) => observe({ type: 'log', level: 'debug', message }),
  });
  const hints = () => inactive.hints((stream) => !run.unfinished.has(stream));
  const loaded = await load({
    events,
    destination,
    streams: targets,
    commitEvery: options.commitEvery,
    clock: { elapsed: clock.elapsed, now: session.client.serverNow },
    deletionCheck: createDeletionCheck(streams, registry, session.client),
    ...(emitDeletions !== false && { hints }),
    ...(fullCheckEvery > 0 && { recheckAfter: fullCheckEvery }),
    observe(event) {
      inactive.observe(event);
      if (event.type === 'estimate' && checks.has(event.stream)) observe(costOf(event));
      observe(event);
    },
    async onPrepared() {
      const told = options.views && (await destination.prepareViews?.({ ...options.views, registry: allStreams }));
      for (const message of told ?? []) observe({ type: 'log', level: 'warn', message });
    },
    onEnd: run.end,
  });
  return { failed: [...run.unfinished], loaded };
}

/** What people are told of what the destination remembers. */
const noticesOf = (streams: readonly Stream[], stored: ReadonlyMap<string, StoredStream>): string[] => [
  ...streams.flatMap(({ name }) => {
    const why = stored.get(name)?.readAgain;
    return why ? [`${name} is read from the start: ${why}.`] : [];
  }),
  ...[...stored].flatMap(([name, { dropped }]) => (dropped ? [`${name} is left out: its table is dropped.`] : [])),
];

/** The streams as the connection has them: without what the configuration leaves out. */
function streamsOf({ registry, excluded = [] }: Connection, given: readonly Stream[]): Stream[] {
  const named = new Map(registry.map((stream) => [stream.name, stream]));
  return given.filter(({ name }) => !excluded.includes(name)).map((stream) => named.get(stream.name) ?? stream);
}

/** The largest pages of a search hold so many. */
const pageSize = 150;

/** What a full check will cost. */
const costOf = ({ stream, rows }: EstimateEvent): Event => ({
  type: 'log',
  level: 'info',
  message: `${stream}: read whole to find what has vanished without a word: ${rows.toLocaleString('en-US')} records, about ${Math.ceil(rows / pageSize).toLocaleString('en-US')} requests.`,
});

async function openOrClose<T>(destination: Destination, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await destination.close();
    throw error;
  }
}
