/** What a connection of its own sees in a DuckDB file, as plain values. */
import { DuckDBInstance, DuckDBTimestampTZValue, type DuckDBValue } from '@duckdb/node-api';
import type { Row } from '../../src/events.ts';

/** Runs SQL on a file that no one else has open, or only this process has. */
export async function onFile<T>(file: string, use: (query: (sql: string) => Promise<Row[]>) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.fromCache(file);
  const connection = await instance.connect();
  try {
    return await use(async (sql) => {
      const read = await connection.runAndReadAll(sql);
      const types = read.columnTypes().map((type) => type.alias);
      const names = read.columnNames();
      return read
        .getRows()
        .map((cells) => Object.fromEntries(cells.map((cell, i) => [names[i]!, plain(cell, types[i])])));
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function plain(cell: DuckDBValue, type: string | undefined): unknown {
  if (cell instanceof DuckDBTimestampTZValue) return new Date(Number(cell.micros / 1000n)).toISOString();
  if (typeof cell === 'bigint') return Number(cell);
  return type === 'JSON' && typeof cell === 'string' ? JSON.parse(cell) : cell;
}
