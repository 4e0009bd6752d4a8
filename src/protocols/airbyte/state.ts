/** The states a sync starts from, in every form in which Airbyte, PyAirbyte and older files hold them. */
import { z } from 'zod';
import { ConnectorError } from '../../core/errors.ts';
import type { StreamState } from '../../core/events.ts';
import { describeIssues } from '../issues.ts';
import { withoutEmission } from './emission.ts';

type Fields = { [key: string]: unknown };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Kept unchanged, by reference: zod would drop keys such as `__proto__`. It is parsed from JSON, so it is plain. */
const blob = z.custom<StreamState>(isFields, 'expected object');

const streamState = z.object({ stream_descriptor: z.object({ name: z.string() }), stream_state: blob.nullish() });

const streamMessage = z.object({ stream: streamState });

const globalMessage = z.object({
  global: z.object({
    stream_states: z.array(streamState),
    shared_state: z
      .custom((shared) => isEmpty(shared), 'a state shared by all streams is not of this source')
      .optional(),
  }),
});

/**
 * Splits a state file into each stream's state; what is in one is the engine's to read. Takes a list of state
 * messages (STREAM, GLOBAL or LEGACY, bare or wrapped as lines of stdout are; the last of a stream counts), one such
 * message, the older `{stream: state}`, and Singer's `{"bookmarks": {stream: state}}`. Null, `[]` and `{}` are no state.
 * Throws `state_invalid`, naming the path, for everything else: to read it as empty would start all over.
 */
export function parseAirbyteState(input: unknown): Map<string, StreamState> {
  const states = new Map<string, StreamState>();
  if (input === null || input === undefined) return states;
  if (Array.isArray(input)) {
    input.forEach((message, index) => {
      readMessage(message, `state[${index}]`, states);
    });
    return states;
  }
  if (!isFields(input)) throw invalid('state: expected a list of state messages or an object');
  if (isMessage(input)) readMessage(input, 'state', states);
  else readLegacy(input, 'state', states);
  return states;
}

function readMessage(input: unknown, path: string, states: Map<string, StreamState>): void {
  if (!isFields(input)) throw invalid(`${path}: expected a state message`);
  if (input.type === 'STATE') {
    readMessage(input.state, `${path}.state`, states);
  } else if (input.type === 'STREAM' || (input.type === undefined && 'stream' in input)) {
    keep(parse(streamMessage, input, path).stream, states);
  } else if (input.type === 'GLOBAL' || (input.type === undefined && 'global' in input)) {
    for (const stream of parse(globalMessage, input, path).global.stream_states) keep(stream, states);
  } else if (input.type === 'LEGACY' || (input.type === undefined && 'data' in input)) {
    if (!isFields(input.data)) throw invalid(`${path}.data: expected object`);
    readLegacy(input.data, `${path}.data`, states);
  } else {
    throw invalid(`${path}.type: expected STREAM, GLOBAL or LEGACY`);
  }
}

function readLegacy(input: Fields, path: string, states: Map<string, StreamState>): void {
  if (isFields(input.bookmarks)) {
    readLegacy(input.bookmarks, `${path}.bookmarks`, states);
    return;
  }
  for (const [name, state] of Object.entries(input)) {
    keep({ stream_descriptor: { name }, stream_state: parse(blob.nullable(), state, `${path}.${name}`) }, states);
  }
}

/** A stream without a state, or with null for one, starts at its beginning, as one that is not in the file. */
function keep({ stream_descriptor, stream_state }: z.output<typeof streamState>, states: Map<string, StreamState>) {
  if (stream_state) states.set(stream_descriptor.name, withoutEmission(stream_state));
  else states.delete(stream_descriptor.name);
}

/** Whether an object is a message, which may lack its type, rather than a map from stream to state. */
const isMessage = ({ type, stream, global, data }: Fields): boolean =>
  typeof type === 'string' ||
  (isFields(stream) && 'stream_descriptor' in stream) ||
  (isFields(global) && 'stream_states' in global) ||
  isFields(data);

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (isFields(value) && Object.keys(value).length === 0);

function parse<T>(schema: z.ZodType<T>, input: unknown, path: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(describeIssues(parsed.error, path));
}

const invalid = (problem: string): ConnectorError =>
  new ConnectorError('state_invalid', `The state is wrong: ${problem}.`, {
    hint: 'Give the state of the last sync unchanged, or none to read everything again.',
  });
