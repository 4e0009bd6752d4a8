/** What a stream has staged since the last merge: its rows, which of them count, and the parents whose sets they are. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Columns } from '../../core/columns/columns.ts';
import type { Row } from '../../core/events.ts';
import { type Cell, rowToCells } from '../sql/cells.ts';
import { createKeyFilter } from '../sql/key-filter.ts';
import {
  deleteBeyondSets,
  forgetDeleted,
  insertStaged,
  mergeStaged,
  selectHeld,
  stagedParents,
  stagedRows,
} from './merge.ts';
import { createStages, type Duckdb } from './stage.ts';
import type { Staging } from './staging.ts';
import { ownColumns, type Table, type TableColumn } from './table.ts';

export interface Pending {
  readonly rows: number;
  readonly weight: number;
  /** The weight of its heaviest rows, as many as DuckDB works on at once. */
  readonly heaviest: number;
  add(row: Row): void;
  /** Says that the rows of these parents which are added next are their whole sets. */
  replaceChildren(parents: readonly string[]): void;
  /** Whether something staged is of one of these parents, so that it must be merged before their sets replace it. */
  holds(parents: readonly string[]): boolean;
  /** Takes all into the table, within the connection's transaction, whose staging it is. */
  merge(connection: DuckDBConnection, staging: Staging, options: { deletions: boolean }): Promise<void>;
}

/** Makes what is pending of a stream, anew after each merge. */
export function createPendings({
  duckdb,
  table,
  columns,
  latest,
  stamp,
  holds,
}: {
  duckdb: Duckdb;
  table: Table;
  columns: Columns;
  /** Microseconds: see `MergeOptions`. */
  latest: number;
  /** When what is staged now is stored, microseconds: the same for all that is committed together. */
  stamp(): number;
  /** What the table holds besides what comes from here. One that was just made has its columns in the order in which they are staged. */
  holds: 'rows' | 'no rows' | 'no rows, just made';
}): () => Pending {
  const keys = holds === 'rows' ? undefined : createKeyFilter();
  const allParents = holds === 'rows' ? undefined : createKeyFilter();
  const toCells = rowToCells(columns);
  const createStage = createStages(duckdb, [...table.columns, ...ownColumns]);
  const createSets = createStages(duckdb, [{ name: 'id', type: 'VARCHAR' }]);
  const placeOf = (column: TableColumn | undefined) => (column ? table.columns.indexOf(column) : -1);
  const keyPlaces = table.key.map(placeOf);
  const cursorPlace = placeOf(table.cursor);
  const parentPlace = placeOf(table.parent?.column);
  const keyOf = (cells: readonly Cell[]): Cell =>
    keyPlaces.length === 1 ? cells[keyPlaces[0]!]! : JSON.stringify(keyPlaces.map((place) => cells[place]));

  return () => {
    const stage = createStage();
    const winners = new Map<Cell, { position: number; cursor: Cell }>();
    const superseded: number[] = [];
    const sets = new Set<string>();
    const parents = new Set<string>();
    /** Whether the table may hold one of the staged keys, */
    let mayHold = !keys;
    /** and rows of one of the parents. */
    let mayHoldParents = !allParents;
    const addParent = (id: string) => {
      if (parents.has(id)) return;
      parents.add(id);
      if (allParents?.add(id)) mayHoldParents = true;
    };

    return {
      get rows() {
        return stage.rows + sets.size;
      },
      get weight() {
        return stage.weight;
      },
      get heaviest() {
        return stage.heaviest;
      },
      add(row) {
        const { cells, extra } = toCells(row);
        cells.push(extra, stamp(), table.generation);
        const key = keyOf(cells);
        if (keys?.add(key)) mayHold = true;
        const came = { position: stage.rows, cursor: cells[cursorPlace] ?? null };
        const held = winners.get(key);
        const older = held !== undefined && isOlder(came.cursor, held.cursor, latest);
        if (held) superseded.push(older ? came.position : held.position);
        if (!older) winners.set(key, came);
        if (parentPlace >= 0) addParent(String(cells[parentPlace]));
        stage.add(cells);
      },
      replaceChildren(ids) {
        for (const id of ids) {
          sets.add(id);
          addParent(id);
        }
      },
      holds: (ids) => parents.size > 0 && ids.some((id) => parents.has(id)),
      async merge(connection, staging, { deletions }) {
        if (holds === 'no rows, just made' && !mayHold && !mayHoldParents && superseded.length === 0 && !deletions) {
          await stage.append(connection, table.name);
          return;
        }
        await staging.store(stage, stagedRows(table));
        if (sets.size > 0 && mayHoldParents) {
          const ids = createSets();
          for (const id of sets) ids.add([id]);
          await staging.store(ids, stagedParents);
          await connection.run(deleteBeyondSets(table));
        }
        const options = { superseded, heedDeleted: deletions && !table.refreshing, latest };
        const isHeld = mayHold && (await connection.runAndReadAll(selectHeld(table))).currentRowCount > 0;
        const statements = isHeld ? mergeStaged(table, options) : [insertStaged(table, options)];
        for (const statement of statements) await connection.run(statement);
        if (deletions) await connection.run(forgetDeleted(table));
      },
    };
  };
}

/** Where one of the two has no cursor, or one that can't be, nothing says that the later arrival is the older. */
const isOlder = (came: Cell, held: Cell, latest: number): boolean =>
  came !== null && held !== null && came < held && !(typeof held === 'number' && held > latest);
