/** Opening what a sync has loaded, whatever workspace it belongs to: to make views of it. */
import { ConnectorError } from '../../core/errors.ts';
import { runAll } from './database.ts';
import { addSchemaVersion, refuseLaterTables } from './migrations.ts';
import type { Session } from './session.ts';
import { createViews } from './views.ts';
import { addTimezone } from './workspace.ts';

/** Rejects with `destination_unusable` where no sync has loaded the database, or one of a later version. */
export async function requireLoaded({ database, transaction }: Session): Promise<void> {
  const { connection, dialect, location } = database;
  await transaction.commit(async () => {
    const names = (await connection.query(dialect.selectTables)).map(({ name }) => name);
    const owners = names.includes('_source_intercom_workspace')
      ? await connection.query('SELECT id FROM _source_intercom_workspace')
      : [];
    if (owners.length === 0) {
      throw new ConnectorError('destination_unusable', `No sync has ever written to ${location.name}.`, {
        hint: `Sync into it first, or name the ${location.kind} that is synced into.`,
      });
    }
    await runAll(database, [addSchemaVersion, addTimezone, createViews]);
    await refuseLaterTables(database);
  });
}
