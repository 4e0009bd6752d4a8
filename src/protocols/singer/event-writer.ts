/** Each event of a run as lines of Singer. */
import type { StreamInfo } from '../../core/catalog.ts';
import { ConnectorError, explain } from '../../core/errors.ts';
import type { Event, Row, StatusEvent, StreamState } from '../../core/events.ts';
import type { LineOutput, Pieces } from '../line-output.ts';
import { leftOutMessage } from '../record-line.ts';
import { type StateKeys, toldState } from '../state-keys.ts';
import { createBookmarkLines } from './bookmarks.ts';
import { activateVersionLine, recordEncoder, schemaLine } from './lines.ts';
import { type Log, metricText } from './logs.ts';
import { singerRecord } from './schema.ts';
import { type Bookmarks, writeBookmark } from './state.ts';
import type { PlannedStream } from './versions.ts';

export interface WrittenStream extends Pick<PlannedStream, 'version' | 'isLoad'> {
  /** With the columns that are selected. */
  info: StreamInfo;
  /** Takes out of a row what is not selected; undefined where everything is, so that records pass as they came. */
  select?: (row: Row) => Row;
}

export interface EventWriterOptions {
  streams: readonly WrittenStream[];
  /** Those of before. */
  bookmarks: Bookmarks;
  /** By which keys bookmarks hold their cursors. Default: the engine's. */
  stateKeys?: StateKeys;
  /** `now`: unix milliseconds. */
  clock: { now(): number };
  log: Log;
}

/** A promise means: wait for it before the next, since the reader is behind. */
export interface EventWriter {
  write(event: Event): Promise<void> | undefined;
  /** The stream has failed. */
  fail(stream: string, error: ConnectorError): void;
  /** There are no more events: writes the last state, and tells of the error that they ended with. */
  end(error: ConnectorError | undefined): Promise<void>;
  /** Streams that did not end well so far. */
  readonly failed: ReadonlySet<string>;
}

/** What is written of a stream. */
interface StreamLines extends WrittenStream {
  encode(row: Row, at: number): Pieces | undefined;
  state: StreamState;
  hasSchema: boolean;
  isComplete: boolean;
  records: number;
  /** Records that could not be written. */
  leftOut: number;
}

export function createEventWriter(options: EventWriterOptions, lines: LineOutput): EventWriter {
  const { clock, log, stateKeys } = options;
  const failed = new Set<string>();
  const bookmarks = createBookmarkLines(options.bookmarks, { lines, clock });
  const byStream = new Map(options.streams.map((stream) => [stream.info.name, linesOf(stream)]));

  const schemaFirst = (out: StreamLines) => {
    if (out.hasSchema) return;
    out.hasSchema = true;
    lines.push(schemaLine(out.info));
  };

  async function writeRows(out: StreamLines, rows: Row[]): Promise<void> {
    schemaFirst(out);
    const at = clock.now();
    for (const row of rows) {
      const record = singerRecord(row);
      const pieces = out.encode(out.select ? out.select(record) : record, at);
      if (!pieces) {
        log('warn', leftOutMessage(out.info.name, row, ++out.leftOut));
        continue;
      }
      out.records += 1;
      bookmarks.count(pieces.reduce((sum, piece) => sum + piece.length, 0));
      const behind = lines.push(...pieces);
      if (behind) await behind;
      if (lines.closed) return;
    }
  }

  const keep = (out: StreamLines) => {
    const state = toldState(out.state, stateKeys?.get(out.info.name));
    bookmarks.keep(out.info.name, writeBookmark({ ...out, state, isLoaded: !out.isLoad || out.isComplete }));
  };

  function keepStates(states: { stream: string; state: StreamState }[]) {
    for (const { stream, state } of states) {
      const out = byStream.get(stream)!;
      out.state = state;
      keep(out);
    }
    return bookmarks.due();
  }

  /** A load that was whole takes the place of what was there before it. */
  function complete(out: StreamLines, { isCompleteSnapshot }: { isCompleteSnapshot: boolean }) {
    schemaFirst(out);
    out.isComplete = true;
    log('info', metricText(out.info.name, out.records));
    if (!out.isLoad) return;
    if (isCompleteSnapshot) lines.push(activateVersionLine(out.info.name, out.version!));
    keep(out);
    return bookmarks.due();
  }

  function fail(stream: string, error: ConnectorError): void {
    failed.add(stream);
    log('error', `${stream}: ${explain(error)}`);
  }

  function writeStatus(event: StatusEvent) {
    const out = byStream.get(event.stream)!;
    if (event.status === 'incomplete') return fail(event.stream, event.error);
    return event.status === 'complete' ? complete(out, event) : schemaFirst(out);
  }

  function write(event: Event): Promise<void> | undefined {
    switch (event.type) {
      case 'records':
        return writeRows(byStream.get(event.stream)!, event.rows);
      case 'checkpoint':
        return keepStates(event.states);
      case 'status':
        return writeStatus(event) ?? undefined;
      case 'rate_limited':
        log('debug', `The rate limit is spent: requests go on at ${new Date(event.until).toISOString()}.`);
        return undefined;
      case 'log':
        log(event.level, event.message);
        return undefined;
      case 'estimate':
        return undefined;
    }
  }

  async function end(error: ConnectorError | undefined): Promise<void> {
    if (lines.closed) return;
    await bookmarks.last();
    if (error) log('error', explain(error));
    for (const [stream, { isComplete }] of byStream) {
      if (isComplete || failed.has(stream)) continue;
      if (error) failed.add(stream);
      else fail(stream, new ConnectorError('internal', `The stream ${stream} ended without saying how.`));
    }
    if (failed.size > 0) log('error', `Not complete: ${[...failed].join(', ')}.`);
  }

  return { write, fail, end, failed };
}

const linesOf = (stream: WrittenStream): StreamLines => ({
  ...stream,
  encode: recordEncoder(stream.info.name, stream.version),
  state: {},
  hasSchema: false,
  isComplete: false,
  records: 0,
  leftOut: 0,
});
