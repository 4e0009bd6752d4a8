/** What a response means: a body, a reason to send the request again, or an error with what to do. Pure. */
import { ConnectorError, type ErrorCode } from '../../core/errors.ts';
import { parseJsonExactly } from '../../json/exactly.ts';
import { parseRecords, type RecordList } from './records.ts';
import type { HttpResponse } from './transport.ts';

export type Body = { [field: string]: unknown };

export type Verdict =
  | { kind: 'body'; body: Body }
  | { kind: 'rate_limited' }
  | { kind: 'retry'; reason: string }
  | { kind: 'error'; error: ConnectorError };

interface ApiError {
  code: string;
  message: string;
}

/**
 * Reads a response. `what` names the request for people, such as `GET /admins`; `list` the records in it, which are
 * left unparsed.
 */
export function readResponse(response: HttpResponse, what: string, list?: RecordList): Verdict {
  const { status } = response;
  if (status === 429 && !countsJobs(response)) return { kind: 'rate_limited' };
  if (status >= 500 || status === 408 || status === 425) {
    return { kind: 'retry', reason: `${status}${errorText(parseObject(response.body))}` };
  }
  const body = (list && records(response.body, list)) || parseObject(response.body);
  if (isSuccess(status)) {
    // A gateway may cut a response off, or put an HTML page in its place, and still say 200.
    return body ? { kind: 'body', body } : { kind: 'retry', reason: `${status} with a body that is not a JSON object` };
  }
  return { kind: 'error', error: refusal(status, body, what) };
}

/** Reads the response to a download: what it is made of is in a file, and not looked at. */
export const readSaved = (response: HttpResponse, what: string): Verdict =>
  isSuccess(response.status) ? { kind: 'body', body: {} } : readResponse(response, what);

/** Whether a 429 is about export jobs, of which some are pending: the rate limit of requests has nothing to do with it. */
export const countsJobs = ({ status, body }: HttpResponse): boolean =>
  status === 429 && /pending [a-z ]*export jobs/.test(body.toString());

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** A refusal in Intercom's own words. A gateway's, or a response without its list, says nothing of what there is. */
export const isOwnRefusal = (error: unknown, codes: readonly ErrorCode[]): error is ConnectorError =>
  error instanceof ConnectorError && codes.includes(error.code) && error.details.apiCode !== undefined;

function refusal(status: number, body: Body | undefined, what: string): ConnectorError {
  const api = apiError(body);
  const [code, hint] = classify(status, api);
  return new ConnectorError(code, `Intercom answered ${what} with ${status}${errorText(body)}.`, {
    hint,
    details: {
      status,
      apiCode: api?.code,
      requestId: typeof body?.request_id === 'string' ? body.request_id : undefined,
    },
  });
}

function classify(status: number, api: ApiError | undefined): [ErrorCode, string?] {
  const code = api?.code ?? '';
  const message = api?.message ?? '';
  if (code === 'intercom_version_invalid') {
    return ['version_unsupported', 'The API version in use does not have it.'];
  }
  if (code === 'api_plan_restricted' || status === 402 || /active subscription needed/i.test(message)) {
    return ['plan_restricted', "The workspace's plan does not include it: deselect the stream, or upgrade the plan."];
  }
  if (status === 401) return ['token_refused', "Check the access token in the app's page in Intercom's Developer Hub."];
  if (status === 403) return ['permission_missing', "Grant it in Intercom's Developer Hub, or deselect the stream."];
  if (status === 404 || status === 410) return ['not_found'];
  if (status === 429) return ['exports_pending', 'Run it again once the pending export has ended.'];
  if (status === 400 && /starting_after/i.test(message)) return ['cursor_invalid'];
  return ['request_refused'];
}

/** Intercom's own words, if the body is its error list: they name codes and parameters, never a record's content. */
function errorText(body: Body | undefined): string {
  const error = apiError(body);
  return error ? ` (${[error.code, error.message].filter(Boolean).join(': ')})` : '';
}

function apiError(body: Body | undefined): ApiError | undefined {
  const [first] = Array.isArray(body?.errors) ? body.errors : [];
  if (typeof first !== 'object' || first === null) return undefined;
  return { code: textOf(first.code), message: textOf(first.message) };
}

/** It may be anything: an object in its place may not even be printable. */
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : '';

const records = (body: string | Buffer, list: RecordList): Body | undefined =>
  typeof body === 'string' ? undefined : parseRecords(body, list);

function parseObject(body: string | Buffer): Body | undefined {
  try {
    const value: unknown = parseJsonExactly(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}
