/** What a failure means for a stream, in words that name the stream and what it lacks. */
import { ConnectorError } from '../core/errors.ts';
import type { Stream } from '../streams/stream.ts';

/** The error as the stream's own. */
export function failureOf(stream: Stream, error: ConnectorError): ConnectorError {
  const { code, details } = error;
  const own = (message: string, hint: string | undefined) =>
    new ConnectorError(code, message, { hint, cause: error, details });
  switch (code) {
    case 'permission_missing':
    case 'token_refused':
      return own(
        `Stream "${stream.name}" is closed to this token: it needs the permission "${stream.permission}". ${error.message}`,
        "Grant it on the app's page in Intercom's Developer Hub, or deselect the stream.",
      );
    default:
      return own(`Stream "${stream.name}" failed: ${error.message}`, error.hint);
  }
}
