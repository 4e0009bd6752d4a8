/** The library: connect to a workspace, read streams as one flow of events, and give it to a sink of your own. */
export type { SelectedStream, StreamInfo, SyncMode } from './catalog.ts';
export { type Config, parseConfig, secretsOf } from './config.ts';
export { type Connection, connect, timesOf } from './connect.ts';
export { openDestination } from './destinations/index.ts';
export { type ReadOptions, read } from './engine/read.ts';
export { ConnectorError, type ErrorCode, explain, type FailureType } from './errors.ts';
export type { Event, LogLevel, Row, StreamState } from './events.ts';
export { streamNamed, streams } from './streams/index.ts';
export { type SyncOptions, type SyncOutcome, syncInto } from './sync/sync.ts';
