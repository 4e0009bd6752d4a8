/**
 * How much memory DuckDB may take: enough for the rows it is given, whatever the tables hold. Beyond it blocks go to the file, or
 * to a temporary one beside it. What can't go are the rows that it works on, 2,048 at a time: where those are too many bytes, a
 * commit fails, and so does the folding of the log, after which the file must be opened anew. So the limit follows the heaviest
 * rows that a table holds, which the file remembers.
 */
import { totalmem } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { MemoryLimit } from '../sql/loaded-database.ts';

/** What it takes with rows that weigh little: 12 MB were enough, */
const base = 32_000_000;
/**
 * and for each column of all tables: what a table holds first, what a transaction adds to it and what is staged keep the place of 2,048
 * values each, which is too little to be sent to the disk. 72 kB were enough.
 */
const bytesPerColumn = 131_072;
/** And for each column of the widest table, two blocks of DuckDB's: a table is added to in all its columns at once. */
const bytesPerColumnAtOnce = 524_288;
/** Of the heaviest rows: two windows of them may be worked on at once, and in more than one copy. */
const bytesPerCharacter = 8;

/** Bytes that this process may take at all. DuckDB takes four fifths where nothing is set; to reset the setting does not reset that. */
const available = (): number => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/** How many rows DuckDB works on at once. */
export const windowRows = 2_048;

/**
 * `columns`: how many each of the tables has that are written to. `heaviest`: by stream the weight of its table's heaviest window so far, or
 * undefined where that is not known, as of tables of earlier versions: then there is no limit, and neither where `heaviest` is undefined.
 */
export async function limitMemory(
  connection: DuckDBConnection,
  columns: readonly number[],
  heaviest: Map<string, number | undefined> | undefined,
): Promise<MemoryLimit> {
  const known = [...(heaviest?.values() ?? [])];
  if (!heaviest || known.includes(undefined)) {
    await connection.run(`SET memory_limit = '${Math.floor(available() * 0.8)}B'`);
    return { expect: async (stream) => heaviest?.get(stream) };
  }
  let largest = Math.max(0, ...(known as number[]));
  /** The last rows of each stream, which may be in one window with the next ones. */
  const open = new Map<string, { count: number; weight: number }>();
  const all = columns.reduce((sum, count) => sum + count, 0);
  const least = base + bytesPerColumn * all + bytesPerColumnAtOnce * Math.max(0, ...columns);
  const set = () => connection.run(`SET memory_limit = '${least + bytesPerCharacter * largest}B'`);
  await set();
  return {
    async expect(stream, { count, heaviest: weight }) {
      const before = open.get(stream) ?? { count: 0, weight: 0 };
      const together = before.weight + weight;
      const filled = before.count + count >= windowRows;
      open.set(stream, filled ? { count: 0, weight: 0 } : { count: before.count + count, weight: together });
      heaviest.set(stream, Math.max(heaviest.get(stream) ?? 0, together));
      if (together > largest) {
        // Some more at once, so that it is not raised at every merge.
        largest = Math.ceil(together * 1.25);
        await set();
      }
      return heaviest.get(stream);
    },
  };
}
