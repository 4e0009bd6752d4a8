/** Airbyte's own source of Intercom as its package runs it: a manifest under Airbyte's CDK. */
import { linesOf } from '../on-simulator/program.ts';
import type { Row } from '../on-simulator/workspace.ts';

/** A stream as it discovers it. */
export interface TheirStream {
  name: string;
  json_schema: { properties: { [field: string]: Row } };
  supported_sync_modes: string[];
  default_cursor_field?: string[];
  source_defined_primary_key?: string[][];
}

export interface Message {
  type: string;
  record?: { stream: string; data: Row };
  state?: { stream: { stream_descriptor: { name: string }; stream_state: Row } };
  spec?: { connectionSpecification: { properties: { [key: string]: { default?: unknown } } } };
  catalog?: { streams: TheirStream[] };
}

/** What its users configure. */
export const config = { access_token: 'simulator-token', start_date: '2015-01-01T00:00:00Z' };

export function manifestSource(place: { bin: string; url: string }) {
  const run = (command: string, files: Row) =>
    linesOf<Message>('source-intercom', { ...place, args: [command], files: { config, ...files } });
  const discover = async () => (await run('discover', {})).find(({ type }) => type === 'CATALOG')!.catalog!.streams;
  return {
    discover,
    /** What its users fill in, by key. */
    form: async () =>
      (await linesOf<Message>('source-intercom', { ...place, args: ['spec'], files: {} })).find(
        ({ type }) => type === 'SPEC',
      )!.spec!.connectionSpecification.properties,
    /** Reads all its streams, incrementally where it can, from this state. */
    async read(state?: unknown): Promise<Message[]> {
      const streams = (await discover()).map((stream) => ({
        stream,
        sync_mode: stream.supported_sync_modes.at(-1),
        destination_sync_mode: 'append',
        cursor_field: stream.default_cursor_field ?? [],
        primary_key: stream.source_defined_primary_key ?? [],
      }));
      return run('read', { catalog: { streams }, ...(state === undefined ? {} : { state }) });
    },
  };
}

export const recordsOf = (messages: readonly Message[], stream: string): Row[] =>
  messages.flatMap(({ record }) => (record?.stream === stream ? [record.data] : []));

/** The last state of each stream, as the platform gives them to the next sync. */
export const finalStates = (messages: readonly Message[]) => [
  ...new Map(
    messages.flatMap(({ state }) => (state ? [[state.stream.stream_descriptor.name, state] as const] : [])),
  ).values(),
];
