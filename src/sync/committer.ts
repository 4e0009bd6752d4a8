/** Stages rows in a destination, counts them, and commits them together with what is told of their streams. */
import { deletedAt } from '../core/columns/columns.ts';
import { ConnectorError } from '../core/errors.ts';
import type { RecordsEvent } from '../core/events.ts';
import type { Commit, Destination, LoadTarget, TableCounts } from '../destinations/destination.ts';
import { keyToCells } from '../destinations/sql/cells.ts';
import { commitOf, emptyCommit, type NextCommit } from './next-commit.ts';

/** What became of a stream's rows. */
export interface LoadedStream {
  /** Live rows staged. */
  rows: number;
  /** Tombstones staged. */
  deletions: number;
  /** Rows without a key, which no table can hold. */
  unkeyed: number;
  /** What has become of its table: where the destination tells, once all is loaded. */
  table?: TableCounts;
}

/** How much is staged before a checkpoint commits it: whichever comes first. */
export interface CommitEvery {
  /** Default: as many as the destination would have, or 20,000. */
  rows?: number;
  /** Default 15. */
  seconds?: number;
}

export interface CommitterOptions {
  destination: Destination;
  streams: readonly LoadTarget[];
  commitEvery?: CommitEvery | undefined;
  /** Milliseconds that only ever grow; `now` is Intercom's time, unix milliseconds. */
  clock: { elapsed(): number; now(): number };
  onCommit?(commit: Commit): void;
}

export interface Committer {
  /** What the next commit makes true, to be added to. */
  next(): NextCommit;
  stage(batch: RecordsEvent): Promise<void>;
  commit(): Promise<void>;
  /** Commits at a checkpoint once enough is staged, or enough time has passed. */
  commitIfDue(): Promise<void>;
  /** By stream what became of its rows so far. */
  readonly loaded: Map<string, LoadedStream>;
}

const rowsByDefault = 20_000;

/** Without a checkpoint so many times the rows of a commit are staged at most, so that no transaction grows without bound. */
const mostWithoutCheckpoint = 10;

export function createCommitter({
  destination,
  streams,
  commitEvery = {},
  clock,
  onCommit,
}: CommitterOptions): Committer {
  const loaded = new Map<string, LoadedStream>(
    streams.map(({ info }) => [info.name, { rows: 0, deletions: 0, unkeyed: 0 }]),
  );
  const keys = new Map(streams.map(({ info }) => [info.name, keyToCells(info.columns, info.primaryKey)]));
  const rowsDue = () => commitEvery.rows ?? destination.rowsPerCommit?.() ?? rowsByDefault;
  const rowsAtMost = (commitEvery.rows ?? rowsByDefault) * mostWithoutCheckpoint;
  const secondsDue = commitEvery.seconds ?? 15;
  let next = emptyCommit();
  let committedAt = clock.elapsed();

  async function commit() {
    const due = commitOf(next, clock.now() / 1000);
    next = emptyCommit();
    committedAt = clock.elapsed();
    if (!due) return;
    await destination.commit(due);
    onCommit?.(due);
  }

  return {
    loaded,
    next: () => next,
    commit,
    async stage(batch) {
      const keyOf = keys.get(batch.stream);
      const count = loaded.get(batch.stream);
      if (!keyOf || !count) throw new ConnectorError('internal', `Rows came of ${batch.stream}, which is not loaded.`);
      const rows = batch.rows.filter((row) => keyOf(row) !== undefined);
      await destination.write(rows.length === batch.rows.length ? batch : { ...batch, rows });
      next.rows += rows.length + (batch.replacesChildrenOf?.length ?? 0);
      count.unkeyed += batch.rows.length - rows.length;
      for (const row of rows) {
        if (row[deletedAt] == null) count.rows += 1;
        else count.deletions += 1;
      }
      if (next.rows >= rowsAtMost) await commit();
    },
    async commitIfDue() {
      const waited = clock.elapsed() - committedAt;
      if (next.rows >= rowsDue() || waited >= secondsDue * 1000) await commit();
    },
  };
}
