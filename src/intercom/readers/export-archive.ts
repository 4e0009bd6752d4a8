/** What an export gives: a ZIP archive of CSV files, read as a stream. */
import { pipeline } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entity } from './reader.ts';

/** A row of one of the files. */
export interface ExportRow extends Entity {
  /** The file's name without its time: `click` of `click_20240131-090000.csv`. */
  file: string;
  /** By the names in the file's first line. A cell without a value is ''. */
  cells: { readonly [column: string]: string };
}

const batchSize = 500;

/** Yields the rows file by file, in batches. Rejects where the archive is no archive, or is damaged: what was yielded may then be true. */
export async function* archiveRows(path: string): AsyncGenerator<ExportRow[]> {
  // Loaded once an export is read: most runs read none.
  const [{ openPromise }, { parse }] = await Promise.all([import('yauzl'), import('csv-parse')]);
  const archive = await openPromise(path, { autoClose: false });
  try {
    for await (const entry of archive.eachEntry()) {
      const file = fileIn(entry.fileName);
      if (file === undefined) continue;
      const bytes = await archive.openReadStreamPromise(entry);
      const parser = parse({ bom: true, columns: true, skip_empty_lines: true });
      // What goes wrong is thrown where the rows are read.
      pipeline(bytes, proved(entry.crc32), parser, () => {});
      let batch: ExportRow[] = [];
      for await (const cells of parser as AsyncIterable<ExportRow['cells']>) {
        batch.push({ file, cells });
        if (batch.length < batchSize) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    }
  } finally {
    archive.close();
  }
}

/** Undefined of what is no CSV file. */
function fileIn(name: string): string | undefined {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return /\.csv$/i.test(base) ? base.replace(/(_\d{8}([-_]\d+)*)?\.csv$/i, '') : undefined;
}

/** Passes bytes on, and rejects in the end where they are not those that were packed. */
const proved = (expected: number) =>
  async function* (source: AsyncIterable<Buffer>) {
    let sum = 0;
    for await (const chunk of source) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== expected >>> 0) throw new Error('The checksum of a file in the archive is wrong.');
  };
