/** A queue between a source that must not wait and a reader that may: short in memory, the rest in a temporary file. */
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Yields what `source` yields, in order, while running `source` ahead as fast as it goes. Items are JSON; beyond
 * `inMemory` of them they wait in a temporary file, removed at the end. The source's error comes after its items.
 */
export async function* spooled<T>(source: AsyncGenerator<T>, inMemory = 20): AsyncGenerator<T> {
  const waiting: T[] = [];
  const overflow = createOverflow<T>();
  let ended = false;
  let failure: unknown;
  let wake = () => {};
  let stopped = false;

  const pumping = (async () => {
    try {
      for await (const item of source) {
        if (stopped) return;
        if (overflow.size() > 0 || waiting.length >= inMemory) await overflow.push(item);
        else waiting.push(item);
        wake();
      }
    } catch (error) {
      failure = error;
    } finally {
      ended = true;
      wake();
    }
  })();

  try {
    for (;;) {
      const item = waiting.shift() ?? (await overflow.shift());
      if (item !== undefined) yield item;
      else if (ended) break;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (ended || waiting.length > 0 || overflow.size() > 0) resolve();
        });
    }
    if (failure !== undefined) throw failure;
  } finally {
    stopped = true;
    await pumping;
    await overflow.close();
  }
}

/** Items in a file, written at its end and read from its start. The file exists only once it is needed. */
function createOverflow<T>() {
  let folder: string | undefined;
  let file: FileHandle | undefined;
  let end = 0;
  const spans: { at: number; length: number }[] = [];

  return {
    size: () => spans.length,
    async push(item: T) {
      if (!file) {
        folder = await mkdtemp(join(tmpdir(), 'source-intercom-'));
        file = await open(join(folder, 'spool'), 'wx+', 0o600);
      }
      const bytes = Buffer.from(JSON.stringify(item));
      await file.write(bytes, 0, bytes.length, end);
      spans.push({ at: end, length: bytes.length });
      end += bytes.length;
    },
    async shift(): Promise<T | undefined> {
      const span = spans.shift();
      if (!span || !file) return undefined;
      const bytes = Buffer.alloc(span.length);
      await file.read(bytes, 0, span.length, span.at);
      return JSON.parse(bytes.toString()) as T;
    },
    async close() {
      await file?.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    },
  };
}
