/** A DuckDB file in a folder of its own, and what a second connection sees in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance, DuckDBTimestampTZValue, type DuckDBValue } from '@duckdb/node-api';
import { openDuckdb } from '../../src/destinations/duckdb.ts';
import type { Row } from '../../src/events.ts';
import type { Place } from './conformance/bench.ts';

export interface DuckdbPlace extends Place {
  folder: string;
  file: string;
  query(sql: string): Promise<Row[]>;
}

export async function duckdbPlace(name = 'intercom.duckdb'): Promise<DuckdbPlace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'destination-'));
  const file = path.join(folder, name);
  const query = (sql: string) => queryFile(file, sql);
  return {
    folder,
    file,
    query,
    open: () => openDuckdb(file),
    rows: (stream) => query(`SELECT * FROM "${stream}" ORDER BY ALL`),
    deleted: async () =>
      (await query('SELECT stream, key, deleted_at, reason FROM _deleted ORDER BY ALL')) as Awaited<
        ReturnType<Place['deleted']>
      >,
    remove: () => rm(folder, { recursive: true }),
  };
}

async function queryFile(file: string, sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.fromCache(file);
  const connection = await instance.connect();
  try {
    const read = await connection.runAndReadAll(sql);
    const types = read.columnTypes().map((type) => type.alias);
    const names = read.columnNames();
    return read
      .getRows()
      .map((cells) => Object.fromEntries(cells.map((cell, i) => [names[i]!, plain(cell, types[i])])));
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
