/** The engine: from selected streams and their states to one ordered flow of events. */
import type { SelectedStream } from '../core/catalog.ts';
import { createChannel } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import { ConnectorError, explain } from '../core/errors.ts';
import type { Event, Finding, LogLevel, StreamState } from '../core/events.ts';
import type { Client } from '../intercom/client.ts';
import type { Session } from '../intercom/session.ts';
import { withheldText } from '../streams/conversations/tickets.ts';
import type { Stream } from '../streams/stream.ts';
import { aheadError, isAhead } from './future.ts';
import { runScanGroup, scanGroups } from './group.ts';
import { sizeOf } from './holding.ts';
import { noticesOf } from './notices.ts';
import { startRun, type Times } from './start-run.ts';
import { type StreamRun, withheldOf } from './stream-run.ts';
import { defaultTuning, type Tuning } from './tuning.ts';

export interface ReadOptions {
  session: Session;
  /** The registry to select from. */
  registry: readonly Stream[];
  selected: readonly SelectedStream[];
  /** Each stream's state, as this source wrote it. */
  states: ReadonlyMap<string, StreamState>;
  times: Times;
  clock: Clock;
  /** Aborted to stop: what is out by then is still covered by a last checkpoint. */
  signal: AbortSignal;
  /**
   * What becomes of a stream whose state lies in the future. `refuse`: `state_invalid` is thrown. `hold`: it gives no records and
   * a warning, and its state is handed back as it is: Airbyte's acceptance test feeds such states. Default `hold`.
   */
  statesAhead?: 'refuse' | 'hold';
  /** Whether a record that was deleted or merged is told in its own stream. Default true. */
  emitDeletions?: boolean;
  /**
   * Whether the sink takes rows away by tombstones in full refreshes too: one that goes on from an earlier run then tells what has
   * gone since. Elsewhere a full refresh tells none, since a table that is overwritten would hold them as rows. Default false.
   */
  appliesDeletions?: boolean;
  tuning?: Partial<Tuning>;
  /** How busy this process is, 0 to 1: less is read ahead where it does not keep up. Default 0. */
  utilization?(): number;
  /** Is given a function by which whoever made the session puts lines and pauses into the flow. */
  attach?(note: (event: Event) => void): void;
}

/** Events that may wait for the sink: each a page of rows at most. */
const capacity = 8;

/** Bytes of details that may wait for it. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Reads the selected streams. All scans run at once; a failing stream ends as `incomplete` and leaves the others alone.
 * Throws `stream_unknown` and `state_invalid` before the first request, and the signal's reason when it is aborted.
 */
export async function* read(options: ReadOptions): AsyncGenerator<Event> {
  const { session, selected, states, times, clock, attach, appliesDeletions, emitDeletions = true } = options;
  const start = (one: SelectedStream, isGranted?: boolean) =>
    startRun(streamOf(options.registry, one.name), one, states.get(one.name), { times, appliesDeletions, isGranted });
  // Whatever is wrong with a selection or a state is told before the first request.
  const started = selected.map((one) => ({ one, run: start(one) }));
  const ahead = started.map(({ run }) => run).filter((run) => isAhead(run, session.startedAt));
  if (ahead.length > 0 && options.statesAhead === 'refuse') throw aheadError(ahead[0]!);
  const channel = createChannel<Event>(capacity, { most: mostBytes, sizeOf });
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const client = session.client.with({ signal });
  const log = (level: LogLevel, message: string, finding?: Finding) =>
    channel.note({ type: 'log', level, message, ...(finding && { finding }) });
  attach?.((event) => channel.note(event));

  const wanted = started.filter(({ run }) => !ahead.includes(run));
  const granted = await askPermissions(
    wanted.map(({ run }) => run.stream),
    client,
  );
  // Only of what is withheld does it matter what was granted.
  const runs = wanted.map(({ one, run }) => {
    const withheld = withheldOf(run.stream);
    return withheld ? start(one, granted.get(withheld)) : run;
  });
  for (const event of ahead.flatMap((run) => aheadEvents(run, states.get(run.stream.name)!))) channel.note(event);
  for (const [withheld, isGranted] of granted) {
    if (withheld && isGranted === false) log('warn', withheldText(withheld));
  }
  for (const notice of noticesOf(runs)) channel.note(notice);
  const running = scanGroups(runs, emitDeletions).map((group) =>
    runScanGroup({
      group,
      context: { client, clock, signal, log, settledBefore: session.startedAt - times.settling },
      start: times.start,
      emitDeletions,
      tuning: { ...defaultTuning, ...options.tuning },
      utilization: options.utilization ?? (() => 0),
      emit: (event) => channel.send(event),
    }),
  );
  Promise.allSettled(running).then((ended) => {
    const failed = ended.find((end) => end.status === 'rejected');
    channel.end(failed?.reason);
  });
  try {
    yield* channel.items();
  } finally {
    stop.abort(new ConnectorError('stopped', 'The run was stopped.'));
    await Promise.allSettled(running);
  }
}

/** Whether the token has the permissions for what the streams' scans withhold: a question for each. */
async function askPermissions(streams: readonly Stream[], client: Client) {
  const withheld = new Set(streams.map(withheldOf));
  withheld.delete(undefined);
  const answers = [...withheld].map(async (one) => [one, await one?.isGranted(client)] as const);
  return new Map(await Promise.all(answers));
}

/** What a stream tells whose state lies in the future. */
const aheadEvents = (run: StreamRun, state: StreamState): Event[] => {
  const stream = run.stream.name;
  return [
    { type: 'status', stream, status: 'started' },
    { type: 'status', stream, status: 'running' },
    { type: 'log', level: 'warn', message: `${explain(aheadError(run))} Nothing of it is read.` },
    { type: 'checkpoint', states: [{ stream, state }] },
    { type: 'status', stream, status: 'complete', isCompleteSnapshot: false },
  ];
};

function streamOf(registry: readonly Stream[], name: string): Stream {
  const stream = registry.find((one) => one.name === name);
  if (stream) return stream;
  throw new ConnectorError('stream_unknown', `There is no stream "${name}".`, {
    hint: `There are: ${registry.map((one) => one.name).join(', ')}.`,
  });
}
