/**
 * A table a stream, by one connection. Rows are staged in memory and merged within one transaction, which `commit` ends: until then no
 * other connection sees them, and a process that is killed leaves what the commit before left.
 */
import { ConnectorError } from '../../core/errors.ts';
import type { RecordsEvent, Row } from '../../core/events.ts';
import type { Destination } from '../destination.ts';
import { recallChecked } from './checked.ts';
import { commitAll } from './commit.ts';
import { runAll } from './database.ts';
import { applyTombstones, stagedTombstones } from './deletions.ts';
import { selectSeenIds, selectStaleIds, selectStoredIds } from './ids.ts';
import { requireLoaded } from './loaded.ts';
import type { LoadedDatabase } from './loaded-database.ts';
import { lookQuery, selectFound } from './look.ts';
import type { StreamTable } from './merge-queue.ts';
import { openFor } from './open.ts';
import { prepareStreams } from './prepare.ts';
import { beginRun, endRun } from './runs.ts';
import { createSession, type Session, tablesOf } from './session.ts';
import { runsOf, tombstoneCells, tombstoneColumns } from './tombstones.ts';
import { prepareViews } from './views.ts';

/** A destination that its opener closes. */
export interface SqlDestination extends Omit<Destination, 'close'> {
  /** Takes back what is not committed. */
  rollback(): Promise<void>;
}

/** The destination on an open database. */
export function sqlDestination(database: LoadedDatabase): SqlDestination {
  const session = createSession(database);
  const { transaction } = session;
  const { dialect, location } = database;
  const tableOf = (stream: string) => session.tables.get(stream)?.table;
  const hasColumn = (stream: string, column: string) =>
    tableOf(stream)?.columns.some(({ name }) => name === column) ?? false;
  return {
    location: location.name,
    look: (streams) => database.shellCommand(lookQuery(dialect, streams, hasColumn)),
    selectFound: (finding) => selectFound(dialect, finding),
    open: (workspace, streams, options = {}) => openFor(session, { workspace, streams, ...options }),
    prepare: (streams) => prepareStreams(session, streams),
    async prepareViews(wanted) {
      if (!session.opened) await requireLoaded(session);
      return prepareViews(session, wanted);
    },
    beginRun: (run) => beginRun(session, run),
    endRun: (run) => endRun(session, run),
    write: (batch) => write(session, batch),
    rowsPerCommit() {
      const { appendsPerCommit } = database;
      const { weight, appended } = session.uncommitted;
      return appendsPerCommit && appended && weight < appendsPerCommit.weight ? appendsPerCommit.rows : undefined;
    },
    async staleIds(stream) {
      const table = tableOf(stream);
      return table?.refreshing ? idsOf(session, selectStaleIds(dialect, table)) : [];
    },
    async storedIds(stream, ids) {
      const table = tableOf(stream);
      return table && ids.length > 0 ? idsOf(session, selectStoredIds(dialect, table, ids)) : [];
    },
    async seenIds(stream, limit) {
      const table = tableOf(stream);
      return table ? idsOf(session, selectSeenIds(dialect, table, limit)) : [];
    },
    checked: (stream) => transaction.run(() => recallChecked(database, stream)),
    commit: (commit) => commitAll(session, commit),
    counts: () => transaction.run(() => session.counts.all()),
    rollback: transaction.rollback,
  };
}

async function write(session: Session, batch: RecordsEvent): Promise<void> {
  const { tables, queue } = session;
  const streamTable = tables.get(batch.stream);
  if (!streamTable) throw new ConnectorError('internal', `The stream ${batch.stream} was written but not prepared.`);
  if (batch.replacesChildrenOf) {
    if (streamTable.pending.isOfAny(batch.replacesChildrenOf)) await queue.merge();
    streamTable.pending.replaceChildren(batch.replacesChildrenOf);
  }
  for (const { deleted, rows } of runsOf(batch)) {
    if (deleted) await writeTombstones(session, streamTable, rows);
    else for (const row of rows) streamTable.pending.add(row);
  }
  await queue.mergeIfFull();
}

async function writeTombstones(session: Session, { table, keyOf }: StreamTable, rows: readonly Row[]): Promise<void> {
  const { database, transaction, queue, withDeletions, opened } = session;
  const { dialect, staging } = database;
  await queue.merge();
  await transaction.run(async () => {
    const stage = staging.stages(tombstoneColumns(table))();
    for (const cells of tombstoneCells(table, keyOf, rows)) stage.add(cells);
    await staging.store(stage, stagedTombstones(table));
    const latest = opened?.latest ?? Number.POSITIVE_INFINITY;
    await runAll(database, applyTombstones(dialect, table, tablesOf(session), latest));
    withDeletions.add(table.name);
    session.uncommitted.appended = false;
  });
}

/** The ids that a query gives, once all that was written is merged. */
async function idsOf({ database, transaction, queue }: Session, sql: string): Promise<string[]> {
  await queue.merge();
  return transaction.run(async () => (await database.connection.query(sql)).map(({ id }) => String(id)));
}
