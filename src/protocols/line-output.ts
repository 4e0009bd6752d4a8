/** The one queue in front of stdout: big chunks, back-pressure, and a reader that may go away. */
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { onAbort } from '../core/abort.ts';
import { ConnectorError } from '../core/errors.ts';
import type { Pieces } from './airbyte/lines.ts';

/** A pipe takes 64 KB at once; smaller chunks cost a system call each. */
const chunkSize = 64 * 1024;

/** How long a line waits for others, in milliseconds. */
const idleMs = 200;

/** A reader that takes no byte for so long, while the run is to stop, is not waited for, in milliseconds. */
const stallMs = 300;

export interface LineOutput {
  /** Queues a line, given in one piece or several. A promise means: wait for it before the next, since the reader is behind. */
  push(...pieces: Pieces): Promise<void> | undefined;
  /** Hands over what is queued. A promise as in `push`. */
  flush(): Promise<void> | undefined;
  /** Resolves when all is with the operating system, so that the process may end. Rejects if output failed. */
  drain(): Promise<void>;
  /** True once the reader has gone, or is given up: nothing more can be written. */
  readonly closed: boolean;
}

/**
 * Wraps stdout or another stream of bytes. `onClosed` is called once if the reader goes away. Once `signal` says that the
 * run is to stop, a reader that has its pipe open and reads nothing counts as gone.
 */
export function createLineOutput(
  output: Writable,
  { onClosed = () => {}, signal }: { onClosed?: () => void; signal?: AbortSignal } = {},
): LineOutput {
  /** Chunks that are written: memory outside of the engine's heap, of which much comes and goes, makes it collect garbage. */
  const free: Buffer[] = [];
  const take = () => free.pop() ?? Buffer.allocUnsafe(chunkSize);
  let chunk = take();
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failure: Error | undefined;
  let waiting: (() => void)[] = [];

  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
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

  const room = () =>
    output.writableNeedDrain && !closed ? new Promise<void>((resolve) => waiting.push(resolve)) : undefined;

  const hand = () => {
    clearTimeout(timer);
    timer = undefined;
    if (length === 0) return;
    const full = chunk;
    if (!closed) output.write(full.subarray(0, length), () => free.push(full));
    chunk = take();
    length = 0;
  };

  const add = (piece: string | Uint8Array) => {
    const size = typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
    if (length + size > chunkSize) hand();
    if (size > chunkSize) {
      if (!closed) output.write(piece);
      return;
    }
    if (typeof piece === 'string') chunk.write(piece, length);
    else chunk.set(piece, length);
    length += size;
  };

  return {
    push(...pieces) {
      if (closed) return undefined;
      for (const piece of pieces) add(piece);
      if (length >= chunkSize) hand();
      else timer ??= setTimeout(hand, idleMs);
      return room();
    },
    flush() {
      hand();
      return room();
    },
    async drain() {
      hand();
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

/** True of a failed write whose reader has gone, which is no failure of the run. */
export const isReaderGone = ({ code = '' }: NodeJS.ErrnoException): boolean => readerGone.has(code);
