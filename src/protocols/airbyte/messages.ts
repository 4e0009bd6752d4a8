/**
 * The messages of the Airbyte protocol that a source writes, as a closed union, so that a misspelt key does not
 * compile. Source: airbyte_protocol.yaml of airbytehq/airbyte-protocol 0.18.0.
 */
import type { SyncMode } from '../../core/catalog.ts';
import type { JsonSchema } from '../../core/columns/kind.ts';
import type { FailureType } from '../../core/errors.ts';
import type { StreamState } from '../../core/events.ts';

interface StreamDescriptor {
  name: string;
}

interface RecordMessage {
  type: 'RECORD';
  /** `emitted_at`: unix milliseconds. */
  record: { stream: string; data: { [column: string]: unknown }; emitted_at: number };
}

interface StateMessage {
  type: 'STATE';
  state: {
    type: 'STREAM';
    stream: { stream_descriptor: StreamDescriptor; stream_state: StreamState };
    /** Records of this stream since its state before. */
    sourceStats: { recordCount: number };
  };
}

export interface LogMessage {
  type: 'LOG';
  log: { level: 'ERROR' | 'WARN' | 'INFO' | 'DEBUG'; message: string };
}

export interface ErrorTrace {
  message: string;
  internal_message: string;
  stack_trace?: string;
  failure_type: FailureType;
  stream_descriptor?: StreamDescriptor;
}

export interface StreamStatusTrace {
  stream_descriptor: StreamDescriptor;
  status: 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE';
  /** `quota_reset`: unix milliseconds. */
  reasons?: [{ type: 'RATE_LIMITED'; rate_limited: { quota_reset: number } }];
}

interface EstimateTrace {
  name: string;
  type: 'STREAM';
  row_estimate: number;
}

/** `emitted_at`: unix milliseconds. */
export interface TraceMessage {
  type: 'TRACE';
  trace:
    | { type: 'ERROR'; emitted_at: number; error: ErrorTrace }
    | { type: 'STREAM_STATUS'; emitted_at: number; stream_status: StreamStatusTrace }
    | { type: 'ESTIMATE'; emitted_at: number; estimate: EstimateTrace };
}

export interface ConnectionStatusMessage {
  type: 'CONNECTION_STATUS';
  connectionStatus: { status: 'SUCCEEDED'; message?: string } | { status: 'FAILED'; message: string };
}

export interface SpecMessage {
  type: 'SPEC';
  spec: {
    protocol_version: string;
    documentationUrl: string;
    supportsIncremental: boolean;
    connectionSpecification: JsonSchema;
    advanced_auth: AdvancedAuth;
  };
}

/** Where a platform that runs an OAuth consent for its users puts what comes of it. */
export interface AdvancedAuth {
  auth_flow_type: 'oauth2.0';
  oauth_config_specification: {
    /** How the consent is asked for, in templates that the platform fills in. */
    oauth_connector_input_specification: {
      consent_url: string;
      access_token_url: string;
      access_token_headers: { [name: string]: string };
      access_token_params: { [name: string]: string };
      extract_output: string[];
    };
    /** What the consent gives. */
    complete_oauth_output_specification: JsonSchema;
    /** What the platform itself must know of its app. */
    complete_oauth_server_input_specification: JsonSchema;
    /** Which of that it puts into the configuration too. */
    complete_oauth_server_output_specification: JsonSchema;
  };
}

export interface AirbyteStream {
  name: string;
  json_schema: JsonSchema;
  supported_sync_modes: SyncMode[];
  source_defined_cursor?: true;
  default_cursor_field?: [string];
  source_defined_primary_key: string[][];
  is_resumable: boolean;
}

export interface CatalogMessage {
  type: 'CATALOG';
  catalog: { streams: AirbyteStream[] };
}

/** All messages but records and states, which have encoders of their own for speed and for `25.0`. */
export type PlainMessage = LogMessage | TraceMessage | ConnectionStatusMessage | SpecMessage | CatalogMessage;

export type AirbyteMessage = PlainMessage | RecordMessage | StateMessage;
