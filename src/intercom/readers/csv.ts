/** CSV, read as a stream. */
import { pipeline } from 'node:stream';

/** Some lines, each as its cells, in the order of the columns. A cell without a value is ''. */
export interface CsvBatch {
  /** As they stand in the first line. */
  columns: readonly string[];
  lines: string[][];
}

const batchSize = 500;

/**
 * Yields the lines in batches, none where there is not even the first line. Rejects where the bytes do, where they end within a quoted
 * cell, or where a line has more or fewer cells than there are columns: what was yielded may then be true.
 */
export async function* csvBatches(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvBatch> {
  // Loaded once an export is read: most runs read none.
  const { parse } = await import('csv-parse');
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
