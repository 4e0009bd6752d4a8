/** A user that may do no more than a load needs, and what is said where something of that lacks. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asConnectorError, explain } from '../../../src/core/errors.ts';
import { openPostgres } from '../../../src/destinations/postgres/index.ts';
import { canStartServer, ownServer } from '../../support/postgres-server.ts';
import { acme, contacts, infosOf, loads, nothing, records, tombstone } from '../fixtures.ts';
import { type PostgresPlace, postgresPlace } from './place.ts';
import { type Role, roleOf } from './roles.ts';

describe.runIf(canStartServer)('a user of PostgreSQL', () => {
  let place: PostgresPlace;
  let role: Role;
  beforeEach(async () => {
    place = await postgresPlace(await ownServer());
    role = await roleOf(place);
    // What everyone may do by default would hide what is missing.
    await role.run(`
      REVOKE ALL ON DATABASE postgres FROM PUBLIC;
      CREATE SCHEMA "${place.schema}"`);
  });
  afterEach(async () => {
    await role.run('GRANT CONNECT, TEMPORARY ON DATABASE postgres TO PUBLIC');
    await role.remove();
    await place.remove();
  });

  /** As docs/postgresql.md has it. */
  const grants = () => [
    'GRANT CONNECT, TEMPORARY ON DATABASE postgres TO :role',
    `GRANT USAGE, CREATE ON SCHEMA "${place.schema}" TO :role`,
  ];

  async function load(...ids: string[]): Promise<string> {
    try {
      const destination = await openPostgres(role.address);
      try {
        await destination.open(acme, infosOf(loads()));
        await destination.prepare(loads());
        await destination.write(
          records(
            contacts,
            ids.map((id) => ({ id, updated_at: 1 })),
          ),
        );
        await destination.write(records(contacts, [tombstone('gone', 2)]));
        await destination.commit({ ...nothing, states: [{ stream: 'contacts', state: { n: ids.length } }] });
      } finally {
        await destination.close();
      }
      return 'loaded';
    } catch (thrown) {
      return explain(asConnectorError(thrown));
    }
  }
  const ids = async () => (await place.rows('contacts')).map(({ id }) => id);

  test('with the least privileges loads, and loads again', async () => {
    for (const grant of grants()) await role.run(grant);
    expect(await load('a', 'b')).toBe('loaded');
    expect(await load('b', 'c', 'gone')).toBe('loaded');
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  test('who may make schemas needs no schema made for it', async () => {
    await role.run(`DROP SCHEMA "${place.schema}"; GRANT CONNECT, TEMPORARY, CREATE ON DATABASE postgres TO :role`);
    expect(await load('a')).toBe('loaded');
    expect(await load('b')).toBe('loaded');
  });

  test.each([
    ['CONNECT', 'REVOKE CONNECT ON DATABASE postgres FROM :role', 'GRANT CONNECT ON DATABASE "postgres" TO :role;'],
    [
      'TEMPORARY',
      'REVOKE TEMPORARY ON DATABASE postgres FROM :role',
      'GRANT TEMPORARY ON DATABASE "postgres" TO :role;',
    ],
    ['USAGE', 'REVOKE USAGE ON SCHEMA :schema FROM :role', 'GRANT USAGE ON SCHEMA :schema TO :role;'],
    ['CREATE', 'REVOKE CREATE ON SCHEMA :schema FROM :role', 'GRANT CREATE ON SCHEMA :schema TO :role;'],
    ['USAGE and CREATE', 'REVOKE ALL ON SCHEMA :schema FROM :role', 'GRANT USAGE, CREATE ON SCHEMA :schema TO :role;'],
    ['the schema', 'DROP SCHEMA :schema', 'CREATE SCHEMA :schema AUTHORIZATION :role;'],
  ])('is told how to be given %s', async (_, revoke, grant) => {
    const here = (sql: string) => sql.replaceAll(':schema', `"${place.schema}"`);
    for (const one of grants()) await role.run(one);
    await role.run(here(revoke));
    const said = await load('a');
    expect(said).toContain(here(grant).replaceAll(':role', `"${role.name}"`));
    const statement = /(?:GRANT|CREATE SCHEMA) .*;$/.exec(said)![0];
    await role.run(statement);
    expect(await load('a')).toBe('loaded');
    expect(await ids()).toEqual(['a']);
  });

  test.each(['contacts', '_source_intercom_state', '_deleted', '_runs', '_run_streams'])(
    'is told of the table %s that belongs to another',
    async (table) => {
      for (const grant of grants()) await role.run(grant);
      expect(await load('a')).toBe('loaded');
      await role.run(`ALTER TABLE "${place.schema}".${table} OWNER TO CURRENT_USER`);
      const said = await load('b');
      expect(said).toContain(`The table "${table}" in postgres://${role.name}@`);
      expect(said).toContain(`belongs to "owner", and "${role.name}" may not change it.`);
      await role.run(/ALTER TABLE .*;$/.exec(said)![0]);
      expect(await load('b')).toBe('loaded');
      expect(await ids()).toEqual(['a', 'b']);
    },
  );

  test('goes on with a table that belongs to another who lets it change the rows', async () => {
    for (const grant of grants()) await role.run(grant);
    expect(await load('a')).toBe('loaded');
    await role.run(`
      ALTER TABLE "${place.schema}".contacts OWNER TO CURRENT_USER;
      GRANT SELECT, INSERT, UPDATE, DELETE ON "${place.schema}".contacts TO :role;
      COMMENT ON COLUMN "${place.schema}".contacts._synced_at IS NULL`);
    // Its comments are for its owner to change.
    expect(await load('a', 'b')).toBe('loaded');
    expect(await ids()).toEqual(['a', 'b']);
  });

  test('is told where a table is taken away in mid-load, and nothing is half done', async () => {
    for (const grant of grants()) await role.run(grant);
    const destination = await openPostgres(role.address);
    await destination.open(acme, infosOf(loads()));
    await destination.prepare(loads());
    await role.run(`ALTER TABLE "${place.schema}".contacts OWNER TO CURRENT_USER`);
    await destination.write(records(contacts, [{ id: 'a' }]));
    const said = await destination.commit(nothing).catch((error) => explain(error));
    expect(said).toMatch(/^The user may not change the table contacts in postgres:.*docs\/postgresql\.md/);
    await destination.close();
    expect(await ids()).toEqual([]);
  });
});
