/** The connection is lost, or only seems to be there: told in time, nothing committed is lost, and the next run goes on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asConnectorError, explain } from '../../../src/core/errors.ts';
import type { Row } from '../../../src/core/events.ts';
import type { Destination } from '../../../src/destinations/destination.ts';
import { openPostgres } from '../../../src/destinations/postgres/index.ts';
import { createRandom } from '../../../src/simulator/engine/random.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import { tableDifferences } from '../../reliability/table-differences.ts';
import { readTables } from '../../reliability/tables.ts';
import { usualStreams } from '../../reliability/usual-streams.ts';
import { startCommand } from '../../support/command.ts';
import { canStartServer, ownServer, type PostgresServer, startServer } from '../../support/postgres-server.ts';
import { defining } from '../../support/registry.ts';
import { postgresDatabase } from '../../support/test-database.ts';
import { acme, contacts, infosOf, loads, nothing, records } from '../fixtures.ts';
import { forwarder } from './forwarder.ts';
import { type PostgresPlace, postgresPlace } from './place.ts';

const built = fileURLToPath(new URL('../../../dist/destinations/postgres/index.js', import.meta.url));

const rowsOf = (prefix: string, count: number, name = 'n'): Row[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}`, name, updated_at: 1 }));

const committed = { ...nothing, states: [{ stream: 'contacts', state: { updated_at: 1 } }] };
const beyond = { ...nothing, states: [{ stream: 'contacts', state: { updated_at: 2 } }] };

async function prepare(destination: Destination): Promise<void> {
  await destination.open(acme, infosOf(loads()));
  await destination.prepare(loads());
}

/** Loads and commits three contacts with their state. */
async function loadThree(destination: Destination): Promise<void> {
  await prepare(destination);
  await destination.write(records(contacts, rowsOf('a', 3)));
  await destination.commit(committed);
}

/** What the work fails with, in words. */
async function failure(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (thrown) {
    return explain(asConnectorError(thrown));
  }
  return 'It did not fail.';
}

const lost =
  /^The connection to postgres:.* was lost\. Run again: what was committed is kept, and the sync goes on from there\.$/;

/** The next run finds what was committed and no more, and goes on. */
async function goesOn(place: PostgresPlace): Promise<void> {
  expect((await place.rows('contacts')).map(({ id }) => id)).toEqual(['a0', 'a1', 'a2']);
  const destination = await untilOpen(place);
  const stored = await destination.open(acme, infosOf(loads()));
  expect(stored.get('contacts')?.state).toEqual({ updated_at: 1 });
  await destination.prepare(loads());
  await destination.write(records(contacts, rowsOf('b', 2)));
  await destination.commit(beyond);
  await destination.close();
  expect((await place.rows('contacts')).map(({ id }) => id)).toEqual(['a0', 'a1', 'a2', 'b0', 'b1']);
}

