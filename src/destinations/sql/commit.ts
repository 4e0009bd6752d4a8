/** Committing: what is staged, what is removed besides, and what the database remembers, in one transaction. */
import type { Commit } from '../destination.ts';
import { forgetChecked, rememberChecked } from './checked.ts';
import { runAll } from './database.ts';
import { deleteStale } from './deletions.ts';
import { noteComplete } from './runs.ts';
import { nothingUncommitted, type Session, tablesOf } from './session.ts';
import { remember } from './state-table.ts';

/** See `Destination.commit`. */
export async function commitAll(session: Session, commit: Commit): Promise<void> {
  const { database, stored, transaction, queue, stamp, merged } = session;
  await queue.merge();
  updateStored(session, commit);
  const told = session.unknownFields.remember();
  await transaction.commit(async () => {
    await removeStale(session, commit);
    await removeMoved(session);
    await updateChecked(session, commit);
    await remember(database, stored.changed());
    await noteComplete(session, commit.complete);
    await database.staging.drop();
  });
  stored.written();
  merged.clear();
  session.uncommitted = nothingUncommitted();
  stamp.next();
  for (const line of told) session.opened?.log(line);
}

function updateStored(
  { stored, tables }: Session,
  { states, complete, completeSnapshots, checkedSnapshots = [], at }: Commit,
): void {
  for (const { stream, state } of states) stored.update(stream, { state });
  for (const stream of complete) stored.update(stream, { refreshing: false });
  for (const stream of [...completeSnapshots, ...checkedSnapshots]) {
    if (tables.get(stream)?.table.refreshing) stored.update(stream, { fullReadAt: at });
  }
}

/** Rows that a complete refresh has not seen. */
async function removeStale(session: Session, { completeSnapshots }: Commit): Promise<void> {
  const { database, withDeletions } = session;
  const tables = tablesOf(session);
  for (const table of tables.filter(({ name, refreshing }) => refreshing && completeSnapshots.includes(name))) {
    await runAll(database, deleteStale(database.dialect, table, tables));
    withDeletions.add(table.name);
  }
}

/** Rows of streams that their records have left for another one. */
async function removeMoved(session: Session): Promise<void> {
  const { tables, merged, stamp, removal, withDeletions } = session;
  for (const source of tablesOf(session)) {
    const target = tables.get(source.removesFrom ?? '')?.table;
    if (!target) continue;
    const mergedAt = merged.has(source.name) || merged.has(target.name) ? stamp.get() : undefined;
    if (await removal(source, target, mergedAt)) withDeletions.add(target.name);
  }
}

async function updateChecked(session: Session, { complete, checked = [] }: Commit): Promise<void> {
  const { database, withChecked } = session;
  for (const ids of checked) {
    await rememberChecked(database, ids);
    withChecked.add(ids.stream);
  }
  for (const table of tablesOf(session)) {
    if (!complete.includes(table.name) || !withChecked.has(table.name)) continue;
    await database.connection.run(forgetChecked(database.dialect, table));
  }
}
