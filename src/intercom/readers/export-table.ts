/** An export of one table: a CSV file as it is, gzipped, or in an archive (.tgz, .zip). Documents differ in which, so that the file itself tells. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvBatch, csvBatches } from './csv.ts';
import { filesInZip } from './export-archive.ts';
import { filesInTar } from './tar.ts';

/** Yields the lines in batches; what was yielded before it rejects, as `csvBatches` does, may be true. */
export async function* tableLines(path: string): AsyncGenerator<CsvBatch> {
  for await (const bytes of filesIn(path)) yield* csvBatches(bytes);
}

async function* filesIn(path: string): AsyncGenerator<AsyncIterable<Buffer>> {
  const begin = await firstBytes(path);
  if (begin === 'PK') {
    for await (const { bytes } of filesInZip(path)) yield bytes;
  } else if (begin === '\x1f\x8b') {
    yield* filesInTar(pipeline(createReadStream(path), createGunzip(), () => {}));
  } else {
    yield createReadStream(path);
  }
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
