/** One error class, one list of codes: each says what went wrong, who can mend it, and how. */

/** Who can mend it: the owner of the configuration, time, or we. Airbyte's `failure_type`. */
export type FailureType = 'config_error' | 'transient_error' | 'system_error';

/** Every way to fail, with who can mend it. */
const failureTypes = {
  /** A flag, a config file, a catalog or an environment variable is wrong. */
  config_invalid: 'config_error',
  /** A state is malformed or of a newer version. Never read as empty: that would silently start all over. */
  state_invalid: 'config_error',
  catalog_invalid: 'config_error',
  stream_unknown: 'config_error',
  /** Intercom refuses the token (401). */
  token_refused: 'config_error',
  /** The token belongs to a workspace of another region. */
  region_wrong: 'config_error',
  /** The token lacks a permission (403, or 401 of one endpoint). */
  permission_missing: 'config_error',
  /** The workspace's plan does not have it (`api_plan_restricted`). */
  plan_restricted: 'config_error',
  /** The API version in use lacks the endpoint (`intercom_version_invalid`). */
  version_unsupported: 'config_error',
  /** The destination can't be opened, written, or belongs to another workspace. */
  destination_unusable: 'config_error',
  /** SQL of the user's that a destination does not run. */
  query_refused: 'config_error',
  /** The server's certificate can't be verified: nothing was sent. */
  certificate_refused: 'config_error',
  /** A temporary file can't be written: the disk is full, or its folder is closed to us. */
  temporary_file_failed: 'config_error',
  /** 404 or 410: the object is gone. */
  not_found: 'system_error',
  /** A 4xx that we did not expect: our request is wrong, or Intercom changed. */
  request_refused: 'system_error',
  /** A page's cursor is no longer valid: the reader starts again at its position. */
  cursor_invalid: 'transient_error',
  /** 429, 5xx, a reset, a timeout, a broken body, after all retries. */
  api_unavailable: 'transient_error',
  /** As many export jobs as there may be at a time are pending (429): this one may be asked for once they have ended. */
  exports_pending: 'transient_error',
  /** Paging does not advance: the same cursor again. */
  paging_stuck: 'transient_error',
  /** Intercom says that there are more records than it gives, again and again. */
  records_missing: 'transient_error',
  /** The run was asked to stop. */
  stopped: 'transient_error',
  /** A bug of ours. */
  internal: 'system_error',
} as const satisfies Record<string, FailureType>;

export type ErrorCode = keyof typeof failureTypes;

/** An error with all that is needed to act on it. `message` is for people and holds no secret. */
export class ConnectorError extends Error {
  override name = 'ConnectorError';
  readonly code: ErrorCode;
  readonly failureType: FailureType;
  /** What to do, in one sentence. */
  readonly hint: string | undefined;
  /** HTTP status, request id and the like; never a token, never a body. */
  readonly details: Record<string, string | number | undefined>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown; details?: Record<string, string | number | undefined> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.failureType = failureTypes[code];
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/** One line for people: what is wrong and what to do. */
export const explain = (error: ConnectorError): string =>
  error.hint ? `${error.message} ${error.hint}` : error.message;

/** Whatever was thrown, as a ConnectorError: what is not one of ours is a bug. */
export function asConnectorError(thrown: unknown): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ConnectorError('internal', `Unexpected failure: ${message}`, { cause: thrown });
}
