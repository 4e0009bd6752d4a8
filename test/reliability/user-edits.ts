/** What a user may do to the database between two syncs: drop or rename a table or a column. */
import type { Random } from '../../src/simulator/engine/random.ts';
import type { Stream } from '../../src/streams/stream.ts';
import type { TestDatabase } from '../support/test-database.ts';

const suffix = '_of_user';

/** Whether a column or table was renamed by the user. */
export const isOfUser = (name: string): boolean => name.endsWith(suffix);

/** Does one of it, and says what; nothing where there is no table yet. */
export function editTables(
  { use, selectTables }: TestDatabase,
  streams: readonly Stream[],
  random: Random,
  /** Whether columns may be dropped, too. */
  { columns: mayDropColumns }: { columns: boolean },
): Promise<{ stream: string; sql: string } | undefined> {
  return use(async (query) => {
    const tables = new Set((await query(selectTables)).map((row) => row.table_name));
    const present = streams.filter(({ name }) => tables.has(name));
    if (present.length === 0) return undefined;
    const { name, primaryKey: key, parent, cursor, columns } = random.pick(present);
    const column = random.pick(
      // DuckDB drops no column that lies before one of the key, and no sync goes on without that of the parent.
      [cursor, ...Object.keys(columns)].filter(
        (one): one is string => one !== undefined && !key.includes(one) && one !== parent?.column,
      ),
    );
    const edit = random.pick([
      `DROP TABLE "${name}"`,
      `ALTER TABLE "${name}" RENAME TO "${name}_${random.hex(4)}${suffix}"`,
      `ALTER TABLE "${name}" DROP COLUMN "${column}"`,
      `ALTER TABLE "${name}" RENAME COLUMN "${column}" TO "${column}_${random.hex(4)}${suffix}"`,
    ]);
    if (edit.includes(' COLUMN ') && !mayDropColumns) return undefined;
    try {
      await query(edit);
      return { stream: name, sql: edit };
    } catch {
      return undefined;
    }
  });
}
