import { randomUUID } from 'node:crypto';

/** An answer in Intercom's error shape, thrown from wherever it is noticed. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string>) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** An error to throw: the HTTP status, Intercom's code and message, and further headers. */
export function apiError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): ApiError {
  return new ApiError(status, code, message, headers);
}

/** The 404 of a record that is not there. */
export function notFound(message = 'Resource Not Found', code = 'not_found'): ApiError {
  return apiError(404, code, message);
}

/** The 403 of a token that lacks a scope, which the message names. */
export function forbidden(scope: string): ApiError {
  return apiError(403, 'forbidden', `You do not have the required scope (${scope}) to access this resource`);
}

/**
 * The error as Intercom sends it: an `error.list` with one error.
 * @see https://developers.intercom.com/docs/references/rest-api/errors/error-objects
 */
export function errorResponse(error: ApiError): Response {
  const body = {
    type: 'error.list',
    request_id: randomUUID(),
    errors: [{ code: error.code, message: error.message }],
  };
  return Response.json(body, { status: error.status, headers: error.headers });
}
