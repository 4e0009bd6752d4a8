/** The library: connect to a workspace, read streams as one flow of events, and give it to a sink of your own. */

export { type ConnectOptions, connect } from './connect.ts';
export type { Connection, ConnectionReadOptions } from './connection.ts';
export type { SelectedStream, StreamInfo, SyncMode } from './core/catalog.ts';
export { ConnectorError, type ErrorCode, explain, type FailureType } from './core/errors.ts';
export type { Event, LogLevel, Row, StreamState } from './core/events.ts';
export { openDestination } from './destinations/index.ts';
export { type Config, parseConfig, secretsOf } from './intercom/config.ts';
export { streamNamed, streams } from './streams/index.ts';
export { type SyncOptions, type SyncOutcome, syncInto } from './sync/sync.ts';
