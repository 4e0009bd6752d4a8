/** Tombstones on their way into the temporary table from which deletions are applied. Pure. */
import { deletedAt, deletedReason } from '../../core/columns/columns.ts';
import type { Cell } from '../../core/columns/kind.ts';
import { microseconds } from '../../core/columns/kinds/times.ts';
import type { RecordsEvent, Row } from '../../core/events.ts';
import type { keyToCells } from './cells.ts';
import type { Table, TableColumn } from './table.ts';

/** The columns of the temporary table. */
export const tombstoneColumns = ({ key }: Table): TableColumn[] => [
  ...key,
  { name: '_at', kind: 'timestamp' },
  { name: '_reason', kind: 'text' },
];

/** The rows of the temporary table: one a key, the last to come; it holds good up to its deletion time, or its cursor where that is later. */
export function tombstoneCells(
  { cursor }: Table,
  keyOf: ReturnType<typeof keyToCells>,
  rows: readonly Row[],
): Iterable<Cell[]> {
  const last = new Map<string, Cell[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!key) continue;
    const times = [row[deletedAt], cursor && row[cursor.name]].map(microseconds).filter((time) => time !== undefined);
    const reason = typeof row[deletedReason] === 'string' ? row[deletedReason] : null;
    last.set(JSON.stringify(key), [...key, times.length > 0 ? Math.max(...times) : null, reason]);
  }
  return last.values();
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
