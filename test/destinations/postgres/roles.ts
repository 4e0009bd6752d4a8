/** A role of a test's own, with what it is granted and nothing else, in a database of its own. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { PostgresDatabase } from '../../support/test-database.ts';

export interface Role {
  name: string;
  /** Of the test's schema, as this role. */
  address: string;
  /** Runs SQL as a user that may do all; `:role` stands for the role. */
  run(sql: string): Promise<void>;
  remove(): Promise<void>;
}

export async function roleOf({ url, schema }: PostgresDatabase): Promise<Role> {
  const name = `role_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query('SET client_min_messages = warning');
  const run = async (sql: string) => {
    await admin.query(sql.replaceAll(':role', `"${name}"`));
  };
  await run('CREATE ROLE :role LOGIN');
  const asRole = new URL(url);
  asRole.username = name;
  return {
    name,
    address: `${asRole}?schema=${schema}`,
    run,
    async remove() {
      await run('REASSIGN OWNED BY :role TO CURRENT_USER; DROP OWNED BY :role; DROP ROLE :role');
      await admin.end();
    },
  };
}
