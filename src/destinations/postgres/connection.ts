/** A client of PostgreSQL's as the SQL databases' common connection. */
import type { Client } from 'pg';
import type { Connection } from '../sql/database.ts';

export const connectionOf = (client: Client): Connection => ({
  run: (sql, values) => client.query(sql, values),
  query: async (sql, values) => (await client.query(sql, values)).rows,
});
