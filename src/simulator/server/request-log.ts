import type { Json } from '../engine/json.ts';

/** One request as the server saw it; the token itself is never kept. */
export interface LoggedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Json | undefined;
  version: string | undefined;
  /** Whether the request carried the right token. */
  authorized: boolean;
  /** The answer's status; 0 while there is none, and when the connection was broken instead. */
  status: number;
  /** Milliseconds since the epoch, by the server's clock. */
  at: number;
}

/** Which requests: a path or path and method ('POST /contacts/search'), or any test. */
export type RequestFilter = string | ((request: LoggedRequest) => boolean);

/** Every request the server has seen, oldest first. */
export interface RequestLog {
  readonly all: readonly LoggedRequest[];
  add(request: LoggedRequest): void;
  filter(filter: RequestFilter): LoggedRequest[];
  count(filter?: RequestFilter): number;
  clear(): void;
}

/** An empty log. */
export function createRequestLog(): RequestLog {
  const all: LoggedRequest[] = [];
  const filter = (wanted: RequestFilter): LoggedRequest[] => {
    const matches =
      typeof wanted === 'function'
        ? wanted
        : ({ method, path }: LoggedRequest) => wanted === path || wanted === `${method} ${path}`;
    return all.filter(matches);
  };
  return {
    all,
    add: (request) => void all.push(request),
    filter,
    count: (wanted) => (wanted === undefined ? all.length : filter(wanted).length),
    clear: () => void all.splice(0),
  };
}
