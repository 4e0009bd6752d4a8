/** Which table a state tells of: another one, or one that lacks a column, is to be read from the start. */
import type { StreamInfo } from '../../core/catalog.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import type { ExistingTable } from './existing-tables.ts';
import { isMaskedOtherwise } from './masking.ts';
import { retypedColumns } from './retyping.ts';
import { refuseUnusable } from './schema.ts';
import type { RememberedStream } from './state-table.ts';
import { allColumns, type Table, tableOf } from './table.ts';

/**
 * What is remembered of a stream, and why it must be read again. Where its table is another one its state is left out; where the
 * table lacks columns its rows are still there, and the state says from when on their deletions are owed. Rejects where no
 * table can be there.
 */
export async function boundStream(
  database: Database,
  { info, existing, known }: { info: StreamInfo; existing?: ExistingTable; known?: RememberedStream },
): Promise<RememberedStream | undefined> {
  const table = tableOf({ info, generation: 0, refreshing: false });
  refuseUnusable(database, table, existing);
  const lost = known?.state && whyLost(existing, known.tableId);
  const readAgain =
    lost ?? (known?.state && existing && whyOutdated(database.dialect, table, { info, existing, known }));
  if (known && !readAgain) return known;
  // Its rows may be of later refreshes than are known of.
  const generation = Math.max(known?.generation ?? 0, await latestGeneration(database, table, existing));
  if (known) return { ...(lost ? {} : { state: known.state! }), generation, refreshing: false, readAgain };
  return generation > 0 ? { generation, refreshing: false } : undefined;
}

/**
 * Why a state tells nothing of the table, in words that follow the stream's name; undefined where the table is the one that it
 * was loaded into. A state of a version that knew no ids is taken to be of the table that is there.
 */
function whyLost(existing: ExistingTable | undefined, id: string | undefined): string | undefined {
  if (!existing) return 'its table was dropped or renamed';
  return id !== undefined && existing.id !== id ? 'its table is not the one that was loaded before' : undefined;
}

/** Why the table is not as its state would have it; undefined where it is. */
function whyOutdated(
  dialect: Dialect,
  table: Table,
  { info, existing, known }: { info: StreamInfo; existing: ExistingTable; known: RememberedStream },
): string | undefined {
  if (isMaskedOtherwise(info, known)) return 'what is left out of it or hashed has changed';
  const [retyped] = retypedColumns(dialect, table, existing);
  if (retyped) return `its column "${retyped.name}" has another type now`;
  return whyIncomplete(dialect, table, existing);
}

/** Why the table is not all that its state tells of; undefined where it is. */
function whyIncomplete({ fold }: Dialect, table: Table, { columns }: ExistingTable): string | undefined {
  const missing = allColumns(table).filter(({ name }) => !columns.has(fold(name)));
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => `"${name}"`).join(', ');
  return missing.length === 1 ? `its column ${names} is missing` : `its columns ${names} are missing`;
}

/** The latest refresh that a table's rows tell of; 0 where there are none. */
async function latestGeneration(
  { connection, dialect }: Database,
  table: Table,
  existing: ExistingTable | undefined,
): Promise<number> {
  if (!existing?.columns.has('_generation')) return 0;
  const [found] = await connection.query(`SELECT max(_generation) AS latest FROM ${dialect.quote(table.name)}`);
  return Number(found?.latest ?? 0);
}
