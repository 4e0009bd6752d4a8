/** What stands in a view, as `query` gives it. */
import { readingAt } from '../../src/destinations/index.ts';
import type { TestDatabase } from '../support/test-database.ts';
import type { Row } from './expected.ts';

/** Its rows by column: numbers, truth values and JSON as such, all else as text. */
export const rowsOf = (database: Pick<TestDatabase, 'address'>, sql: string): Promise<Row[]> =>
  readingAt(database.address)(async (reading) => {
    const { columns, batches } = await reading.query(sql);
    const rows: Row[] = [];
    for await (const batch of batches)
      for (const cells of batch)
        rows.push(
          Object.fromEntries(
            cells.map((text, i) => {
              const { name, kind } = columns[i]!;
              return [name, text === null || kind === 'text' ? text : JSON.parse(text)];
            }),
          ),
        );
    return rows;
  });
