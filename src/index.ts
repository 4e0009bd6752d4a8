/** The library: connect to a workspace, read streams as one flow of events, or sync them into a destination. See docs/library.md. */

export { type ConnectOptions, connect } from './connect.ts';
export { ConnectorError, explain } from './core/errors.ts';
export { type DestinationOptions, openDestination } from './destinations/index.ts';
export { parseConfig, secretsOf } from './intercom/config.ts';
export { definedStreams } from './streams/defined-streams.ts';
export { streamNamed, streams } from './streams/index.ts';
export type { CommitEvery } from './sync/committer.ts';
export { type SyncOptions, type SyncOutcome, syncInto } from './sync/sync.ts';
export { viewStyles } from './views/index.ts';

// Every type that those above mention has its name here: a test holds it.

/** A connection and what a read is asked. */
export type { Connection, ConnectionReadOptions } from './connection.ts';
export type { Masking, SelectedStream, StreamInfo, SyncMode } from './core/catalog.ts';
export type { Clock } from './core/clock.ts';
export type { Column, Columns } from './core/columns/columns.ts';
export type { ScalarKind } from './core/columns/kinds.ts';
export type { ErrorCode, FailureType } from './core/errors.ts';
/** What flows. */
export type {
  CheckpointEvent,
  EstimateEvent,
  Event,
  Finding,
  Json,
  LogEvent,
  LogLevel,
  RateLimitedEvent,
  RecordsEvent,
  Row,
  StatusEvent,
  StreamState,
} from './core/events.ts';
export type { Range } from './core/ranges.ts';
export type { SqlName, View, ViewPlace } from './core/view.ts';
/** For a destination of one's own. */
export type {
  Checked,
  Commit,
  Destination,
  LoadTarget,
  MaskedRegistry,
  OpenOptions,
  StoredStream,
  TableCounts,
  ViewStyle,
  ViewsWanted,
  Workspace,
} from './destinations/destination.ts';
export type {
  RunBegin,
  RunEnd,
  RunError,
  RunMode,
  RunOutcome,
  RunWarning,
  StreamEnd,
  StreamMode,
  StreamOutcome,
} from './destinations/runs.ts';
export type { ReadOptions } from './engine/read.ts';
export type { Times } from './engine/start-run.ts';
export type { Tuning } from './engine/tuning.ts';
/** The session and its client. */
export type { Client, ClientChanges, RequestOptions } from './intercom/client.ts';
export type { Config } from './intercom/config.ts';
export type { RecordList } from './intercom/http/records.ts';
export type { Body } from './intercom/http/response.ts';
export type { Lease } from './intercom/limits/memory.ts';
export type { Priority } from './intercom/limits/scheduler.ts';
export type { Entity, Page, ReadContext, Reader } from './intercom/readers/reader.ts';
export type { Filter } from './intercom/readers/search-query.ts';
export type { Session } from './intercom/session.ts';
export type { Layout } from './json/layout.ts';
export type { DefiningConfig, MissingStream } from './streams/defined-streams.ts';
/** What a stream is made of. */
export type { Deletion, Detail, Feed, Position, Scan, Source, Stream, Withheld } from './streams/stream.ts';
export type { LoadedStream } from './sync/committer.ts';
