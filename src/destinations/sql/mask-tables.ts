/** Taking out of the tables what the configuration leaves out or hashes by now. */
import type { StreamInfo } from '../../core/catalog.ts';
import type { MaskedRegistry } from '../destination.ts';
import { runAll } from './database.ts';
import { existingTables } from './existing-tables.ts';
import { emptyMasked, forgetStream, rememberEmptied } from './masking.ts';
import { isOurs } from './schema.ts';
import type { Session } from './session.ts';
import { tableOf } from './table.ts';
import { releaseViews } from './views.ts';

/**
 * Empties the tables of streams that are masked otherwise than when they were read, whether or not they are read now, and drops those
 * of streams that are left out. Commits only where there is something to do. What was taken out is nowhere in the database afterwards; only then is that remembered.
 */
export async function maskTables(session: Session, { registry, excluded }: MaskedRegistry): Promise<void> {
  const { database, stored, transaction } = session;
  const { dialect } = database;
  const tables = await transaction.run(() => existingTables(database));
  const emptied = registry
    .filter(({ name }) => !excluded.includes(name))
    .map((info) => ({ info, statements: statementsFor(session, info, tables) }))
    .filter(({ statements }) => statements.length > 0);
  const dropped = excluded.filter((name) => isOurs(tables.get(dialect.fold(name))));
  const forgotten = excluded.filter((name) => stored.get(name) || dropped.includes(name));
  if (emptied.length === 0 && forgotten.length === 0) return;

  await transaction.commit(async () => {
    await releaseViews(database);
    await runAll(database, [
      ...emptied.flatMap(({ statements }) => statements),
      ...dropped.map((name) => `DROP TABLE ${dialect.quote(name)}`),
    ]);
  });
  // Also where an earlier run was killed after it had dropped a table.
  await database.erase?.(emptied.map(({ info }) => info.name));
  await transaction.commit(async () => {
    for (const { info } of emptied) {
      const known = stored.get(info.name);
      if (known) stored.set(info.name, await rememberEmptied(database, info, known));
    }
    for (const name of forgotten) {
      await forgetStream(database, name);
      stored.set(name, { generation: 0, refreshing: false, dropped: true });
    }
  });
}

function statementsFor(
  { database, stored }: Session,
  info: StreamInfo,
  tables: Awaited<ReturnType<typeof existingTables>>,
): string[] {
  const table = tableOf({ info, generation: 0, refreshing: false });
  const existing = tables.get(database.dialect.fold(info.name));
  return emptyMasked(database.dialect, table, { info, existing, known: stored.get(info.name) });
}
