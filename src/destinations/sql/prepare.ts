/** Preparing: the streams' tables as they are needed, and memory for what they hold. */
import { ConnectorError } from '../../core/errors.ts';
import type { LoadTarget } from '../destination.ts';
import { keyToCells } from './cells.ts';
import { describeTable, descriptionOf, type Written, writtenComments } from './comments.ts';
import { changeCustomColumns, columnsBeside, haveCustom } from './custom-columns.ts';
import { runAll } from './database.ts';
import { type ExistingTable, existingTables } from './existing-tables.ts';
import { describeOwnTables } from './own-tables.ts';
import { createPendings } from './pending.ts';
import { retypingsOf, retypingText } from './retyping.ts';
import { isEmpty, prepareTable } from './schema.ts';
import type { Session } from './session.ts';
import { type RememberedStream, remember, rememberTables } from './state-table.ts';
import { type CustomColumn, tableOf } from './table.ts';
import { releaseViews } from './views.ts';

/** See `Destination.prepare`. */
export async function prepareStreams(session: Session, targets: readonly LoadTarget[]): Promise<void> {
  const { database, transaction, stored } = session;
  const heaviest = new Map<string, number | undefined>();
  await transaction.commit(async () => {
    const tables = await existingTables(database);
    const written = await writtenComments(database);
    await describeOwnTables(database, { tables, written });
    const readAgain = new Map<string, RememberedStream>();
    const made = new Map<string, string>();
    const hadCustom = haveCustom(tables.values());
    for (const given of targets) {
      const target = { ...given, customColumns: given.customColumns ?? hadCustom };
      const { name } = target.info;
      const { tableId, empty } = await prepareStream(session, target, {
        existing: tables.get(database.dialect.fold(name)),
        written,
      });
      heaviest.set(name, empty ? 0 : stored.get(name)?.heaviest);
      begin(session, target);
      const { readAgain: why, masking: _, ...known } = stored.get(name)!;
      const { masking } = target.info;
      const prepared = { ...known, tableId, ...(masking && { masking: masking.digest }) };
      stored.set(name, prepared);
      if (why !== undefined) readAgain.set(name, prepared);
      else if (known.tableId !== tableId) made.set(name, tableId);
    }
    // At once: from here on the tables are as the states want them, so nothing else would tell that they were not.
    await remember(database, readAgain);
    await rememberTables(database, made);
  });
  const columns = targets.map(({ info }) => Object.keys(info.columns).length);
  session.memory = await database.limitMemory?.(columns, heaviest);
}

/** Makes or completes a stream's table, and what its rows are staged in. */
async function prepareStream(
  session: Session,
  target: LoadTarget,
  { existing, written }: { existing: ExistingTable | undefined; written: Written },
): Promise<{ tableId: string; empty: boolean }> {
  const { database, stamp, opened, counts } = session;
  const table = tableOf(target, columnsBeside(database.dialect, target, existing));
  if (!opened?.streams.has(table.name))
    throw new ConnectorError('internal', `${table.name} is prepared but was not opened.`);
  const retypings = existing ? retypingsOf(database.dialect, table, existing) : [];
  const { statements, added, dropped } = changeCustomColumns(database.dialect, table, existing);
  if (retypings.length + dropped.length > 0) await releaseViews(database);
  for (const retyping of retypings) {
    await runAll(database, retyping.statements);
    if (retyping.keptIn !== undefined) table.others.push(retyping.keptIn);
    opened.log(retypingText(database.dialect, table, retyping));
  }
  const tableId = await prepareTable(database, table, existing);
  await describeTable(database, descriptionOf(target.info, table), { existing, id: tableId, written });
  await runAll(database, statements);
  if (existing) toldOfCustom(table.name, { added, dropped }).forEach(opened.log);
  const empty = !existing || (await isEmpty(database, table));
  await counts.begin(table);
  const keyOf = keyToCells(target.info.columns, target.info.primaryKey);
  const createPending = createPendings({
    database,
    table,
    columns: target.info.columns,
    onUnknown: session.unknownFields.of(table.name),
    latest: opened.latest,
    stamp: stamp.get,
    content: !existing ? 'no rows, just made' : empty ? 'no rows' : 'rows',
  });
  session.tables.set(table.name, { table, keyOf, createPending, pending: createPending() });
  return { tableId, empty };
}

/** What was done to the columns of custom attributes, for people. */
function toldOfCustom(
  stream: string,
  { added, dropped }: { added: readonly CustomColumn[]; dropped: readonly string[] },
): string[] {
  const names = added.map(({ name }) => name);
  const gone = dropped.filter((name) => !names.includes(name));
  return [
    ...(names.length > 0
      ? [`${stream}: columns of custom attributes were added and filled: ${names.join(', ')}.`]
      : []),
    ...(gone.length > 0 ? [`${stream}: columns of custom attributes were dropped: ${gone.join(', ')}.`] : []),
  ];
}

/** The state of what was read before stays: it says from when on deletions are owed. A refresh goes on from its own only. */
function begin({ stored }: Session, { info, generation, refreshing }: LoadTarget): void {
  const known = stored.get(info.name);
  if (known?.generation === generation && known.refreshing === refreshing) return;
  stored.update(info.name, { generation, refreshing });
}
