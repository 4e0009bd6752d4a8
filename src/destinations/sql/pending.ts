/** What a stream has staged since the last merge: its rows, which of them count, and the parents whose whole sets they are. */
import type { Columns } from '../../core/columns/columns.ts';
import type { Cell } from '../../core/columns/kind.ts';
import type { Row } from '../../core/events.ts';
import { type OnUnknown, rowToCells } from './cells.ts';
import type { MergedRows } from './counts.ts';
import { runAll } from './database.ts';
import { createKeyFilter } from './key-filter.ts';
import { createLatestRows } from './latest-rows.ts';
import type { LoadedDatabase } from './loaded-database.ts';
import {
  countStaged,
  deleteReplacedChildren,
  forgetDeleted,
  insertStaged,
  type MergeOptions,
  mergeStaged,
  type StoredAt,
  stagedParents,
  stagedRows,
} from './merge.ts';
import type { Stage } from './staging.ts';
import { allColumns, type Table, type TableColumn } from './table.ts';

export interface Pending {
  readonly rows: number;
  readonly weight: number;
  /** The weight of its heaviest rows, as many as the database works on at once. */
  readonly heaviest: number;
  add(row: Row): void;
  /** Says that the rows of these parents which are added next are their whole sets. */
  replaceChildren(parents: readonly string[]): void;
  /** Whether something staged is of one of these parents, so that it must be merged before their sets replace it. */
  isOfAny(parents: readonly string[]): boolean;
  /** Takes all into the table, within the connection's transaction. `deletions`: whether `_deleted` holds rows of the stream. */
  merge(options: { deletions: boolean }): Promise<Merged>;
}

export interface Merged extends MergedRows {
  /** Whether the rows were appended to the table as they came, without a look at what it holds. */
  appended: boolean;
}

export interface PendingOptions {
  database: LoadedDatabase;
  table: Table;
  columns: Columns;
  onUnknown: OnUnknown;
  /** Microseconds: see `MergeOptions`. */
  latest: number;
  /** When what is staged now is stored, microseconds: the same for all that is committed together. */
  stamp(): number;
  /** What the table holds besides what comes from here. One that was just made has its columns in the order in which they are staged. */
  content: 'rows' | 'no rows' | 'no rows, just made';
}

/** Makes what is pending of a stream, anew after each merge. */
export function createPendings(options: PendingOptions): () => Pending {
  const { database, table, columns, latest, stamp, content } = options;
  const keys = content === 'rows' ? undefined : createKeyFilter();
  const allParents = content === 'rows' ? undefined : createKeyFilter();
  const toCells = rowToCells(columns, options.onUnknown);
  const createStage = database.staging.stages(allColumns(table));
  const merge = createMerge(options);
  const indexOf = (column: TableColumn | undefined) => (column ? table.columns.indexOf(column) : -1);
  const keyIndexes = table.key.map(indexOf);
  const cursorIndex = indexOf(table.cursor);
  const parentIndex = indexOf(table.parent?.column);
  const keyOf = (cells: readonly Cell[]): Cell =>
    keyIndexes.length === 1 ? cells[keyIndexes[0]!]! : JSON.stringify(keyIndexes.map((index) => cells[index]));

  const storedAt: StoredAt = { first: Number.POSITIVE_INFINITY, last: 0 };
  const storedNow = () => {
    const at = stamp();
    storedAt.first = Math.min(storedAt.first, at);
    storedAt.last = at;
    return at;
  };

  return () => {
    const stage = createStage();
    const { superseded, add: addKey } = createLatestRows(latest);
    const replaced = new Set<string>();
    const parents = new Set<string>();
    /** Whether the table may hold one of the staged keys, */
    let mayMatch = !keys;
    /** and rows of one of the parents. */
    let mayHaveChildren = !allParents;
    const addParent = (id: string) => {
      if (parents.has(id)) return;
      parents.add(id);
      if (allParents?.add(id)) mayHaveChildren = true;
    };

    return {
      get rows() {
        return stage.rows + replaced.size;
      },
      get weight() {
        return stage.weight;
      },
      get heaviest() {
        return stage.heaviest;
      },
      add(row) {
        const { cells, extra } = toCells(row);
        cells.push(extra, storedNow(), table.generation);
        const key = keyOf(cells);
        if (keys?.add(key)) mayMatch = true;
        addKey(key, cells[cursorIndex] ?? null);
        if (parentIndex >= 0) addParent(String(cells[parentIndex]));
        stage.add(cells);
      },
      replaceChildren(ids) {
        for (const id of ids) {
          replaced.add(id);
          addParent(id);
        }
      },
      isOfAny: (ids) => parents.size > 0 && ids.some((id) => parents.has(id)),
      merge: ({ deletions }) => merge({ stage, superseded, replaced, mayMatch, mayHaveChildren, deletions, storedAt }),
    };
  };
}

/** What is merged at once. */
interface Batch {
  stage: Stage;
  superseded: readonly number[];
  /** Parents whose rows in the table are replaced by the staged ones. */
  replaced: ReadonlySet<string>;
  mayMatch: boolean;
  mayHaveChildren: boolean;
  deletions: boolean;
  storedAt: StoredAt;
}

function createMerge({ database, table, latest, content }: PendingOptions) {
  const { connection, dialect, staging } = database;
  const createParents = staging.stages([{ name: 'id', kind: 'text' }]);

  async function replaceChildren(parents: ReadonlySet<string>) {
    const ids = createParents();
    for (const id of parents) ids.add([id]);
    await staging.store(ids, stagedParents);
    await connection.run(deleteReplacedChildren(dialect, table));
  }

  async function count(stage: Stage, { superseded, mayMatch, storedAt }: Batch, options: MergeOptions) {
    // Most rows of a first load: nothing in the table, nor a deletion, can be theirs.
    if (stage.rows === 0 || !(mayMatch || options.heedDeleted))
      return { added: stage.rows - superseded.length, matched: 0, updated: 0 };
    const [row] = await connection.query(countStaged(dialect, table, { ...options, storedAt }));
    return { added: Number(row!.added), matched: Number(row!.matched), updated: Number(row!.updated) };
  }

  return async (batch: Batch): Promise<Merged> => {
    const { stage, superseded, replaced, mayMatch, mayHaveChildren, deletions } = batch;
    const isPlain = content === 'no rows, just made' && table.custom.length === 0;
    if (isPlain && !mayMatch && !mayHaveChildren && superseded.length === 0 && !deletions) {
      const added = stage.rows;
      await staging.append(stage, table.name);
      return { added, updated: 0, appended: true };
    }
    await staging.store(stage, stagedRows(table), superseded);
    if (replaced.size > 0 && mayHaveChildren) await replaceChildren(replaced);
    const options = { heedDeleted: deletions && !table.refreshing, latest };
    const { added, matched, updated } = await count(stage, batch, options);
    await runAll(
      database,
      matched > 0 ? mergeStaged(dialect, table, options) : [insertStaged(dialect, table, options)],
    );
    if (deletions) await connection.run(forgetDeleted(dialect, table));
    return { added, updated, appended: false };
  };
}
