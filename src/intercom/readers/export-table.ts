/** An export of one table: a CSV file as it is, gzipped or in a ZIP archive. No document says which, so that the file itself tells. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { batchSize, filesInZip } from './export-archive.ts';

/** Some lines of the table, each as its cells, in the order of the columns. A cell without a value is ''. */
export interface TableBatch {
  /** As they stand in the first line. */
  columns: readonly string[];
  lines: string[][];
}

/**
 * Yields the lines in batches, none where the file is empty. Rejects where it is damaged or cut off within a line, or a line has more or fewer
 * cells than there are columns: what was yielded may then be true.
 */
export async function* tableLines(path: string): AsyncGenerator<TableBatch> {
  const { parse } = await import('csv-parse');
  for await (const bytes of filesIn(path)) {
    const parser = parse({ bom: true, skip_empty_lines: true });
    // What goes wrong is thrown where the lines are read.
    pipeline(bytes, parser, () => {});
    let columns: string[] | undefined;
    let lines: string[][] = [];
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (columns === undefined) {
        columns = cells;
        continue;
      }
      lines.push(cells);
      if (lines.length < batchSize) continue;
      yield { columns, lines };
      lines = [];
    }
    if (columns) yield { columns, lines };
  }
}

async function* filesIn(path: string): AsyncGenerator<AsyncIterable<Buffer>> {
  const begin = await firstBytes(path);
  if (begin === 'PK') {
    for await (const { bytes } of filesInZip(path)) yield bytes;
  } else if (begin === '\x1f\x8b') {
    yield pipeline(createReadStream(path), createGunzip(), () => {});
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
