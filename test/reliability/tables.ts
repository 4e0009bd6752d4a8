/** A database as another program sees it: its tables, and what it remembers of each stream. */
import type { Row, StreamState } from '../../src/core/events.ts';
import type { Stream } from '../../src/streams/stream.ts';
import type { TestDatabase } from '../support/test-database.ts';
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

/** What a database that no one has loaded yet holds. */
export const noTables: Tables = { rows: () => [], kept: () => new Map(), states: new Map(), deleted: [] };

/** All that it holds of these streams. */
export const readTables = ({ use, selectTables }: TestDatabase, streams: readonly Stream[]): Promise<Tables> =>
  use(async (query) => {
    const names = new Set((await query(selectTables)).map((row) => row.table_name));
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
