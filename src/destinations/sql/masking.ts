/**
 * What was left out or hashed when a stream's rows were read. Where that has changed, the columns that it concerns are emptied at once,
 * and the stream is read again.
 */
import type { StreamInfo } from '../../core/catalog.ts';
import { existingCustom } from './custom-columns.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import type { ExistingTable } from './existing-tables.ts';
import { addMissingColumns, isOurs, otherTypeOf } from './schema.ts';
import type { RememberedStream } from './state-table.ts';
import { allColumns, type Table } from './table.ts';

/** What is remembered of a table that was emptied of what is masked now, and not read again yet. */
const emptied = (digest: string): string => `emptied for ${digest}`;

/** Whether the rows of a stream were read by other rules than it has now, or emptied by them. */
export const isMaskedOtherwise = ({ masking }: StreamInfo, known: RememberedStream): boolean =>
  known.masking !== masking?.digest;

/**
 * The SQL that empties the table of what the stream's rules leave out or hash, if they are new to it: the columns are dropped, with
 * all that has no column, and those that are still wanted are made anew. Statements to run in this order.
 */
export function emptyMasked(
  dialect: Dialect,
  table: Table,
  { info, existing, known }: { info: StreamInfo; existing?: ExistingTable; known?: RememberedStream },
): string[] {
  if (!existing || !isOurs(existing) || isKnown(info, known)) return [];
  const masked = info.masking ? [...info.masking.columns, '_extra'] : [];
  const retyped = allColumns(table).filter((column) => otherTypeOf(dialect, column, existing) !== undefined);
  const names = new Set([...masked, ...retyped.map(({ name }) => name)].map(dialect.fold));
  // What is worked out from them is worked out anew.
  if (names.size > 0) for (const name of existingCustom(existing)) names.add(name);
  const dropped = [...names].filter((name) => existing.columns.has(name));
  const columns = new Map([...existing.columns].filter(([name]) => !names.has(name)));
  return dropped.length === 0
    ? []
    : [
        ...dropped.map((name) => `ALTER TABLE ${dialect.quote(table.name)} DROP COLUMN ${dialect.quote(name)}`),
        ...addMissingColumns(dialect, table, { ...existing, columns }),
      ];
}

/** Whether the table has been emptied by the stream's rules, or was only ever loaded by them. */
function isKnown({ masking }: StreamInfo, known: RememberedStream | undefined): boolean {
  return known?.masking === masking?.digest || (masking !== undefined && known?.masking === emptied(masking.digest));
}

/** Remembers of a stream that its table has been emptied. Gives what is remembered. */
export async function rememberEmptied(
  { connection }: Database,
  { name, masking }: StreamInfo,
  known: RememberedStream,
): Promise<RememberedStream> {
  if (!masking) return known;
  const mark = emptied(masking.digest);
  await connection.run('UPDATE _source_intercom_state SET masking = $1 WHERE stream = $2', [mark, name]);
  return { ...known, masking: mark };
}

/** Forgets all but the deletions of a stream that is left out. */
export async function forgetStream({ connection }: Database, stream: string): Promise<void> {
  await connection.run('DELETE FROM _source_intercom_state WHERE stream = $1', [stream]);
}
