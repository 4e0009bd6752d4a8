/** The Singer sink: events in, lines of messages out, in the same order. */
import type { Writable } from 'node:stream';
import type { ConnectorError } from '../../core/errors.ts';
import type { Event } from '../../core/events.ts';
import { createLineOutput } from '../line-output.ts';
import { passOn } from '../pass-on.ts';
import { createEventWriter, type EventWriterOptions } from './event-writer.ts';

/** The run is well only if each of its `streams` says that it is complete. */
export interface SingerSync extends EventWriterOptions {
  events: AsyncIterable<Event>;
  output: Writable;
  /** Streams that can't be read, told as failed before the rest. */
  rejected?: readonly { stream: string; error: ConnectorError }[];
  /** Called once if the reader of `output` goes away, so that requests in flight can be given up. */
  onClosed?: () => void;
  /** Once aborted, a reader that does not read is not waited for any more. */
  signal?: AbortSignal;
}

export interface SingerOutcome {
  /** Streams that did not end well. The process must exit with 0 only if there are none and `closed` is false. */
  failed: string[];
  /** What the events ended with, if they threw. */
  error?: ConnectorError;
  /** The reader of `output` went away before the end, or did not read while the run was to stop. */
  closed: boolean;
}

/**
 * Writes a run, waiting for `output` whenever it is behind, and resolves when all of it is out. It ends the events by `return()` if no one
 * reads any more. Rejects (`destination_unusable`) if `output` fails otherwise.
 */
export async function writeSinger(sync: SingerSync): Promise<SingerOutcome> {
  const lines = createLineOutput(sync.output, sync);
  const writer = createEventWriter(sync, lines);
  for (const { stream, error } of sync.rejected ?? []) writer.fail(stream, error);
  const error = await passOn(sync.events, writer.write, lines);
  await writer.end(error);
  await lines.drain();
  return { failed: [...writer.failed], ...(error ? { error } : {}), closed: lines.closed };
}
