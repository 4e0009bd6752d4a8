/** A connection to a workspace: a session, and the reading of streams with all that a read needs. */
import type { Clock } from './core/clock.ts';
import type { Event } from './core/events.ts';
import { type ReadOptions, read } from './engine/read.ts';
import type { Times } from './engine/start-run.ts';
import type { Session } from './intercom/session.ts';
import type { MissingStream } from './streams/defined-streams.ts';
import type { Stream } from './streams/stream.ts';

/** What is asked of one read; the connection has the rest. */
export type ConnectionReadOptions = Pick<ReadOptions, 'selected' | 'states' | 'statesAhead' | 'appliesDeletions'>;

export interface Connection {
  readonly session: Session;
  /** Every stream there is, without what the configuration leaves out of its rows. */
  readonly registry: readonly Stream[];
  /** Names of streams that the configuration leaves out: they can't be read. */
  readonly excluded?: readonly string[];
  /** Streams that were asked for, and that the workspace does not have or does not tell: they are not in the registry. */
  readonly missing?: readonly MissingStream[];
  readonly times: Times;
  /** Whether a record that was deleted or merged is told in its own stream. Default true. */
  readonly emitDeletions?: boolean;
  readonly clock: Clock;
  /** Aborted to stop: what is out by then is still covered by a last checkpoint. */
  readonly signal: AbortSignal;
  /**
   * Reads the selected streams, to be called for one read at a time. A failing stream ends as `incomplete` and leaves the others
   * alone. What it gives throws `stream_unknown` and `state_invalid` before the first request, and the signal's reason when it is
   * aborted.
   */
  read(options: ConnectionReadOptions): AsyncGenerator<Event>;
  /** Requests answered so far. */
  requests(): number;
  /** What a read may spend of the rate limit, requests a second, and what Intercom told of it: for the whole app, by windows of ten seconds. */
  rateLimit(): { perSecond: number; told?: { limit: number; remaining: number } | undefined };
  /** Lets go of the sockets. */
  close(): Promise<void>;
}

/** The streams that can be read: all but those that the configuration leaves out. */
export const readableStreams = ({ registry, excluded = [] }: Pick<Connection, 'registry' | 'excluded'>): Stream[] =>
  registry.filter(({ name }) => !excluded.includes(name));

/** Gives a session its `read`. `engine`: what every read of the connection is run with, beside. */
export function createConnection(
  opened: Omit<Connection, 'read'>,
  engine: Pick<ReadOptions, 'attach' | 'tuning' | 'utilization'> = {},
): Connection {
  const { session, times, emitDeletions, clock, signal } = opened;
  const context = { session, registry: readableStreams(opened), times, emitDeletions, clock, signal, ...engine };
  return { ...opened, read: (options) => read({ ...context, ...options }) };
}
