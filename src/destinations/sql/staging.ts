/** Rows on their way into tables: collected in memory, then stored in temporary tables, from which SQL takes them further. */
import type { Cell } from '../../core/columns/kind.ts';
import type { TableColumn } from './table.ts';

/** Rows on their way into a table. */
export interface Stage {
  readonly rows: number;
  /** Characters in it, about: what it costs of memory. */
  readonly weight: number;
  /** The weight of its heaviest rows, as many as the database works on at once. */
  readonly heaviest: number;
  add(cells: readonly Cell[]): void;
}

/** `S`: the database's own stages, of which it is given back no others. */
export interface Staging<S extends Stage = Stage> {
  /** What makes stages of these columns. */
  stages(columns: readonly TableColumn[]): () => S;
  /**
   * Stores the rows of a stage in a temporary table, which holds no others; those at the positions `without`, counted from 0, are left out. A
   * name stands for the same columns each time. A stage is stored once.
   */
  store(stage: S, name: string, without?: readonly number[]): Promise<void>;
  /** Adds the rows of a stage to a table of just these columns in this order. */
  append(stage: S, table: string): Promise<void>;
  /** Drops the temporary tables, as a last part of the transaction. */
  drop(): Promise<void>;
}