async function untilOpen(place: PostgresPlace): Promise<Destination> {
  for (const deadline = Date.now() + 10_000; ; await delay(50)) {
    try {
      return await place.open();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

const terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'source-intercom'";

describe.runIf(canStartServer)('a load whose connection is lost', () => {
  let place: PostgresPlace;
  let destination: Destination;
  beforeEach(async () => {
    place = await postgresPlace(await ownServer());
    destination = await place.open();
    await loadThree(destination);
  });
  afterEach(async () => {
    await destination.close();
    await place.remove();
  });

  /** Ends the connection once the server works on a statement of this kind. */
  async function terminateIn(statement: string): Promise<void> {
    await place.use(async (query) => {
      const seen = `${terminate} AND state = 'active' AND query LIKE '${statement}'`;
      for (const deadline = Date.now() + 20_000; (await query(seen)).length === 0; ) {
        if (Date.now() > deadline) throw new Error(`${statement} was never seen.`);
      }
    });
  }

  test('between two commits', async () => {
    await place.query(terminate);
    await delay(50);
    expect(
      await failure(async () => {
        await destination.write(records(contacts, rowsOf('c', 10)));
        await destination.commit(beyond);
      }),
    ).toMatch(lost);
    await destination.close();
    await goesOn(place);
  });

  test('within COPY', async () => {
    const ended = terminateIn('COPY%');
    const said = await failure(async () => {
      for (let i = 0; i < 100; i++)
        await destination.write(records(contacts, rowsOf(`c${i}-`, 500, 'x'.repeat(5_000))));
      await destination.commit(beyond);
    });
    await ended;
    expect(said).toMatch(lost);
    await destination.close();
    await goesOn(place);
  });

  test('within COMMIT', async () => {
    await place.query(`
      CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END';
      CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON contacts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slowly()`);
    await destination.write(records(contacts, rowsOf('c', 10)));
    const ended = terminateIn('COMMIT');
    expect(await failure(() => destination.commit(beyond))).toMatch(lost);
    await ended;
    await place.query('DROP FUNCTION slowly CASCADE');
    await destination.close();
    await goesOn(place);
  });
});

describe.runIf(canStartServer)('a server that goes away', () => {
  let server: Required<PostgresServer>;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.remove());

  test('by a crash in mid-load', async () => {
    const place = await postgresPlace(server);
    const destination = await place.open();
    await loadThree(destination);
    await destination.write(records(contacts, rowsOf('c', 6_000)));
    await server.restart();
    expect(await failure(() => destination.commit(beyond))).toMatch(lost);
    await destination.close();
    await goesOn(place);
  });

  test('or is down from the start', async () => {
    const place = await postgresPlace(server);
    await server.stop();
    expect(await failure(() => place.open())).toMatch(
      /^postgres:.* can't be reached\. Check host and port in the address, that the server runs, and that it lets this machine in\.$/,
    );
    await server.start();
  });
});

describe.runIf(canStartServer)('a connection that hangs', () => {
  let place: PostgresPlace;
  let proxy: Awaited<ReturnType<typeof forwarder>>;
  let address: string;
  beforeEach(async () => {
    place = await postgresPlace(await ownServer());
    const through = new URL(place.address);
    proxy = await forwarder(Number(through.port));
    through.port = String(proxy.port);
    address = String(through);
  });
  afterEach(async () => {
    await proxy.close();
    await place.remove();
  });

  const open = (answerWithin = 1_000) => openPostgres(address, { patience: 200, answerWithin });

  test.each([
    ['and nobody gets through', () => proxy.hang()],
    ['and others get through', () => proxy.hangOld()],
  ])('is given up %s', async (_, hang) => {
    const destination = await open();
    await loadThree(destination);
    hang();
    expect(
      await failure(async () => {
        await destination.write(records(contacts, rowsOf('c', 10)));
        await destination.commit(beyond);
      }),
    ).toMatch(lost);
    await destination.close();
    proxy.recover();
    await goesOn(place);
  });

  test('is given up within COPY', async () => {
    const destination = await open();
    await loadThree(destination);
    await destination.write(records(contacts, rowsOf('c', 10)));
    proxy.hangAfter(1_000_000);
    expect(
      await failure(async () => {
        for (let i = 0; i < 20; i++)
          await destination.write(records(contacts, rowsOf(`c${i}-`, 500, 'x'.repeat(5_000))));
        await destination.commit(beyond);
      }),
    ).toMatch(lost);
    await destination.close();
    proxy.recover();
    await goesOn(place);
  });

  test.each(['on', 'off'])(
    'is waited for while the server works, however long: track_activities %s',
    async (tracked) => {
      await place.query(`ALTER ROLE owner SET track_activities = ${tracked}`);
      const destination = await open(30_000);
      await loadThree(destination);
      await place.query(`
      CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(3); RETURN NULL; END';
      CREATE TRIGGER slow AFTER INSERT ON contacts FOR EACH STATEMENT EXECUTE FUNCTION slowly()`);
      await destination.write(records(contacts, rowsOf('c', 10)));
      await destination.commit(beyond);
      await destination.close();
      await place.query('ALTER ROLE owner RESET track_activities');
      expect(await place.rows('contacts')).toHaveLength(13);
    },
  );

  test('does not keep the process', async () => {
    const program = `
      const { openPostgres } = await import(${JSON.stringify(built)});
      const destination = await openPostgres(${JSON.stringify(address)}, { patience: 200, answerWithin: 1000 });
      console.log('ready');
      await new Promise((resolve) => process.stdin.once('data', resolve));
      process.stdin.destroy();
      await destination.open(${JSON.stringify(acme)}, []).catch(({ message }) => console.log(message));
      await destination.close();`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout!, 'data');
    proxy.hang();
    const said = once(child.stdout!, 'data');
    child.stdin!.write('go');
    expect(String((await said)[0])).toContain('was lost');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe.runIf(canStartServer)('syncs whose connections are ended again and again', () => {
  test('go on until all tables are the truth', async () => {
    const simulator = createSimulator({
      seed: 5,
      counts: { contacts: 300, conversations: 100, tickets: 40, companies: 50 },
      rateLimit: { limit: 100, windowSeconds: 1 },
      latencyMs: 3,
      scrollExpirySeconds: 0.25,
    });
    const listening = await simulator.listen();
    const database = await postgresDatabase(await ownServer());
    const random = createRandom(1, 'ended connections');
    const types = defining.custom_object_types.join(',');
    const sync = (...args: string[]) =>
      startCommand(['sync', '--to', database.address, '--custom-object-types', types, ...args], {
        INTERCOM_API_URL: listening.url,
        INTERCOM_ACCESS_TOKEN: 'simulator-token',
        NODE_OPTIONS: `--import ${new URL('../../reliability/fast-clock.mjs', import.meta.url).href}`,
        FAST_CLOCK: '30',
      });
    let broken = 0;
    for (let run = 0; run < 4; run++) {
      const { ended } = sync(...(run > 2 ? ['--full-refresh'] : []));
      const wanted = simulator.requests.count() + random.int(20, 150);
      let over = false;
      ended.then(() => {
        over = true;
      });
      while (!over && simulator.requests.count() < wanted) await delay(2);
      await database.use((query) => query(terminate));
      const { exitCode, stderr } = await ended;
      if (exitCode === 0) continue;
      broken += 1;
      expect(stderr).toMatch(/The connection to postgres:.* was lost\. Run again: what was committed is kept/);
    }
    expect(broken).toBeGreaterThan(1);
    await delay(1_100 - (Date.now() % 1_000));
    const last = await sync('--full-refresh').ended;
    expect(last, last.stderr).toMatchObject({ exitCode: 0 });
    const { workspace } = simulator;
    const tables = await readTables(database, usualStreams);
    const view = { start: 0, version: '2.17', preview: true } as const;
    const wholly = new Set(usualStreams.map(({ name }) => name));
    expect(tableDifferences({ view, workspace, tables, registry: usualStreams, wholly })).toEqual([]);
    await listening.close();
    await database.remove();
  });
});
