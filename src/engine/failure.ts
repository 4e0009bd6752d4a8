/** What a failure means for a stream, in words that name the stream and what it lacks. */
import { asConnectorError, ConnectorError } from '../core/errors.ts';
import { isRevoked } from '../intercom/access.ts';
import type { Stream } from '../streams/stream.ts';
import type { StreamRun } from './stream-run.ts';

/** Fails the runs, each with the error as its own; those that have failed keep their first one. Throws what ends the whole run. */
export function failRuns(runs: readonly StreamRun[], thrown: unknown, signal: AbortSignal): void {
  throwIfRunEnds(thrown, signal);
  const error = asConnectorError(thrown);
  for (const run of runs) run.failure ??= failureOf(run.stream, error);
}

/** Throws what is no failure of a stream, but ends the whole run: that it was stopped, or that the token was revoked. */
export function throwIfRunEnds(thrown: unknown, signal: AbortSignal): void {
  signal.throwIfAborted();
  if (isRevoked(thrown)) throw thrown;
}

/** The error as the stream's own. */
export function failureOf(stream: Stream, error: ConnectorError): ConnectorError {
  const { code, details } = error;
  const own = (message: string, hint: string | undefined, more?: { permission: string }) =>
    new ConnectorError(code, message, { hint, cause: error, details: { ...details, ...more } });
  switch (code) {
    case 'permission_missing':
    case 'token_refused':
      return own(
        `Stream "${stream.name}" is closed to this token: it needs the permission "${stream.permission}". ${error.message}`,
        "Grant it on the app's page in Intercom's Developer Hub, or deselect the stream.",
        { permission: stream.permission },
      );
    default:
      return own(`Stream "${stream.name}" failed: ${error.message}`, error.hint);
  }
}
