/** What a connection of its own sees in a DuckDB file, as plain values. */
import * as duckdb from '@duckdb/node-api';
import type { Row } from '../../src/core/events.ts';
import { openFile } from '../../src/destinations/duckdb/instance.ts';

/** Runs SQL on a file that no one else has open, or only this process has. */
export async function onFile<T>(file: string, use: (query: (sql: string) => Promise<Row[]>) => Promise<T>): Promise<T> {
  const { connection, close } = await openFile(duckdb, file);
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
    close();
  }
}

function plain(cell: duckdb.DuckDBValue, type: string | undefined): unknown {
  if (cell instanceof duckdb.DuckDBTimestampTZValue) return new Date(Number(cell.micros / 1000n)).toISOString();
  if (typeof cell === 'bigint') return Number(cell);
  return type === 'JSON' && typeof cell === 'string' ? JSON.parse(cell) : cell;
}
