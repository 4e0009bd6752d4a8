/** Opening: what the database remembers, and whether its tables are those that it remembers. */
import type { StreamInfo } from '../../core/catalog.ts';
import type { OpenOptions, StoredStream, Workspace } from '../destination.ts';
import { boundStream } from './binding.ts';
import { createChecked, selectStreamsWithChecked } from './checked.ts';
import { createComments } from './comments.ts';
import { runAll } from './database.ts';
import { createDeleted, selectStreamsWithDeletions } from './deletions.ts';
import { existingTables } from './existing-tables.ts';
import { maskTables } from './mask-tables.ts';
import { addSchemaVersion, migrate } from './migrations.ts';
import { createRuns, refuseOtherRuns } from './runs.ts';
import type { Session } from './session.ts';
import { createStateTable, recall } from './state-table.ts';
import { createViews } from './views.ts';
import { addTimezone, claim, createWorkspace } from './workspace.ts';

const aDay = 86_400;

/** See `Destination.open`. */
export async function openFor(
  session: Session,
  {
    workspace,
    streams,
    now = Date.now() / 1000,
    masked = { registry: streams, excluded: [] },
    log = () => {},
  }: { workspace: Workspace; streams: readonly StreamInfo[] } & OpenOptions,
): Promise<Map<string, StoredStream>> {
  const { database, stored, transaction, withDeletions, withChecked } = session;
  const { connection, dialect } = database;
  let migrated: string[] = [];
  await transaction.run(async () => {
    refuseOtherRuns(database, await existingTables(database));
    await runAll(database, [
      createDeleted(dialect),
      createWorkspace,
      addSchemaVersion,
      addTimezone,
      createViews,
      createComments,
      ...createStateTable(dialect),
      createChecked,
      ...createRuns(dialect),
      ...(database.ownTables ?? []),
    ]);
    await claim(database, workspace);
    migrated = await migrate(database, await existingTables(database));
    for (const [stream, remembered] of await recall(database)) stored.set(stream, remembered);
  });
  await maskTables(session, masked);
  await transaction.commit(async () => {
    for (const { stream } of await connection.query(selectStreamsWithDeletions)) withDeletions.add(String(stream));
    const tables = await existingTables(database);
    for (const info of streams) {
      const existing = tables.get(dialect.fold(info.name));
      const known = await boundStream(database, { info, existing, known: stored.get(info.name) });
      if (known) stored.set(info.name, known);
    }
    for (const { stream } of await connection.query(selectStreamsWithChecked)) withChecked.add(String(stream));
    session.opened = {
      latest: (now + aDay) * 1e6,
      log,
      streams: new Set(streams.map(({ name }) => name)),
    };
  });
  migrated.forEach(log);
  return stored.all();
}
