/** The engine: from selected streams and their states to one ordered flow of events. */
import type { SelectedStream } from '../catalog.ts';
import type { Clock } from '../clock.ts';
import { ConnectorError } from '../errors.ts';
import type { Event, LogLevel, StreamState } from '../events.ts';
import type { Session } from '../intercom/session.ts';
import type { Stream } from '../streams/stream.ts';
import { createChannel } from './channel.ts';
import { families, runFamily } from './family.ts';
import { sizeOf } from './holding.ts';
import { defaultPace, type Pace } from './scan.ts';
import { startRun, type Times } from './stream-run.ts';

export interface ReadOptions {
  session: Session;
  /** The registry to select from. */
  registry: readonly Stream[];
  selected: readonly SelectedStream[];
  states: ReadonlyMap<string, StreamState>;
  times: Times;
  clock: Clock;
  /** Aborted to stop: what is out by then is still covered by a last checkpoint. */
  signal: AbortSignal;
  /** Whether a record that was deleted or merged is told in its own stream. Default true. */
  emitDeletions?: boolean;
  pace?: Partial<Pace>;
  /** How busy this process is, 0 to 1: less is read ahead where it does not keep up. Default 0. */
  load?(): number;
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
  const { session, selected, states, times, clock, attach, emitDeletions = true } = options;
  const runs = selected.map((one) => startRun(streamOf(options.registry, one.name), one, states.get(one.name), times));
  const channel = createChannel<Event>(capacity, { most: mostBytes, sizeOf });
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const client = session.client.with({ signal });
  const log = (level: LogLevel, message: string) => channel.note({ type: 'log', level, message });
  attach?.((event) => channel.note(event));

  const settled = session.startedAt - times.settling;
  const running = families(runs, emitDeletions).map((family) =>
    runFamily({
      family,
      context: { client, clock, signal, log, settled },
      settled,
      start: times.start,
      emitDeletions,
      pace: { ...defaultPace, ...options.pace },
      load: options.load ?? (() => 0),
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

function streamOf(registry: readonly Stream[], name: string): Stream {
  const stream = registry.find((one) => one.name === name);
  if (stream) return stream;
  throw new ConnectorError('stream_unknown', `There is no stream "${name}".`, {
    hint: `There are: ${registry.map((one) => one.name).join(', ')}.`,
  });
}
