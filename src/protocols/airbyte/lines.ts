/** Messages as lines of JSON, each with its line feed. */
import type { Row, StreamState } from '../../core/events.ts';
import type { Redact } from '../../core/redact.ts';
import { textOf } from '../../json/record.ts';
import type { Pieces } from '../line-output.ts';
import type { PlainMessage } from './messages.ts';

/** The keys whose text is written for people and may quote a request, and how much of it the platform keeps. */
const proseLimits = new Map([
  ['message', 50_000],
  ['internal_message', 50_000],
  ['stack_trace', 100_000],
]);

/**
 * A message's line, its prose redacted. Only the prose: to redact the whole line would break the JSON where a user
 * has a secret such as "type".
 */
export const messageLine = (message: PlainMessage, redact: Redact): string =>
  `${JSON.stringify(message, (key, value) => {
    const limit = proseLimits.get(key);
    // Redacted before it is cut, so that no half of a secret is left at the end.
    return limit && typeof value === 'string' ? redact(value).slice(0, limit) : value;
  })}\n`;

/**
 * Makes the RECORD lines of a stream. What does not change is built once, and a record that is as it came is passed on in
 * its own text. Nothing is masked, since data is data: a customer's message may quote a key, and an altered copy would be a
 * wrong one. Undefined where a record's values lie so deep in each other that it can't be written, nor read by the platform.
 */
export function recordEncoder(stream: string): (row: Row, emittedAt: number) => Pieces | undefined {
  const head = Buffer.from(`{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"data":`);
  let tail = Buffer.alloc(0);
  let tailOf: number | undefined;
  return (row, emittedAt) => {
    const data = textBytes(row) ?? objectText(row);
    if (data === undefined) return undefined;
    // The same of all rows of a batch.
    if (emittedAt !== tailOf) tail = Buffer.from(`,"emitted_at":${emittedAt}}}\n`);
    tailOf = emittedAt;
    return [head, data, tail];
  };
}

function objectText(row: Row): string | undefined {
  try {
    return JSON.stringify(row);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** STATE of one stream. The protocol wants counts with a decimal point, which JSON.stringify would not write. */
export function stateLine(stream: string, state: StreamState, recordCount: number): string {
  const descriptor = `{"name":${JSON.stringify(stream)}}`;
  const blob = `{"stream_descriptor":${descriptor},"stream_state":${JSON.stringify(state)}}`;
  return `{"type":"STATE","state":{"type":"STREAM","stream":${blob},"sourceStats":{"recordCount":${recordCount}.0}}}\n`;
}

function textBytes(row: Row): Uint8Array | undefined {
  const text = textOf(row);
  return text?.bytes.subarray(text.start, text.end);
}
