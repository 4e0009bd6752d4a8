/** `sync` by the built command, from a simulated Intercom over HTTP into PostgreSQL: the tables equal the workspace, value by value. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { type PostgresPlace, postgresPlace } from '../destinations/postgres/place.ts';
import { startCommand } from '../support/command.ts';
import { hasPostgres } from '../support/postgres-server.ts';
import { defining } from '../support/registry.ts';
import { changeOfEveryKind } from './change-of-every-kind.ts';
import { expectTablesToEqualTruth } from './tables.ts';

describe.runIf(hasPostgres)('a sync into PostgreSQL', () => {
  let simulator: Simulator;
  let server: { url: string; close(): Promise<void> };
  let place: PostgresPlace;

  beforeEach(async () => {
    place = await postgresPlace();
    simulator = createSimulator({ seed: 3, scale: 0.25, rateLimit: null });
    simulator.workspace.createTag({ name: 'doomed' });
    server = await simulator.listen();
  });
  afterEach(async () => {
    await server.close();
    await place.remove();
  });

  const types = defining.custom_object_types.join(',');
  const start = (...args: string[]) =>
    startCommand(['sync', '--to', place.address, '--custom-object-types', types, ...args], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: 'simulator-token',
    });
  const sync = (...args: string[]) => start(...args).ended;

  test('holds the workspace, and after changes the changed workspace', { timeout: 240_000 }, async () => {
    const first = await sync('--streams', 'all');
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });
    await expectTablesToEqualTruth(place, simulator, 'all');

    changeOfEveryKind(simulator.workspace);
    const second = await sync('--streams', 'all');
    expect(second, second.stderr).toMatchObject({ exitCode: 0 });
    await expectTablesToEqualTruth(place, simulator, 'all');
    const deleted = await place.query('SELECT DISTINCT stream, reason FROM _deleted ORDER BY stream, reason');
    expect(deleted).toEqual(
      expect.arrayContaining([
        { stream: 'contacts', reason: 'deleted' },
        { stream: 'contacts', reason: 'merged' },
        { stream: 'conversations', reason: 'deleted' },
        { stream: 'companies', reason: 'absent from a full pass' },
        { stream: 'leads', reason: 'became_user' },
      ]),
    );
    expect(second.stdout).toContain('source-intercom query --question first-response --to ');
    expect(second.stdout + second.stderr).not.toContain('simulator-token');
  });

  test('waits for another one, and loads two workspaces at once into two schemas', { timeout: 120_000 }, async () => {
    const other = await place.open();
    const waiting = start('--streams', 'tags', '--wait', '60s');
    await waiting.said('Another sync writes to postgres:');
    const beside = await sync('--streams', 'tags', '--schema', `${place.schema}_eu`);
    expect(beside, beside.stderr).toMatchObject({ exitCode: 0 });
    expect(await place.query(`SELECT count(*) AS n FROM "${place.schema}_eu".tags`)).toEqual([
      { n: simulator.workspace.tags.size },
    ]);
    await place.query(`SET client_min_messages = warning; DROP SCHEMA "${place.schema}_eu" CASCADE`);
    await other.close();
    const { exitCode, stderr } = await waiting.ended;
    expect(exitCode, stderr).toBe(0);
    expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);
  });
});
