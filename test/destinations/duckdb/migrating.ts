/** A process of its own that is killed within the change of a file's tables to their latest form. */
import * as duckdb from '@duckdb/node-api';
import { duckdbDialect } from '../../../src/destinations/duckdb/dialect.ts';
import { openFile } from '../../../src/destinations/duckdb/instance.ts';
import { existingTables } from '../../../src/destinations/sql/existing-tables.ts';
import { addSchemaVersion, migrate } from '../../../src/destinations/sql/migrations.ts';
import { createViews } from '../../../src/destinations/sql/views.ts';

const { connection } = await openFile(duckdb, process.argv[2]!);
const database = {
  connection: {
    run: (sql: string) => connection.run(sql),
    query: async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjects() as Record<string, unknown>[],
  },
  dialect: duckdbDialect,
  location: { name: 'file', kind: 'file' },
};
await connection.run('BEGIN');
await connection.run(addSchemaVersion);
await connection.run(createViews);
const told = await migrate(database, await existingTables(database));
process.stdout.write(told.join('\n'), () => process.kill(process.pid, 'SIGKILL'));
