import type { Json } from '../../engine/json.ts';
import type { Random } from '../../engine/random.ts';

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
  | 'drop-rate-headers'
  /** One record of a page shows an `updated_at` ahead of its place. */
  | 'time-ahead'
  /** A 404 with an htmlPage page in the endpoint's place, as a gateway sends it. */
  | 'gateway-404'
  /** What is really gone answers its 404 with an htmlPage page. */
  | 'gone-html'
  /** A page that has a next one ends the paging; its numbers stay true. */
  | 'short-page-end'
  /** A page, or the parts of a conversation, lacks one record that is counted; the next asking has it. */
  | 'lost-item'
  /** One record comes in no page, though it is counted. */
  | 'unreadable'
  /** The next page is one of two in turn. */
  | 'two-cursors'
  /** The scroll gives its page again and again. */
  | 'scroll-repeats'
  /** Lists that are paged by number give page 1 whatever page is asked for. */
  | 'page-ignored'
  /** The `Date` header is wrong. */
  | 'wrong-date'
  /** There is no `Date` header. */
  | 'no-date'
  /** The headers of the rate limit make no sense. */
  | 'garbage-rate-headers'
  /** A 400, once. */
  | 'refuse-once'
  /** A 200 with an object that lacks its list. */
  | 'no-list'
  /** A list holds null, a number, a text, a list and an object without an id beside its records. */
  | 'odd-items'
  /** One record's answer is that of another record of its kind, one that was asked for before. */
  | 'other-detail'
  /** The ids in the feed of contact activities are of other forms. */
  | 'odd-activity-ids'
  /** An answer of many bytes, because of one long text in it. */
  | 'padded'
  /** A gzip body that is small on the way and of many bytes when inflated. Only for clients that inflate. */
  | 'gzip-bomb'
  /** One record has a field that is nested many levels deep. */
  | 'deep-json'
  /** Every answer is a 401 from now on. */
  | 'revoke-token';

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
  /** A regular expression that the path must match as well; for those who cannot hand over a test. */
  pattern?: string;
  /** How many answers that it could spoil are left alone first. Default 0. */
  after?: number;
  /** How often at most. Default always, but once for 'invalid-cursor' and 'refuse-once'. */
  times?: number;
  /** With what probability, from 0 to 1. Default 1. */
  rate?: number;
  /** '429': false leaves the rate limit headers away. */
  headers?: boolean;
  /** '429' and '503': the Retry-After header in seconds. Default none on 429, 1 on 503. */
  retryAfter?: number;
  /** Milliseconds. 'slow': the delay, default 1000. 'wrong-date': how far the date is ahead, default a year. */
  ms?: number;
  /** The id of a record. 'search-404': breaks every search whose page would hold it. 'unreadable': comes in no page. */
  id?: string;
  /** 'big-page-timeout': the largest `per_page` that is still answered. Default 50. */
  perPage?: number;
  /** 'big-page-timeout': whether larger pages answer 504 (the default) or never. */
  hang?: boolean;
  /** 'time-ahead': the time shown: the server's now (the default), the record's own in milliseconds, or one in 2100. */
  ahead?: 'now' | 'milliseconds' | 'year-2100';
  /** 'time-ahead': which record of the page: the last (the default), or a random one. */
  place?: 'last' | 'random';
  /**
   * 'short-page-end': how the paging ends: `next` is null (the default), absent, or an address without a cursor, or the
   * page is empty and has no next. A scroll can only end with an empty page, by which it is over.
   */
  end?: 'null' | 'absent' | 'url' | 'empty';
  /** 'padded' (default 5,000,000) and 'gzip-bomb' (default 200,000,000): how many bytes the body has in the end. */
  bytes?: number;
  /** 'deep-json': how deep. Default 6000. */
  depth?: number;
  /** 'garbage-rate-headers': what the headers say, default 'Infinity'. 'revoke-token': the error's code, default 'unauthorized'. */
  value?: string;
  /** 'garbage-rate-headers': which of the three; default all. */
  header?: 'Limit' | 'Remaining' | 'Reset';
}

/** One request under way, as it comes to the faults. */
export interface Incoming {
  request: FaultRequest;
  /** Aborted when the client leaves. */
  signal: AbortSignal;
  /** The server's clock in milliseconds. */
  now(): number;
  /** The headers a 429 of the rate limit carries. */
  limitHeaders(): Record<string, string>;
  /** Ends the workspace's scroll, as its last page does. */
  endScroll(): void;
  /** Answers as if there were no fault. */
  proceed(): Promise<Response>;
}

/** One request under way, as one fault deals with it. */
export interface Exchange extends Incoming {
  /** False means that the fault is used up, or that chance spares this request; then it must proceed. */
  due(): boolean;
  /** Called where it is due and about to misbehave; false means that it must not, and proceed. */
  strike(): boolean;
  /** For choices other than whether to misbehave. */
  random: Random;
  /** What the fault has kept of requests before this one. */
  memory: Map<string, string>;
}

/** Deals with one request. `fire` is `due` and `strike` in one, for faults that know at once whether they apply. */
export type FaultHandler = (spec: FaultSpec, exchange: Exchange, fire: () => boolean) => Promise<Response>;
