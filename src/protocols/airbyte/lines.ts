/** Messages as lines of JSON, each with its line feed. */
import type { StreamState } from '../../core/events.ts';
import type { Redact } from '../../core/redact.ts';
import { recordLines } from '../record-line.ts';
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

/** Makes the RECORD lines of a stream. */
export const recordEncoder = (stream: string) =>
  recordLines({
    head: `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"data":`,
    tail: (emittedAt) => `,"emitted_at":${emittedAt}}}\n`,
  });

/** STATE of one stream. The protocol wants counts with a decimal point, which JSON.stringify would not write. */
export function stateLine(stream: string, state: StreamState, recordCount: number): string {
  const descriptor = `{"name":${JSON.stringify(stream)}}`;
  const blob = `{"stream_descriptor":${descriptor},"stream_state":${JSON.stringify(state)}}`;
  return `{"type":"STATE","state":{"type":"STREAM","stream":${blob},"sourceStats":{"recordCount":${recordCount}.0}}}\n`;
}
