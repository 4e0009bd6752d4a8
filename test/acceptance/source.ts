/** The source under test: the built command, pointed at a simulated Intercom. */
import { airbyteCatalog } from '../../src/protocols/airbyte/catalog.ts';
import type { AirbyteMessage, AirbyteStream } from '../../src/protocols/airbyte/messages.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { type AirbyteOptions, runAirbyte } from '../support/airbyte.ts';
import { defining, streams as registry } from '../support/registry.ts';

export type Row = { [column: string]: unknown };

export interface Source {
  simulator: Simulator;
  url: string;
  spec(): ReturnType<typeof runAirbyte>;
  check(config?: Row, env?: Record<string, string>): ReturnType<typeof runAirbyte>;
  discover(): Promise<AirbyteStream[]>;
  read(catalog: unknown, state?: unknown, options?: AirbyteOptions & { config?: Row }): ReturnType<typeof runAirbyte>;
  close(): Promise<void>;
}

export const config = { access_token: 'simulator-token', ...defining };

/** Contacts of more than a page; what takes a request per record, few of. */
const counts = { contacts: 180, conversations: 60, tickets: 30, companies: 30 };

/** Starts a simulator, and runs the command against it. */
export const startSource = (options: SimulatorOptions = {}): Promise<Source> =>
  sourceOf(createSimulator(options.scale === undefined ? { counts, ...options } : options));

/** Runs the command against this simulator. */
export async function sourceOf(simulator: Simulator): Promise<Source> {
  const { url, close } = await simulator.listen();
  const env = { INTERCOM_API_URL: url };
  return {
    simulator,
    url,
    close,
    spec: () => runAirbyte('spec'),
    check: (given = config, more = {}) => runAirbyte('check', { env: { ...env, ...more }, files: { config: given } }),
    async discover() {
      const { messages } = await runAirbyte('discover', { env, files: { config } });
      return messages.flatMap((message) => (message.type === 'CATALOG' ? message.catalog.streams : []));
    },
    read: (catalog, state, { config: given = config, ...rest } = {}) =>
      runAirbyte('read', {
        ...rest,
        env: { ...env, ...rest.env },
        files: { config: given, catalog, ...(state === undefined ? {} : { state }) },
      }),
  };
}

/** Streams as `discover` lists them, without a process that asks: those of every workspace, without types of its custom attributes. */
export const listed = (isWanted: (name: string) => boolean = () => true): readonly AirbyteStream[] =>
  airbyteCatalog(registry).catalog.streams.filter(({ name }) => isWanted(name));

/** The configured catalog that asks for all these streams in one mode; full refresh where a stream has no other. */
export const configure = (streams: readonly AirbyteStream[], mode: 'full_refresh' | 'incremental') => ({
  streams: streams.map((stream) => ({
    stream,
    sync_mode: stream.supported_sync_modes.includes(mode) ? mode : 'full_refresh',
    destination_sync_mode: mode === 'incremental' ? 'append_dedup' : 'overwrite',
    cursor_field: stream.default_cursor_field ?? [],
    primary_key: stream.source_defined_primary_key,
  })),
});

export const recordsIn = (messages: readonly AirbyteMessage[]) =>
  messages.flatMap((message) => (message.type === 'RECORD' ? [message.record] : []));

export const statesIn = (messages: readonly AirbyteMessage[]) =>
  messages.flatMap((message) => (message.type === 'STATE' ? [message.state] : []));

const tracesIn = (messages: readonly AirbyteMessage[]) =>
  messages.flatMap((message) => (message.type === 'TRACE' ? [message.trace] : []));

export const errorsIn = (messages: readonly AirbyteMessage[]) =>
  tracesIn(messages).flatMap((trace) => (trace.type === 'ERROR' ? [trace.error] : []));

/** The statuses that a stream went through, in order. */
export const statusesOf = (messages: readonly AirbyteMessage[], stream: string) =>
  tracesIn(messages).flatMap((trace) =>
    trace.type === 'STREAM_STATUS' && trace.stream_status.stream_descriptor.name === stream
      ? [trace.stream_status.status]
      : [],
  );

/** What the platform would give the next sync: the last state of each stream, as a list of state messages. */
export const finalStates = (messages: readonly AirbyteMessage[]) => [
  ...new Map(statesIn(messages).map((state) => [state.stream.stream_descriptor.name, state])).values(),
];

/** Names a row across reads. */
export const keyOf = (stream: AirbyteStream, row: Row): string =>
  JSON.stringify(stream.source_defined_primary_key.map(([column]) => row[column!]));

/** The keys of all records, each with its stream. */
export function keysIn(streams: readonly AirbyteStream[], messages: readonly AirbyteMessage[]): Set<string> {
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  return new Set(recordsIn(messages).map(({ stream, data }) => `${stream} ${keyOf(byName.get(stream)!, data)}`));
}
