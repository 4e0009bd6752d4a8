/** A connection of DuckDB's as the SQL databases' common one. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Database } from '../sql/database.ts';
import { duckdbDialect } from './dialect.ts';

/** `file`: its path, for people. */
export const databaseOn = (connection: DuckDBConnection, file: string): Database => ({
  connection: {
    run: (sql, values) => connection.run(sql, values),
    query: async (sql, values) => (await connection.runAndReadAll(sql, values)).getRowObjects(),
  },
  dialect: duckdbDialect,
  location: { name: file, kind: 'file' },
});
