/** A request to Intercom's API, as it is sent. Pure. */
import type { HttpRequest } from './transport.ts';

export type Method = 'GET' | 'POST';

export interface ApiRequest {
  method: Method;
  path: string;
  query?: Record<string, string | undefined>;
  body?: { [field: string]: unknown };
  /** The media type of the response. Default `application/json`. */
  accept?: string;
}

/** `version`: of the API, such as `2.17`. Query parameters without a value are left out. */
export function httpRequest(
  { method, path, query, body, accept = 'application/json' }: ApiRequest,
  { baseUrl, token, version, signal }: { baseUrl: string; token: string; version: string; signal: AbortSignal },
): HttpRequest {
  return {
    method,
    url: baseUrl + path + queryString(query),
    headers: {
      authorization: `Bearer ${token}`,
      accept,
      'intercom-version': version,
      'user-agent': 'source-intercom',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal,
  };
}

function queryString(query: ApiRequest['query']): string {
  const set = Object.entries(query ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}
