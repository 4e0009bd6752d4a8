/** The spine: what flows from the engine to a sink, in one order. A checkpoint never overtakes the rows it covers. */
import type { ConnectorError } from './errors.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One row of a stream: plain JSON, its known fields fitting the stream's columns. */
export type Row = { [column: string]: unknown };

/** What a stream needs to go on: plain JSON, the cursor's own key first, such as `{"updated_at": 1744153060}`. */
export type StreamState = { [key: string]: Json };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A batch of rows of one stream. */
export interface RecordsEvent {
  type: 'records';
  stream: string;
  rows: Row[];
  /** Ids of the parents whose whole sets of children these rows are: others that a loader holds of them are gone. */
  replacesChildrenOf?: string[];
}

/** All rows before it are out: these states may be kept. */
export interface CheckpointEvent {
  type: 'checkpoint';
  states: { stream: string; state: StreamState }[];
}

export type StatusEvent =
  | { type: 'status'; stream: string; status: 'started' | 'running' }
  /**
   * `isCompleteSnapshot`: all rows that exist were out in this refresh, so that a loader may drop those it has not seen.
   * `isShortSnapshot`: all but some that Intercom counts and does not give, so that a loader may drop those that it has not seen and
   * that Intercom says to be gone.
   */
  | { type: 'status'; stream: string; status: 'complete'; isCompleteSnapshot: boolean; isShortSnapshot?: true }
  | { type: 'status'; stream: string; status: 'incomplete'; error: ConnectorError };

/** How many rows the stream will have about, in all, where that is known. */
export interface EstimateEvent {
  type: 'estimate';
  stream: string;
  rows: number;
}

/** What a warning of a known kind is about, so that its rows can be looked at where they are stored. */
export interface Finding {
  /**
   * `truncated`: Intercom gives only some of what belongs to records; `column` is true of those, where one tells.
   * `type_mismatch`: values of a column, nested ones by their path, are not of its type.
   */
  kind: 'truncated' | 'type_mismatch';
  /** Whose rows: of `truncated` the stream that has the column, or the one that lacks rows. */
  stream: string;
  column?: string;
  /** How many records, where it is known. */
  count?: number;
}

/** A line for people. Never holds a secret or a message's body. */
export interface LogEvent {
  type: 'log';
  level: LogLevel;
  message: string;
  finding?: Finding;
}

/** The budget is spent: requests go on at this time (unix milliseconds). */
export interface RateLimitedEvent {
  type: 'rate_limited';
  until: number;
}

export type Event = RecordsEvent | CheckpointEvent | StatusEvent | EstimateEvent | LogEvent | RateLimitedEvent;

/** The state of a finished stream that has no cursor. Airbyte's own sentinel, understood by its platform. */
export const noCursorState: StreamState = { __ab_no_cursor_state_message: true };

/** Whether a state is such a one. */
export const hasNoCursor = (state: StreamState): boolean =>
  Object.keys(noCursorState).some((sentinel) => sentinel in state);
