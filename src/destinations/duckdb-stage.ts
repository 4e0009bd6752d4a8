/**
 * Staging: cells are written into DuckDB's own chunks as they come, and the chunks appended to a temporary table. They go
 * through the bindings, since the vectors of the API keep each cell in JavaScript as well, and count nulls in bigints.
 */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import type { Vector } from '@duckdb/node-bindings';
import type { StagedType } from './duckdb-table.ts';
import { quoted } from './duckdb-table.ts';
import type { Cell } from './fit.ts';

type Bindings = typeof import('@duckdb/node-bindings');
export type Duckdb = typeof import('@duckdb/node-api') & { bindings: Bindings };

export interface StagedColumn {
  name: string;
  staged: StagedType;
}

/** Rows on their way into a temporary table. */
export interface Stage {
  readonly rows: number;
  /** Characters in it, about: what it costs of memory. */
  readonly weight: number;
  /** The weight of its heaviest chunk. */
  readonly heaviest: number;
  add(cells: readonly Cell[]): void;
  /** Makes the temporary table anew, with the rows in the order in which they were added. */
  store(connection: DuckDBConnection, table: string): Promise<void>;
}

/** Makes stages of the same columns. Their chunks are used again, since a chunk takes its whole memory however few its rows. */
export function createStages(duckdb: Duckdb, columns: readonly StagedColumn[]): () => Stage {
  // JSON is text to DuckDB; it is not checked again, since JSON.stringify wrote it.
  const typeOf: Record<StagedType, DuckDBType> = {
    VARCHAR: duckdb.VARCHAR,
    JSON: duckdb.VARCHAR,
    DOUBLE: duckdb.DOUBLE,
    BOOLEAN: duckdb.BOOLEAN,
  };
  const { bindings } = duckdb;
  /** How many rows a chunk of DuckDB's holds. */
  const chunkRows = bindings.vector_size();
  const types = columns.map(({ staged }) => typeOf[staged]);
  const definition = columns.map(({ name, staged }) => `${quoted(name)} ${staged}`).join(', ');
  const free: DuckDBDataChunk[] = [];

  const openChunk = () => {
    const chunk = free.pop() ?? duckdb.DuckDBDataChunk.create(types);
    const writers = columns.map(({ staged }, i) =>
      writerOf({ bindings, staged, vector: bindings.data_chunk_get_vector(chunk.chunk, i), chunkRows }),
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
      async store(connection, table) {
        closeChunk();
        await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (${definition})`);
        const appender = await connection.createAppender(table, 'main', 'temp');
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

function writerOf(column: { bindings: Bindings; staged: StagedType; vector: Vector; chunkRows: number }): ColumnWriter {
  const { bindings, staged, vector, chunkRows } = column;
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
  if (staged === 'VARCHAR' || staged === 'JSON') {
    return {
      put(row, cell) {
        if (cell === null) putNull(row);
        else bindings.vector_assign_string_element(vector, row, cell as string);
      },
      close: closeNulls,
    };
  }
  const values = staged === 'DOUBLE' ? new Float64Array(chunkRows) : new Uint8Array(chunkRows);
  return {
    put(row, cell) {
      if (cell === null) putNull(row);
      else values[row] = Number(cell);
    },
    close() {
      bindings.copy_data_to_vector(vector, 0, values.buffer, 0, values.byteLength);
      closeNulls();
    },
  };
}
