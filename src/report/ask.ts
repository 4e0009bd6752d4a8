/** Asking a database for a table that fits into memory. */
import type { Reading } from '../destinations/reading.ts';
import type { Cell, Table } from './section.ts';

export type Ask = (sql: string) => Promise<Table>;

export const askOf =
  (reading: Pick<Reading, 'query'>): Ask =>
  async (sql) => {
    const { columns, batches } = await reading.query(sql);
    const rows: Cell[][] = [];
    for await (const batch of batches)
      rows.push(
        ...batch.map((row) =>
          row.map((text, i) => (text !== null && columns[i]!.kind === 'number' ? Number(text) : text)),
        ),
      );
    return { columns: columns.map(({ name }) => name), rows };
  };
