/** What an export of messages gives: a ZIP archive of CSV files, read as a stream. */
import { crc32 } from 'node:zlib';
import { csvBatches } from './csv.ts';
import type { Entity } from './reader.ts';

/** A row of one of the files. */
export interface ExportRow extends Entity {
  /** The file's name without its time: `click` of `click_20240131-090000.csv`. */
  file: string;
  /** By the names in the file's first line. A cell without a value is ''. */
  cells: { readonly [column: string]: string };
}

/** Yields the rows file by file, in batches. Rejects where the archive is no archive, or is damaged: what was yielded may then be true. */
export async function* archiveRows(path: string): AsyncGenerator<ExportRow[]> {
  for await (const { name, bytes } of filesInZip(path)) {
    const file = name.replace(/(_\d{8}([-_]\d+)*)?\.csv$/i, '');
    for await (const { columns, lines } of csvBatches(bytes)) {
      const rowOf = (line: string[]): ExportRow => ({
        file,
        cells: Object.fromEntries(columns.map((column, i) => [column, line[i]!])),
      });
      if (lines.length > 0) yield lines.map(rowOf);
    }
  }
}

/** Yields the CSV files in a ZIP archive, each to be read before the next one is. Rejects, and so do the bytes, where it is damaged. */
export async function* filesInZip(path: string): AsyncGenerator<{ name: string; bytes: AsyncIterable<Buffer> }> {
  // Loaded once an export is read: most runs read none.
  const { openPromise } = await import('yauzl');
  const archive = await openPromise(path, { autoClose: false });
  try {
    for await (const entry of archive.eachEntry()) {
      const name = entry.fileName.slice(entry.fileName.lastIndexOf('/') + 1);
      if (!/\.csv$/i.test(name)) continue;
      yield { name, bytes: proved(await archive.openReadStreamPromise(entry), entry.crc32) };
    }
  } finally {
    archive.close();
  }
}

/** Passes bytes on, and rejects in the end where they are not those that were packed. */
async function* proved(source: AsyncIterable<Buffer>, expected: number): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of source) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== expected >>> 0) throw new Error('The checksum of a file in the archive is wrong.');
}
