/** Each event of a sync as lines of the Airbyte protocol. */
import { ConnectorError } from '../../core/errors.ts';
import type { Event, LogLevel, Row, StreamState } from '../../core/events.ts';
import { createRedactor } from '../../core/redact.ts';
import type { LineOutput, Pieces } from '../line-output.ts';
import { isLogged } from '../log-level.ts';
import { leftOutMessage } from '../record-line.ts';
import { type StateKeys, toldState } from '../state-keys.ts';
import { distinctStates } from './emission.ts';
import { errorTrace, summaryTrace } from './errors.ts';
import { messageLine, recordEncoder, stateLine } from './lines.ts';
import { logMessage } from './logs.ts';
import type { PlainMessage, StreamStatusTrace } from './messages.ts';
import { trackStatuses } from './statuses.ts';

export interface EventWriterOptions {
  /** The names of the selected streams. */
  streams: readonly string[];
  secrets: readonly string[];
  /** By which keys states hold their cursors. Default: the engine's. */
  stateKeys?: StateKeys;
  /** `now`: unix milliseconds. */
  clock: { now(): number };
  /** The lowest level that is written. */
  logLevel: LogLevel;
}

/** A promise means: wait for it before the next, since the reader is behind. */
export interface EventWriter {
  write(event: Event): Promise<void> | undefined;
  /** The stream has failed. */
  fail(stream: string, error: ConnectorError): Promise<void> | undefined;
  /** There are no more events: writes the error that they ended with, streams that have not ended as failed, then the summary. */
  end(error: ConnectorError | undefined): Promise<void>;
  /** Streams that did not end well so far. */
  readonly failed: ReadonlySet<string>;
}

/** What is written of a stream. */
interface StreamLines {
  encode: (row: Row, emittedAt: number) => Pieces | undefined;
  distinct: (state: StreamState, recordCount: number) => StreamState;
  recordsSinceState: number;
  /** Records that could not be written. */
  leftOut: number;
}

export function createEventWriter(options: EventWriterOptions, lines: LineOutput): EventWriter {
  const { clock } = options;
  const redact = createRedactor(options.secrets);
  const statuses = trackStatuses();
  const failed = new Set<string>();
  const byStream = new Map<string, StreamLines>();

  const linesOf = (stream: string): StreamLines => {
    const existing = byStream.get(stream);
    if (existing) return existing;
    const created = { encode: recordEncoder(stream), distinct: distinctStates(), recordsSinceState: 0, leftOut: 0 };
    byStream.set(stream, created);
    return created;
  };
  const push = (message: PlainMessage) => lines.push(messageLine(message, redact));
  const pushStatuses = (traces: StreamStatusTrace[]) => {
    for (const stream_status of traces) {
      push({ type: 'TRACE', trace: { type: 'STREAM_STATUS', emitted_at: clock.now(), stream_status } });
    }
    return lines.flush();
  };

  async function writeRows(stream: string, rows: Row[]): Promise<void> {
    const out = linesOf(stream);
    if (statuses.of(stream) !== 'RUNNING') pushStatuses(statuses.reach(stream, 'RUNNING'));
    const emittedAt = clock.now();
    for (const row of rows) {
      const pieces = out.encode(row, emittedAt);
      const behind = pieces ? lines.push(...pieces) : leaveOut(stream, row);
      if (pieces) out.recordsSinceState += 1;
      if (behind) await behind;
      if (lines.closed) return;
    }
  }

  function leaveOut(stream: string, row: Row) {
    const leftOut = ++linesOf(stream).leftOut;
    return push(logMessage({ type: 'log', level: 'warn', message: leftOutMessage(stream, row, leftOut) }));
  }

  function writeStates(states: { stream: string; state: StreamState }[]) {
    for (const { stream, state } of states) {
      const out = linesOf(stream);
      const told = toldState(state, options.stateKeys?.get(stream));
      lines.push(stateLine(stream, out.distinct(told, out.recordsSinceState), out.recordsSinceState));
      out.recordsSinceState = 0;
    }
    return lines.flush();
  }

  function fail(stream: string, error: ConnectorError) {
    failed.add(stream);
    pushStatuses(statuses.reach(stream, 'INCOMPLETE'));
    push(errorTrace(error, clock.now(), stream));
    return lines.flush();
  }

  function write(event: Event): Promise<void> | undefined {
    switch (event.type) {
      case 'records':
        return writeRows(event.stream, event.rows);
      case 'checkpoint':
        return writeStates(event.states);
      case 'status':
        if (event.status === 'incomplete') return fail(event.stream, event.error);
        return pushStatuses(statuses.reach(event.stream, statusNames[event.status]));
      case 'estimate': {
        const estimate = { name: event.stream, type: 'STREAM', row_estimate: Math.round(event.rows) } as const;
        return push({ type: 'TRACE', trace: { type: 'ESTIMATE', emitted_at: clock.now(), estimate } });
      }
      case 'rate_limited':
        return pushStatuses(statuses.rateLimited(event));
      case 'log':
        return isLogged(event, options.logLevel) ? push(logMessage(event)) : undefined;
    }
  }

  async function end(error: ConnectorError | undefined): Promise<void> {
    if (lines.closed) return;
    if (error) await push(errorTrace(error, clock.now()));
    for (const stream of options.streams) {
      const status = statuses.of(stream);
      if (status === 'COMPLETE' || status === 'INCOMPLETE') continue;
      // On exit code 0 the platform reports all streams as complete to the destination: one that has not said so must not pass for it.
      if (error) {
        failed.add(stream);
        if (status) await pushStatuses(statuses.reach(stream, 'INCOMPLETE'));
      } else {
        await fail(stream, new ConnectorError('internal', `The stream ${stream} ended without saying how.`));
      }
    }
    if (failed.size > 0) await push(summaryTrace([...failed], clock.now()));
  }

  return { write, fail, end, failed };
}

const statusNames = { started: 'STARTED', running: 'RUNNING', complete: 'COMPLETE' } as const;
