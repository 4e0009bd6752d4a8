/** A DuckDB file as another program sees it: its tables, and what it remembers of each stream. */
import * as duckdb from '@duckdb/node-api';
import type { Row, StreamState } from '../../src/core/events.ts';
import { openFile } from '../../src/destinations/duckdb/instance.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { onFile } from '../support/duckdb-file.ts';
import { cursorValue, type Kept, keyOf, withoutDeep } from './keeper.ts';

export interface StoredState {
  state: StreamState | undefined;
  generation: number;
  refreshing: boolean;
}

export interface Deleted {
  stream: string;
  key: Row;
  reason: string | null;
}

export interface Tables {
  /** A stream's rows with all their columns; none where it has no table. */
  rows(stream: string): Row[];
  /** The same by key, with the time of each and the full refresh in which it was last met. */
  kept(stream: string): ReadonlyMap<string, Kept>;
  states: ReadonlyMap<string, StoredState>;
  deleted: readonly Deleted[];
}

/**
 * Keeps a file open in this process, so that each who opens and closes it meanwhile need not fold its log into it: most of the
 * time that a small file takes.
 */
export async function keepOpen(file: string): Promise<() => Promise<void>> {
  const { connection, close } = await openFile(duckdb, file);
  return async () => {
    // The file is about to be deleted.
    await connection.run('PRAGMA disable_checkpoint_on_shutdown');
    close();
  };
}

/** What a file that is not there yet holds. */
export const noTables: Tables = { rows: () => [], kept: () => new Map(), states: new Map(), deleted: [] };

/** All that the file holds of these streams. */
export const readTables = (file: string, streams: readonly Stream[]): Promise<Tables> =>
  onFile(file, async (query) => {
    const names = new Set((await query('SELECT table_name FROM duckdb_tables()')).map((row) => row.table_name));
    const all = (name: string) => (names.has(name) ? query(`SELECT * FROM "${name}"`) : Promise.resolve([]));
    const tables = new Map<string, Row[]>();
    for (const { name } of streams) tables.set(name, (await all(name)).map(withoutDeep));
    const states = await all('_source_intercom_state');
    const rows = (name: string) => tables.get(name) ?? [];
    const kept = new Map(streams.map((stream) => [stream.name, keptOf(stream, rows(stream.name))]));
    return {
      rows,
      kept: (name) => kept.get(name) ?? new Map(),
      states: new Map(
        states.map(({ stream, state, generation, refreshing }) => [
          String(stream),
          {
            state: (state ?? undefined) as StreamState | undefined,
            generation: Number(generation),
            refreshing: refreshing === true,
          },
        ]),
      ),
      deleted: (await all('_deleted')) as unknown as Deleted[],
    };
  });

function keptOf(stream: Stream, rows: readonly Row[]): ReadonlyMap<string, Kept> {
  return new Map(
    rows.map((row) => [
      keyOf(stream, keyIn(stream, row)),
      { row, at: stream.cursor ? timeOf(stream, row) : 0, refresh: Number(row._generation) },
    ]),
  );
}

/** A row's key as records have it, where tables show a time as text. */
const keyIn = ({ primaryKey, columns }: Stream, row: Row): Row =>
  Object.fromEntries(
    primaryKey.map((name) => [
      name,
      columns[name]?.kind === 'epoch' ? Date.parse(String(row[name])) / 1000 : row[name],
    ]),
  );

/** A cursor as states hold it: unix seconds, or an id's. */
function timeOf({ cursor, columns }: Stream, row: Row): number {
  const value = row[cursor!];
  if (value === null || value === undefined) return Number.POSITIVE_INFINITY;
  return columns[cursor!]?.kind === 'epoch' ? Date.parse(String(value)) / 1000 : cursorValue(value);
}
