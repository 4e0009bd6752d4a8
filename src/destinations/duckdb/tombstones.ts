/** Tombstones on their way into the temporary table from which deletions are applied. */
import { deletedAt, deletedReason } from '../../core/columns/columns.ts';
import type { RecordsEvent, Row } from '../../core/events.ts';
import { type Cell, type keyToCells, microseconds } from '../sql/cells.ts';
import { createStages, type Duckdb, type Stage } from './stage.ts';
import type { Table } from './table.ts';

/** One tombstone a key, the last to come; it holds good up to its deletion time, or its cursor where that is later. */
export function stageTombstones(
  duckdb: Duckdb,
  { table, keyOf }: { table: Table; keyOf: ReturnType<typeof keyToCells> },
  rows: readonly Row[],
): Stage {
  const stage = createStages(duckdb, [
    ...table.key,
    { name: '_at', type: 'TIMESTAMP WITH TIME ZONE' },
    { name: '_reason', type: 'VARCHAR' },
  ])();
  const last = new Map<string, Cell[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!key) continue;
    const times = [row[deletedAt], table.cursor && row[table.cursor.name]].map(microseconds);
    const known = times.filter((time) => time !== undefined);
    const reason = typeof row[deletedReason] === 'string' ? row[deletedReason] : null;
    last.set(JSON.stringify(key), [...key, known.length > 0 ? Math.max(...known) : null, reason]);
  }
  for (const cells of last.values()) stage.add(cells);
  return stage;
}

/** The batch's rows in their order, parted into live ones and tombstones. */
export function* runsOf(batch: RecordsEvent): Generator<{ deleted: boolean; rows: Row[] }> {
  let run: { deleted: boolean; rows: Row[] } | undefined;
  for (const row of batch.rows) {
    const deleted = row[deletedAt] != null;
    if (run?.deleted !== deleted) {
      if (run) yield run;
      run = { deleted, rows: [] };
    }
    run!.rows.push(row);
  }
  if (run) yield run;
}
