/** The built command into PostgreSQL: what it says, and never the password that its address holds. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Listening } from '../../../src/simulator/index.ts';
import { startCommand } from '../../support/command.ts';
import { hasPostgres } from '../../support/postgres-server.ts';
import { type PostgresDatabase, postgresDatabase } from '../../support/test-database.ts';

const password = 'pa%2Fss-w%40rd%3F';
const shown = /pa(%2F|\/)ss-w/i;

describe.runIf(hasPostgres)('sync into PostgreSQL', () => {
  let database: PostgresDatabase;
  let listening: Listening;
  beforeAll(async () => {
    database = await postgresDatabase();
    listening = await createSimulator({
      seed: 3,
      counts: { contacts: 20, conversations: 10, tickets: 2, companies: 2 },
    }).listen();
  });
  afterAll(async () => {
    await listening.close();
    await database.remove();
  });

  /** The server takes any password. */
  const address = () => database.address.replace('owner@', `owner:${password}@`);
  async function sync(to: string) {
    const { exitCode, stdout, stderr } = await startCommand(['sync', '--streams', 'tags', '--to', to], {
      INTERCOM_API_URL: listening.url,
      INTERCOM_ACCESS_TOKEN: 'simulator-token',
    }).ended;
    expect(stdout + stderr).not.toMatch(shown);
    return { exitCode, stdout, stderr };
  }

  test('says where it went, and how to look at it', async () => {
    const { exitCode, stdout, stderr } = await sync(address());
    expect(exitCode, stderr).toBe(0);
    expect(stdout + stderr).toContain(`(schema ${database.schema})`);
    const look = /psql .*/.exec(stdout)![0];
    expect(look).toContain(`postgres://owner@127.0.0.1`);
    const [counted] = await database.use((query) => query('SELECT count(*) AS held FROM tags'));
    const { stdout: answer, stderr: said } = spawnSync('bash', ['-c', look.replace('psql ', 'psql -At ')], {
      encoding: 'utf8',
    });
    expect(counted!.held).toBeGreaterThan(0);
    expect(answer.trim().split('\n').at(-1), said).toBe(String(counted!.held));
  });

  test.each([
    ['a server that is not there', (to: string) => to.replace(/:\d+\//, ':1/'), /can't be reached/],
    ['a database that is not there', (to: string) => to.replace('/postgres?', '/nowhere?'), /does not exist/],
    ['a wrong parameter', (to: string) => `${to}&sslmod=x`, /unknown parameter "sslmod"/],
    ['a character that should have been written otherwise', (to: string) => to.replace('%3F', '?'), /can't be read/],
    ['no address', (to: string) => to.replace('postgres://', 'host='), /./],
  ])('says what is wrong with %s', async (_, change, words) => {
    const { exitCode, stderr } = await sync(change(address()));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(words);
  });
});
