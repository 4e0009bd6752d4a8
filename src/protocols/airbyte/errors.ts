/** A ConnectorError as Airbyte's messages: a trace in a sync, a connection status in a check. */
import { asConnectorError, type ConnectorError, explain } from '../../core/errors.ts';
import type { ConnectionStatusMessage, ErrorTrace, TraceMessage } from './messages.ts';

/** TRACE ERROR: the hint joined to the message, code and details as the internal message. `at`: unix milliseconds. */
export function errorTrace(error: ConnectorError, at: number, stream?: string): TraceMessage {
  const stack = stackOf(error);
  return trace(at, {
    message: explain(error),
    internal_message: internalMessage(error),
    ...(stack ? { stack_trace: stack } : {}),
    failure_type: error.failureType,
    ...(stream === undefined ? {} : { stream_descriptor: { name: stream } }),
  });
}

/** The error of a sync in which some streams failed. It comes last: the platform acts on the first. */
export function summaryTrace(failed: string[], at: number): TraceMessage {
  const message = `During the sync, the following streams did not sync successfully: ${failed.join(', ')}.`;
  return trace(at, { message, internal_message: `${failed.length} failed`, failure_type: 'config_error' });
}

const trace = (at: number, error: ErrorTrace): TraceMessage => ({
  type: 'TRACE',
  trace: { type: 'ERROR', emitted_at: at, error },
});

/** CONNECTION_STATUS of a check that went well. */
export const connectionSucceeded = (message?: string): ConnectionStatusMessage => ({
  type: 'CONNECTION_STATUS',
  connectionStatus: { status: 'SUCCEEDED', ...(message === undefined ? {} : { message }) },
});

/**
 * What a check says that failed: CONNECTION_STATUS FAILED (exit code 0) where the user can mend it, else TRACE ERROR
 * (exit code 1), since the connection may well be right. `at`: unix milliseconds.
 */
export function connectionFailed(thrown: unknown, at: number): ConnectionStatusMessage | TraceMessage {
  const error = asConnectorError(thrown);
  if (error.failureType !== 'config_error') return errorTrace(error, at);
  return {
    type: 'CONNECTION_STATUS',
    connectionStatus: { status: 'FAILED', message: explain(error) },
  };
}

function internalMessage(error: ConnectorError): string {
  const details = Object.entries(error.details)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return [error.code, ...details].join(' ') + cause;
}

const stackOf = (error: Error): string | undefined =>
  error.cause instanceof Error && error.stack ? `${error.stack}\nCaused by: ${error.cause.stack}` : error.stack;
