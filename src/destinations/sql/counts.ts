/** What a run makes of the streams' tables: how many rows came, were updated and went. */
import type { TableCounts } from '../destination.ts';
import type { Database } from './database.ts';
import type { Table } from './table.ts';

/** Of staged rows: how many the table did not hold, and of how many it held an earlier version. */
export interface MergedRows {
  added: number;
  updated: number;
}

export interface Counts {
  /** Counts what the table holds before anything is merged into it. */
  begin(table: Table): Promise<void>;
  merged(stream: string, rows: MergedRows): void;
  /** By stream, of all tables that were begun. */
  all(): Promise<Map<string, TableCounts>>;
}

export function createCounts(database: Database): Counts {
  const counted = new Map<string, MergedRows & { table: Table; before: number }>();
  return {
    async begin(table) {
      counted.set(table.name, { table, before: await rowsIn(database, table), added: 0, updated: 0 });
    },
    merged(stream, { added, updated }) {
      const counts = counted.get(stream);
      if (!counts) return;
      counts.added += added;
      counts.updated += updated;
    },
    async all() {
      const all = new Map<string, TableCounts>();
      for (const [stream, { table, before, added, updated }] of counted) {
        const total = await rowsIn(database, table);
        // Rows go in many ways, with their parents too: what is not there any more has gone by one of them.
        all.set(stream, { added, updated, deleted: before + added - total, total });
      }
      return all;
    },
  };
}

async function rowsIn({ connection, dialect }: Database, table: Table): Promise<number> {
  const [row] = await connection.query(`SELECT count(*) AS count FROM ${dialect.quote(table.name)}`);
  return Number(row!.count);
}
