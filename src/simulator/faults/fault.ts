import type { Json } from '../json.ts';

/** The kinds of misbehaviour that can be asked for. */
export type FaultKind =
  | '429'
  | '500'
  | '502'
  | '503'
  | '504'
  | 'reset-before'
  | 'reset-middle'
  | 'truncated-json'
  | 'empty'
  | 'html'
  | 'hang'
  | 'slow'
  | 'repeat-cursor'
  | 'invalid-cursor'
  | 'search-404'
  | 'big-page-timeout'
  | 'scroll-exists'
  | 'scroll-expired'
  | 'scroll-restart'
  | 'drop-rate-headers';

/** A request, as a fault's `match` sees it. */
export interface FaultRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Json | undefined;
  version: string | undefined;
}

/** A misbehaviour to be shown, and when. */
export interface FaultSpec {
  kind: FaultKind;
  /** Which requests: the beginning of the path, or a test. Default all that the kind can apply to. */
  match?: string | ((request: FaultRequest) => boolean);
  /** How often at most. Default always, but once for 'invalid-cursor'. */
  times?: number;
  /** With what probability, from 0 to 1. Default 1. */
  rate?: number;
  /** '429': false leaves the rate limit headers away. */
  headers?: boolean;
  /** '429' and '503': the Retry-After header in seconds. Default none on 429, 1 on 503. */
  retryAfter?: number;
  /** 'slow': the delay in milliseconds. Default 1000. */
  ms?: number;
  /** 'search-404': the id of the record that breaks every search whose page would hold it. */
  id?: string;
  /** 'big-page-timeout': the largest `per_page` that is still answered. Default 50. */
  perPage?: number;
  /** 'big-page-timeout': whether larger pages answer 504 (the default) or never. */
  hang?: boolean;
}

/** One request under way, as a fault deals with it. */
export interface Exchange {
  request: FaultRequest;
  /** Aborted when the client leaves. */
  signal: AbortSignal;
  /** The server's clock in milliseconds. */
  now(): number;
  /** The headers a 429 of the rate limit carries. */
  limitHeaders(): Record<string, string>;
  /** Answers as if there were no fault. */
  proceed(): Promise<Response>;
}

/**
 * Deals with one request. It calls `fire` when it is about to misbehave; false means that the fault is used up or not
 * due, and then it must proceed.
 */
export type FaultHandler = (spec: FaultSpec, exchange: Exchange, fire: () => boolean) => Promise<Response>;
