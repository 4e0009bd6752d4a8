/** Tar archives of CSV files, read as a stream: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 */

const block = 512;

/** Yields the CSV files in the bytes, each to be read before the next one is: where these are no archive, they themselves. */
export async function* filesInTar(source: AsyncIterable<Buffer>): AsyncGenerator<AsyncIterable<Buffer>> {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  /** Whether so many bytes are held, once as many as there are have been read. */
  async function holds(length: number): Promise<boolean> {
    while (held.length < length) {
      const next = await chunks.next();
      if (next.done) return false;
      held = Buffer.concat([held, next.value]);
    }
    return true;
  }

  async function* take(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (!(await holds(1))) {
        if (length === Number.POSITIVE_INFINITY) return;
        throw new Error('The archive ends within a file.');
      }
      const part = held.subarray(0, Math.min(left, held.length));
      held = held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  if (!(await holds(block)) || held.toString('latin1', 257, 262) !== 'ustar') {
    yield take(Number.POSITIVE_INFINITY);
    return;
  }
  while ((await holds(block)) && held[0] !== 0) {
    const { name, size, isFile } = headerIn(held);
    held = held.subarray(block);
    const bytes = take(size);
    if (isFile && /\.csv$/i.test(name)) yield bytes;
    await pass(bytes);
    await pass(take((block - (size % block)) % block));
  }
  // Whether it came whole the last bytes tell.
  await pass(take(Number.POSITIVE_INFINITY));
}

function headerIn(bytes: Buffer): { name: string; size: number; isFile: boolean } {
  const text = (from: number, to: number) => bytes.toString('utf8', from, to).split('\0')[0]!;
  return {
    name: text(0, 100),
    size: Number.parseInt(text(124, 136), 8) || 0,
    isFile: /^[0\0]$/.test(String.fromCharCode(bytes[156]!)),
  };
}

async function pass(bytes: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of bytes);
}
