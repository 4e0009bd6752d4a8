/**
 * Staging: cells are written into DuckDB's own chunks as they come, and the chunks appended to a temporary table. They go
 * through the bindings, since the vectors of the API keep each cell in JavaScript as well, and count nulls in bigints.
 */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import type { Vector } from '@duckdb/node-bindings';
import type { Cell } from '../sql/cells.ts';
import { type ColumnType, quoted } from './table.ts';

type Bindings = typeof import('@duckdb/node-bindings');
export type Duckdb = typeof import('@duckdb/node-api') & { bindings: Bindings };

export interface StagedColumn {
  name: string;
  type: ColumnType;
}

/** Rows on their way into a table. */
export interface Stage {
  readonly rows: number;
  /** Characters in it, about: what it costs of memory. */
  readonly weight: number;
  /** The weight of its heaviest chunk. */
  readonly heaviest: number;
  add(cells: readonly Cell[]): void;
  /** SQL for the columns of a table of such rows. */
  readonly definition: string;
  /** Appends the rows, once, to a table of just these columns, in the order in which they were added. */
  append(connection: DuckDBConnection, table: string, catalog?: string): Promise<void>;
}

/** Makes stages of the same columns. Their chunks are used again, since a chunk takes its whole memory however few its rows. */
export function createStages(duckdb: Duckdb, columns: readonly StagedColumn[]): () => Stage {
  // JSON is text to DuckDB; it is not checked again, since JSON.stringify wrote it.
  const typeOf: Record<ColumnType, DuckDBType> = {
    VARCHAR: duckdb.VARCHAR,
    JSON: duckdb.VARCHAR,
    DOUBLE: duckdb.DOUBLE,
    BOOLEAN: duckdb.BOOLEAN,
    BIGINT: duckdb.BIGINT,
    'TIMESTAMP WITH TIME ZONE': duckdb.TIMESTAMPTZ,
  };
  const { bindings } = duckdb;
  /** How many rows a chunk of DuckDB's holds. */
  const chunkRows = bindings.vector_size();
  const types = columns.map(({ type }) => typeOf[type]);
  const definition = columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ');
  const free: DuckDBDataChunk[] = [];

  const openChunk = () => {
    const chunk = free.pop() ?? duckdb.DuckDBDataChunk.create(types);
    const writers = columns.map(({ type }, i) =>
      writerOf({ bindings, type, vector: bindings.data_chunk_get_vector(chunk.chunk, i), chunkRows }),
    );
    return { chunk, writers };
  };

  return () => {
    const chunks: DuckDBDataChunk[] = [];
    let open: ReturnType<typeof openChunk> | undefined;
    let rows = 0;
    let weight = 0;
    let heaviest = 0;
    /** The weight of all before the open chunk. */
    let closed = 0;

    const closeChunk = () => {
      if (!open) return;
      for (const writer of open.writers) writer.close();
      open.chunk.rowCount = rows - chunks.length * chunkRows;
      chunks.push(open.chunk);
      open = undefined;
      heaviest = Math.max(heaviest, weight - closed);
      closed = weight;
    };

    return {
      definition,
      get rows() {
        return rows;
      },
      get weight() {
        return weight;
      },
      get heaviest() {
        return Math.max(heaviest, weight - closed);
      },
      add(cells) {
        open ??= openChunk();
        const row = rows % chunkRows;
        for (let i = 0; i < columns.length; i++) {
          const cell = cells[i]!;
          open.writers[i]!.put(row, cell);
          if (typeof cell === 'string') weight += cell.length;
        }
        rows += 1;
        if (rows % chunkRows === 0) closeChunk();
      },
      async append(connection, table, catalog) {
        closeChunk();
        const appender = await connection.createAppender(table, 'main', catalog);
        for (const chunk of chunks.splice(0)) {
          appender.appendDataChunk(chunk);
          chunk.reset();
          free.push(chunk);
        }
        appender.closeSync();
      },
    };
  };
}

/** Writes the cells of one column of a chunk. */
interface ColumnWriter {
  put(row: number, cell: Cell): void;
  /** Hands over what is not in the chunk yet. */
  close(): void;
}

function writerOf(column: { bindings: Bindings; type: ColumnType; vector: Vector; chunkRows: number }): ColumnWriter {
  const { bindings, type, vector, chunkRows } = column;
  /** A bit a row, 0 where it is null. */
  const validity = new Uint8Array(chunkRows / 8).fill(0xff);
  let hasNulls = false;
  const putNull = (row: number) => {
    validity[row >> 3]! &= ~(1 << (row & 7));
    hasNulls = true;
  };
  const closeNulls = () => {
    if (!hasNulls) return;
    bindings.vector_ensure_validity_writable(vector);
    bindings.copy_data_to_vector_validity(vector, 0, validity.buffer, 0, validity.byteLength);
  };
  if (type === 'VARCHAR' || type === 'JSON') {
    return {
      put(row, cell) {
        if (cell === null) putNull(row);
        else bindings.vector_assign_string_element(vector, row, cell as string);
      },
      close: closeNulls,
    };
  }
  const { values, set } = valuesOf(type, chunkRows);
  return {
    put(row, cell) {
      if (cell === null) putNull(row);
      else set(row, Number(cell));
    },
    close() {
      bindings.copy_data_to_vector(vector, 0, values.buffer, 0, values.byteLength);
      closeNulls();
    },
  };
}

/** Values of a type that has a width, as DuckDB has them in memory: times and integers are of 64 bits, times in microseconds. */
function valuesOf(
  type: Exclude<ColumnType, 'VARCHAR' | 'JSON'>,
  length: number,
): {
  values: (Float64Array | Uint8Array | Uint32Array) & { buffer: ArrayBuffer };
  set(at: number, value: number): void;
} {
  if (type === 'BIGINT' || type === 'TIMESTAMP WITH TIME ZONE') {
    const halves = new Uint32Array(length * 2);
    return {
      values: halves,
      // A store keeps the lower 32 bits, of negative numbers too, in two's complement; dividing by a power of two is exact.
      set(at, value) {
        halves[at * 2] = value;
        halves[at * 2 + 1] = Math.floor(value / 2 ** 32);
      },
    };
  }
  const values = type === 'DOUBLE' ? new Float64Array(length) : new Uint8Array(length);
  return {
    values,
    set(at, value) {
      values[at] = value;
    },
  };
}
