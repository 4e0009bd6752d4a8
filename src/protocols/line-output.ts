/** The one queue in front of stdout: big chunks, back-pressure, and a reader that may go away. */
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { onAbort } from '../core/abort.ts';
import { ConnectorError } from '../core/errors.ts';
import { createChunks } from './chunks.ts';

/** How long a line waits for others, in milliseconds. */
const idleMs = 200;

/** A reader that takes no byte for so long, while the run is to stop, is not waited for, in milliseconds. */
const stallMs = 300;

/** A line in pieces, as they were at hand. */
export type Pieces = readonly (string | Uint8Array)[];

export interface LineOutput {
  /** Queues a line, given in one piece or several. A promise means: wait for it before the next, since the reader is behind. */
  push(...pieces: Pieces): Promise<void> | undefined;
  /** Writes what is queued. A promise as in `push`. */
  flush(): Promise<void> | undefined;
  /** Resolves when all is with the operating system, so that the process may end. Rejects if output failed. */
  drain(): Promise<void>;
  /** True once the reader has closed its end, or is given up: nothing more can be written. */
  readonly closed: boolean;
}

/**
 * Wraps stdout or another stream of bytes. `onClosed` is called once if the reader goes away. Once `signal` says that the
 * run is to stop, a reader that has its pipe open and reads nothing counts as one that has closed it.
 */
export function createLineOutput(
  output: Writable,
  { onClosed = () => {}, signal }: { onClosed?: () => void; signal?: AbortSignal } = {},
): LineOutput {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failure: Error | undefined;
  const waiting: (() => void)[] = [];

  const wake = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const close = () => {
    if (closed) return;
    closed = true;
    clearTimeout(timer);
    wake();
    onClosed();
  };
  output.on('drain', wake);
  output.on('close', close);
  // Stays for good: an EPIPE without a listener would end the process with a stack trace.
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (!isReaderGone(error)) failure ??= error;
    close();
  });

  /** Of pipes, and terminals: a file is never behind. A socket's timer also sees a write that is taken in part. */
  const giveUpStalled = () => {
    if (!(output instanceof Socket)) return;
    output.setTimeout(stallMs, () => {
      if (output.writableLength > 0) close();
    });
  };
  if (signal?.aborted) giveUpStalled();
  else if (signal) onAbort(signal, giveUpStalled);

  /** Undefined where the reader is not behind. */
  const untilDrained = () =>
    output.writableNeedDrain && !closed ? new Promise<void>((resolve) => waiting.push(resolve)) : undefined;

  const stopTimer = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const chunks = createChunks((bytes, done) => {
    stopTimer();
    if (!closed) output.write(bytes, done);
  });
  const flush = () => {
    stopTimer();
    chunks.flush();
  };

  return {
    push(...pieces) {
      if (closed) return undefined;
      for (const piece of pieces) chunks.add(piece);
      if (chunks.isFull()) flush();
      else timer ??= setTimeout(flush, idleMs);
      return untilDrained();
    },
    flush() {
      flush();
      return untilDrained();
    },
    async drain() {
      flush();
      if (!closed) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          output.write('', () => resolve());
        });
      }
      if (failure) {
        throw new ConnectorError('destination_unusable', `The output can't be written: ${failure.message}.`, {
          hint: 'Make room where it goes, or send it elsewhere.',
          cause: failure,
        });
      }
    },
    get closed() {
      return closed;
    },
  };
}

/** How Node says that no one reads any more. */
const readerGone = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/** True of a failed write whose reader has closed its end, which is no failure of the run. */
export const isReaderGone = ({ code = '' }: NodeJS.ErrnoException): boolean => readerGone.has(code);
