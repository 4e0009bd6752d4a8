/**
 * Staging: cells are written into DuckDB's own chunks as they come, and the chunks appended to a temporary table. They go
 * through the bindings, since the vectors of the API keep each cell in JavaScript as well, and count nulls in bigints.
 */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import type { Vector } from '@duckdb/node-bindings';
import type { Cell } from '../../core/columns/kind.ts';
import { definitionOf } from '../sql/expressions.ts';
import type { Stage } from '../sql/staging.ts';
import type { ColumnKind, TableColumn } from '../sql/table.ts';
import { duckdbDialect } from './dialect.ts';

type Bindings = typeof import('@duckdb/node-bindings');
export type Duckdb = typeof import('@duckdb/node-api') & { bindings: Bindings };

/** Rows in chunks; `heaviest` is the weight of one of these. */
export interface ChunkStage extends Stage {
  /** SQL for the columns of a table of such rows. */
  readonly definition: string;
  /** Appends the rows, once, to a table of just these columns, in the order in which they were added. */
  append(connection: DuckDBConnection, table: string, catalog?: string): Promise<void>;
}

/** Makes stages of the same columns. Their chunks are used again, since a chunk takes its whole memory however few its rows. */
export function createStages(duckdb: Duckdb, columns: readonly TableColumn[]): () => ChunkStage {
  const typeOf: Record<ColumnKind, DuckDBType> = {
    text: duckdb.VARCHAR,
    int: duckdb.BIGINT,
    number: duckdb.DOUBLE,
    bool: duckdb.BOOLEAN,
    epoch: duckdb.TIMESTAMPTZ,
    timestamp: duckdb.TIMESTAMPTZ,
    text_reference: duckdb.VARCHAR,
    int_reference: duckdb.VARCHAR,
    // JSON is text to DuckDB; it is not checked again, since JSON.stringify wrote it.
    json: duckdb.VARCHAR,
    object: duckdb.VARCHAR,
    list: duckdb.VARCHAR,
  };
  const { bindings } = duckdb;
  /** How many rows a chunk of DuckDB's holds. */
  const chunkRows = bindings.vector_size();
  const types = columns.map(({ kind }) => typeOf[kind]);
  const definition = definitionOf(duckdbDialect, columns);
  const free: DuckDBDataChunk[] = [];

  const openChunk = () => {
    const chunk = free.pop() ?? duckdb.DuckDBDataChunk.create(types);
    const writers = columns.map(({ kind }, i) =>
      writerOf({ bindings, kind, vector: bindings.data_chunk_get_vector(chunk.chunk, i), chunkRows }),
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

function writerOf(column: { bindings: Bindings; kind: ColumnKind; vector: Vector; chunkRows: number }): ColumnWriter {
  const { bindings, kind, vector, chunkRows } = column;
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
  const values = valuesOf[kind]?.(chunkRows);
  if (!values) {
    return {
      put(row, cell) {
        if (cell === null) putNull(row);
        else bindings.vector_assign_string_element(vector, row, cell as string);
      },
      close: closeNulls,
    };
  }
  const { array, set } = values;
  return {
    put(row, cell) {
      if (cell === null) putNull(row);
      else set(row, Number(cell));
    },
    close() {
      bindings.copy_data_to_vector(vector, 0, array.buffer, 0, array.byteLength);
      closeNulls();
    },
  };
}

interface Values {
  array: (Float64Array | Uint8Array | Uint32Array) & { buffer: ArrayBuffer };
  set(at: number, value: number): void;
}

/** Integers of 64 bits: times are such, in microseconds. */
function integers(length: number): Values {
  const halves = new Uint32Array(length * 2);
  return {
    array: halves,
    // A store keeps the lower 32 bits, of negative numbers too, in two's complement; dividing by a power of two is exact.
    set(at, value) {
      halves[at * 2] = value;
      halves[at * 2 + 1] = Math.floor(value / 2 ** 32);
    },
  };
}

function valuesIn(array: Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>): Values {
  return {
    array,
    set(at, value) {
      array[at] = value;
    },
  };
}

const doubles = (length: number): Values => valuesIn(new Float64Array(length));
const bytes = (length: number): Values => valuesIn(new Uint8Array(length));

/** By kind, values that have a width, as DuckDB has them in memory; text and JSON have none. */
const valuesOf: Record<ColumnKind, ((length: number) => Values) | undefined> = {
  text: undefined,
  int: integers,
  number: doubles,
  bool: bytes,
  epoch: integers,
  timestamp: integers,
  text_reference: undefined,
  int_reference: undefined,
  json: undefined,
  object: undefined,
  list: undefined,
};
