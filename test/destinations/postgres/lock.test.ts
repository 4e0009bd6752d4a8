/** One sync at a time in a schema. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explain } from '../../../src/core/errors.ts';
import { isInUse } from '../../../src/destinations/in-use.ts';
import { openPostgres } from '../../../src/destinations/postgres/index.ts';
import { canStartServer, ownServer } from '../../support/postgres-server.ts';
import { acme, contacts, infosOf, loads, records } from '../fixtures.ts';
import { type PostgresPlace, postgresPlace } from './place.ts';
import { roleOf } from './roles.ts';

const built = fileURLToPath(new URL('../../../dist/destinations/postgres/index.js', import.meta.url));

describe.runIf(canStartServer)('a schema of PostgreSQL', () => {
  let place: PostgresPlace;
  beforeEach(async () => {
    place = await postgresPlace(await ownServer());
  });
  afterEach(() => place.remove());

  test('takes one sync at a time: the next is told whom to wait for, and changes nothing', async () => {
    const first = await place.open();
    await first.open(acme, infosOf(loads()));
    const before = await place.query('SELECT * FROM pg_class WHERE relnamespace = current_schema()::regnamespace');
    const [holder] = await place.query(
      "SELECT pid, application_name FROM pg_stat_activity WHERE pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)",
    );
    const refused = await place.open().catch((error) => error);
    expect(isInUse(refused)).toBe(true);
    expect(refused).toMatchObject({ code: 'destination_unusable', details: { pid: expect.any(Number) } });
    expect(explain(refused)).toMatch(
      /^Another sync writes to postgres:.* \(process \d+ of the server, "source-intercom", since 20[\d-]+T[\d:.]+Z\)\. Wait for its end \(--wait\), or choose another schema\.$/,
    );
    expect(holder).toMatchObject({ application_name: 'source-intercom' });
    expect(await place.query('SELECT * FROM pg_class WHERE relnamespace = current_schema()::regnamespace')).toEqual(
      before,
    );
    await first.close();
    await (await place.open()).close();
  });

  test('says as much of a holder as a user may see', async () => {
    const role = await roleOf(place);
    await role.run(`CREATE SCHEMA "${place.schema}"; GRANT USAGE, CREATE ON SCHEMA "${place.schema}" TO :role`);
    const first = await place.open();
    const refused = await openPostgres(role.address).catch((error) => error);
    expect(isInUse(refused)).toBe(true);
    expect(explain(refused)).toMatch(/^Another sync writes to postgres:.* \(process \d+ of the server.*\)\. Wait for/);
    await first.close();
    await role.remove();
  });

  test('does not keep out the sync of another one', async () => {
    const other = await postgresPlace(await ownServer());
    const both = [await place.open(), await other.open()];
    for (const one of both) {
      await one.open(acme, infosOf(loads()));
      await one.prepare(loads());
      await one.write(records(contacts, [{ id: 'a' }]));
    }
    for (const one of both) {
      await one.commit({ states: [], complete: [], completeSnapshots: [], at: 0 });
      await one.close();
    }
    expect(await place.rows('contacts')).toHaveLength(1);
    expect(await other.rows('contacts')).toHaveLength(1);
    await other.remove();
  });

  test('can be made by two that start at once: one of them waits for none, the other is refused', async () => {
    const outcomes = await Promise.allSettled([place.open(), place.open(), place.open()]);
    const open = outcomes.filter((one) => one.status === 'fulfilled');
    expect(open).toHaveLength(1);
    for (const one of outcomes) if (one.status === 'rejected') expect(isInUse(one.reason)).toBe(true);
    await open[0]!.value.close();
  });

  test.each([
    ['between statements', ''],
    ['within one that takes long', 'sleeps'],
  ])('is free soon after its sync was killed %s', async (_, statement) => {
    const program = `
      const { openPostgres } = await import(${JSON.stringify(built)});
      const destination = await openPostgres(${JSON.stringify(place.address)});
      ${
        statement &&
        `const pg = (await import('pg')).default; const { query } = pg.Client.prototype; let client;
      pg.Client.prototype.query = function (...all) { client = this; return query.apply(this, all); };
      await destination.open(${JSON.stringify(acme)}, []);
      client.query('SELECT pg_sleep(600)');`
      }
      setTimeout(() => console.log('ready'), 100);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout!, 'data');
    expect(isInUse(await place.open().catch((error) => error))).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The server sees it at once, or at its next look at the connection: within two seconds.
    const destination = await untilFree(() => place.open());
    await destination.open(acme, infosOf(loads()));
    await destination.close();
  });
});

async function untilFree<T>(open: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    try {
      return await open();
    } catch (error) {
      if (!isInUse(error) || Date.now() > deadline) throw error;
    }
  }
}
