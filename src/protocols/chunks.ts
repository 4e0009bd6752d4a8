/** Pieces of lines gathered into chunks as large as a pipe takes, since smaller ones cost a system call each. */

/** A pipe takes 64 KB at once. */
const chunkSize = 64 * 1024;

export interface Chunks {
  /** A piece larger than a chunk is written by itself. */
  add(piece: string | Uint8Array): void;
  /** Whether the current chunk has no space left. */
  isFull(): boolean;
  /** Writes what is gathered. */
  flush(): void;
}

/** `write` calls `done` once it does not need the bytes any more. */
export function createChunks(write: (bytes: string | Uint8Array, done?: () => void) => void): Chunks {
  /** Chunks that are written, to be used again: memory outside of the engine's heap that comes and goes makes it collect garbage. */
  const free: Buffer[] = [];
  const take = () => free.pop() ?? Buffer.allocUnsafe(chunkSize);
  let chunk = take();
  let length = 0;

  const flush = () => {
    if (length === 0) return;
    const written = chunk;
    write(written.subarray(0, length), () => free.push(written));
    chunk = take();
    length = 0;
  };

  return {
    add(piece) {
      const size = typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
      if (length + size > chunkSize) flush();
      if (size > chunkSize) return write(piece);
      if (typeof piece === 'string') chunk.write(piece, length);
      else chunk.set(piece, length);
      length += size;
    },
    isFull: () => length >= chunkSize,
    flush,
  };
}
