/** The Airbyte sink: events in, lines of the protocol out, in the same order. */
import type { Writable } from 'node:stream';
import { asConnectorError, ConnectorError } from '../../core/errors.ts';
import type { Event, LogEvent, LogLevel, Row, StreamState } from '../../core/events.ts';
import { createRedactor } from '../../core/redact.ts';
import { createLineOutput, type LineOutput } from '../line-output.ts';
import { distinctStates } from './emission.ts';
import { errorTrace, summaryTrace } from './errors.ts';
import { messageLine, type Pieces, recordEncoder, stateLine } from './lines.ts';
import type { LogMessage, PlainMessage, StreamStatusTrace } from './messages.ts';
import { trackStatuses } from './statuses.ts';

/** Writes a few messages, such as a spec, and resolves when they are out. */
export async function writeMessages(options: {
  messages: PlainMessage[];
  output: Writable;
  secrets?: readonly string[];
}): Promise<void> {
  const lines = createLineOutput(options.output);
  const redact = createRedactor(options.secrets ?? []);
  for (const message of options.messages) await lines.push(messageLine(message, redact));
  await lines.drain();
}

export interface AirbyteSync {
  events: AsyncIterable<Event>;
  output: Writable;
  /** The names of the selected streams: the sync is well only if each of them says that it is complete. */
  streams: readonly string[];
  /** Streams of the configured catalog that can't be read, told as failed before the rest. */
  rejected?: readonly { stream: string; error: ConnectorError }[];
  secrets: readonly string[];
  /** `now`: unix milliseconds. */
  clock: { now(): number };
  /** The lowest level that is written. */
  logLevel: LogLevel;
  /** Called once if the reader of `output` goes away, so that requests under way can be given up. */
  onClosed?: () => void;
  /** Once aborted, a reader that does not read is not waited for any more. */
  signal?: AbortSignal;
}

export interface AirbyteOutcome {
  /** Streams that did not end well. The process must exit with 0 only if there are none and `closed` is false. */
  failed: string[];
  /** What the events ended with, if they threw. */
  error?: ConnectorError;
  /** The reader of `output` went away before the end, or did not read while the run was to stop. */
  closed: boolean;
}

/**
 * Writes a sync, waiting for `output` whenever it is behind, and resolves when all of it is out. It ends the events
 * by `return()` if no one reads any more. Rejects (`destination_unusable`) if `output` fails otherwise.
 */
export async function writeAirbyte(sync: AirbyteSync): Promise<AirbyteOutcome> {
  const lines = createLineOutput(sync.output, sync);
  const teller = createTeller(sync, lines);
  let error: ConnectorError | undefined;
  for (const { stream, error: why } of sync.rejected ?? []) await teller.fail(stream, why);
  try {
    for await (const event of sync.events) {
      if (lines.closed) break;
      const behind = teller.tell(event);
      if (behind) await behind;
      if (lines.closed) break;
    }
  } catch (thrown) {
    error = asConnectorError(thrown);
  }
  await teller.end(error);
  await lines.drain();
  return { failed: [...teller.failed], ...(error ? { error } : {}), closed: lines.closed };
}

/** What is known of a stream between its states. */
interface StreamLines {
  encode: (row: Row, emittedAt: number) => Pieces | undefined;
  distinct: (state: StreamState, recordCount: number) => StreamState;
  recordsSinceState: number;
  /** Records that could not be written. */
  leftOut: number;
}

function createTeller(sync: AirbyteSync, lines: LineOutput) {
  const { clock } = sync;
  const redact = createRedactor(sync.secrets);
  const statuses = trackStatuses();
  const failed = new Set<string>();
  const byStream = new Map<string, StreamLines>();

  const linesOf = (stream: string): StreamLines => {
    const known = byStream.get(stream);
    if (known) return known;
    const fresh = { encode: recordEncoder(stream), distinct: distinctStates(), recordsSinceState: 0, leftOut: 0 };
    byStream.set(stream, fresh);
    return fresh;
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
    const so = ++linesOf(stream).leftOut;
    const message = `The record ${String(row.id)} of ${stream} is left out: its values lie too deep in each other to be written (${so} left out of this stream so far).`;
    return push(logMessage({ type: 'log', level: 'warn', message }));
  }

  function writeStates(states: { stream: string; state: StreamState }[]) {
    for (const { stream, state } of states) {
      const out = linesOf(stream);
      lines.push(stateLine(stream, out.distinct(state, out.recordsSinceState), out.recordsSinceState));
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

  function tell(event: Event): Promise<void> | undefined {
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
        return isLogged(event, sync.logLevel) ? push(logMessage(event)) : undefined;
    }
  }

  /** The flow is over: what has not ended well is told as failed, then the summary. */
  async function end(error: ConnectorError | undefined): Promise<void> {
    if (lines.closed) return;
    if (error) await push(errorTrace(error, clock.now()));
    for (const stream of sync.streams) {
      const status = statuses.of(stream);
      if (status === 'COMPLETE' || status === 'INCOMPLETE') continue;
      // On exit code 0 the platform tells the destination that all streams are complete: silence must not pass for it.
      if (error) {
        failed.add(stream);
        if (status) await pushStatuses(statuses.reach(stream, 'INCOMPLETE'));
      } else {
        await fail(stream, new ConnectorError('internal', `The stream ${stream} ended without saying how.`));
      }
    }
    if (failed.size > 0) await push(summaryTrace([...failed], clock.now()));
  }

  return { tell, fail, end, failed };
}

const statusNames = { started: 'STARTED', running: 'RUNNING', complete: 'COMPLETE' } as const;

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

const logNames = { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

const isLogged = (event: LogEvent, lowest: LogLevel): boolean => levels.indexOf(event.level) >= levels.indexOf(lowest);

const logMessage = ({ level, message }: LogEvent): LogMessage => ({
  type: 'LOG',
  log: { level: logNames[level], message },
});
