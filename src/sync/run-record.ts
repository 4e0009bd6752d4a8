/** What a destination is told of a run: how it begins, and how it ended, from the events that pass. */
import type { Connection } from '../connection.ts';
import type { SelectedStream } from '../core/catalog.ts';
import { asConnectorError, type ConnectorError, explain } from '../core/errors.ts';
import type { Event, LogEvent } from '../core/events.ts';
import { version } from '../core/version.ts';
import type { Destination } from '../destinations/destination.ts';
import type { RunEnd, RunError, RunWarning, StreamEnd } from '../destinations/runs.ts';
import type { LoadedStream } from './committer.ts';

export interface RunRecordOptions {
  destination: Destination;
  connection: Connection;
  selected: readonly SelectedStream[];
  /** Those that are read whole because a full check is due. */
  checks: ReadonlySet<string>;
  fullRefresh: boolean;
  /** Keeps secrets out of texts. */
  redact?(text: string): string;
}

export interface RunRecord {
  begin(): Promise<void>;
  observe(event: Event): void;
  /** Streams that are not complete. */
  unfinished: ReadonlySet<string>;
  /** `thrown`: what ended the run early. */
  end(loaded: ReadonlyMap<string, LoadedStream>, thrown?: unknown): Promise<void>;
}

export function createRunRecord(options: RunRecordOptions): RunRecord {
  const { destination, connection, selected, checks, fullRefresh } = options;
  const { session, missing = [] } = connection;
  const unfinished = new Set(selected.map(({ name }) => name));
  const errors = new Map<string, ConnectorError>();
  const warnings = createWarnings(options);
  const toError = (error: ConnectorError) => errorOf(error, options);

  function streamEnds(loaded: ReadonlyMap<string, LoadedStream>): StreamEnd[] {
    const read = selected.map(({ name }): StreamEnd => {
      const error = errors.get(name);
      const rows = loaded.get(name)?.table;
      return {
        stream: name,
        outcome: !unfinished.has(name) ? 'complete' : error ? 'failed' : 'unfinished',
        ...(rows && { rows }),
        warnings: warnings.of(name),
        ...(unfinished.has(name) && error && { error: toError(error) }),
      };
    });
    const notBegun = missing
      .filter(({ stream }) => !selected.some(({ name }) => name === stream))
      .map(({ stream, error }): StreamEnd => ({ stream, outcome: 'failed', warnings: 0, error: toError(error) }));
    return [...read, ...notBegun];
  }

  return {
    unfinished,
    async begin() {
      await destination.beginRun?.({
        at: session.startedAt,
        version,
        mode: fullRefresh ? 'full refresh' : 'incremental',
        streams: selected.map(({ name, syncMode }) => ({
          stream: name,
          mode: checks.has(name) ? 'full check' : syncMode === 'full_refresh' ? 'full refresh' : 'incremental',
        })),
      });
    },
    observe(event) {
      if (event.type === 'log' && event.level === 'warn') warnings.note(event);
      if (event.type !== 'status') return;
      if (event.status === 'complete') unfinished.delete(event.stream);
      if (event.status === 'incomplete') errors.set(event.stream, event.error);
    },
    async end(loaded, thrown) {
      const error = thrown === undefined ? undefined : asConnectorError(thrown);
      await destination.endRun?.({
        at: session.client.serverNow() / 1000,
        outcome: outcomeOf(error, unfinished.size > 0 || missing.length > 0),
        requests: connection.requests(),
        warnings: warnings.all(),
        ...(error && { error: toError(error) }),
        streams: streamEnds(loaded),
      });
    },
  };
}

function outcomeOf(error: ConnectorError | undefined, isAnyLeft: boolean): RunEnd['outcome'] {
  if (error) return error.code === 'stopped' ? 'stopped' : 'failed';
  return isAnyLeft ? 'incomplete' : 'complete';
}

function errorOf(error: ConnectorError, { redact = (text) => text }: Pick<RunRecordOptions, 'redact'>): RunError {
  const { permission } = error.details;
  return {
    code: error.code,
    // What was thrown by something else may quote values.
    message: error.code === 'internal' ? 'Unexpected failure.' : redact(explain(error)),
    ...(permission !== undefined && { permission: String(permission) }),
  };
}

/** So many different ones are kept of a run. */
const mostWarnings = 200;

/** Warnings, each text once. */
function createWarnings({ selected, redact = (text) => text }: RunRecordOptions) {
  const found = new Map<string, RunWarning>();
  const counts = new Map<string, number>();
  /** By what its text begins with, where nothing else tells. */
  const streamOf = ({ message, finding }: LogEvent): string | undefined =>
    finding?.stream ?? selected.find(({ name }) => message.startsWith(`${name}:`))?.name;
  return {
    note(event: LogEvent) {
      const stream = streamOf(event);
      if (stream !== undefined) counts.set(stream, (counts.get(stream) ?? 0) + 1);
      const message = redact(event.message);
      const known = found.get(message);
      if (known) known.times++;
      else if (found.size < mostWarnings) found.set(message, { message, times: 1, ...(stream && { stream }) });
    },
    of: (stream: string): number => counts.get(stream) ?? 0,
    all: (): RunWarning[] => [...found.values()],
  };
}
