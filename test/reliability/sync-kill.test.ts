/**
 * The built command, killed by SIGKILL again and again in one long sync into a database while the workspace changes. After each
 * kill it is looked into: all that its states claim is in its tables, by value. In the end all tables are the truth.
 * KILLS=200 kills more often, SEED_OF_KILLS=17 in other places.
 */
import { watch } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRandom, type Random } from '../../src/simulator/engine/random.ts';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { startCommand } from '../support/command.ts';
import { defining } from '../support/registry.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';
import { falseClaims } from './claims.ts';
import { createMutator } from './mutator.ts';
import { tableDifferences } from './table-differences.ts';
import { noTables, readTables, type Tables } from './tables.ts';
import { usualStreams as registry } from './usual-streams.ts';

const { SEED_OF_KILLS: SEED = '1', KILLS = '3' } = process.env;
const kills = Number(KILLS);

/** A commit every half a second in place of every 15. */
const fast = { NODE_OPTIONS: `--import ${new URL('fast-clock.mjs', import.meta.url).href}`, FAST_CLOCK: '30' };

const types = defining.custom_object_types.join(',');

const view = { start: 0, version: '2.17', preview: true } as const;

let simulator: Simulator;
let server: Listening;
let database: TestDatabase;
let stopMoving = () => {};

beforeEach(async () => {
  simulator = createSimulator({
    seed: Number(SEED),
    counts: { contacts: 700, conversations: 300, tickets: 120, companies: 150 },
    rateLimit: { limit: 60, windowSeconds: 1 },
    // The scroll of a killed process blocks the next one until it expires.
    scrollExpirySeconds: 0.25,
    latencyMs: 3,
  });
  server = await simulator.listen();
});
afterEach(async () => {
  stopMoving();
  await server.close();
  await database.remove();
});

const startSync = (args: string[] = []) =>
  startCommand(['sync', '--to', database.address, '--custom-object-types', types, ...args], {
    ...fast,
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  });

/** Changes the workspace all the time, once in three requests: by the clock, a run that has to wait would find nobody whom it met before. */
function move(random: Random) {
  const mutator = createMutator(simulator.workspace, random);
  let seen = simulator.requests.count();
  const timer = setInterval(() => {
    if (simulator.requests.count() - seen < 3) return;
    seen = simulator.requests.count();
    mutator.change(1);
  }, 10);
  stopMoving = () => clearInterval(timer);
}

/** Resolves at a point to kill at: after some requests, or after some time, which for a file is counted in its writes. */
async function pointOf(random: Random, ended: Promise<unknown>): Promise<void> {
  if (random.chance(0.5)) {
    const wanted = simulator.requests.count() + random.int(1, 300);
    let isOver = false;
    ended.then(() => {
      isOver = true;
    });
    while (!isOver && simulator.requests.count() < wanted) await delay(2);
    return;
  }
  let left = random.int(1, 40);
  const [, file] = /^duckdb:(.*)/.exec(database.address) ?? [];
  if (!file) {
    await Promise.race([delay(left * 100), ended]);
    return;
  }
  await new Promise<void>((resolve) => {
    const watcher = watch(dirname(file), (_, name) => {
      if (name?.startsWith('intercom.duckdb') && --left === 0) resolve();
    });
    ended.then(() => resolve());
    ended.finally(() => watcher.close());
  });
}

test.each(testDatabases)(
  `killed ${kills} times in one long sync, $name never claims what it does not hold`,
  async ({ create }) => {
    database = await create();
    const random = createRandom(Number(SEED), 'sync kills');
    move(createRandom(Number(SEED), 'moving'));
    let tables: Tables = noTables;
    let killed = 0;
    let ended = 0;
    let advanced = 0;
    while (killed < kills) {
      // What has come to its end begins anew.
      const running = startSync(ended > 0 && random.chance(0.5) ? ['--full-refresh'] : []);
      await pointOf(random, running.ended);
      running.kill('SIGKILL');
      const { signal, exitCode, stderr } = await running.ended;
      if (signal === 'SIGKILL') killed += 1;
      else ended += 1;
      if (signal === null) expect(exitCode, stderr).toBe(0);
      const before = tables;
      tables = await readTables(database, registry);
      if (JSON.stringify([...tables.states]) !== JSON.stringify([...before.states])) advanced += 1;
      const wrong = falseClaims({ workspace: simulator.workspace, view, tables, before });
      expect(
        wrong.slice(0, 10),
        `after ${killed} kills: SEED_OF_KILLS=${SEED} KILLS=${kills} npx vitest run test/reliability/sync-kill.test.ts`,
      ).toEqual([]);
    }
    expect(advanced).toBeGreaterThan(kills / 4);
    stopMoving();
    // What was still settling when the last run began is read by one that begins later.
    await delay(1_100 - (Date.now() % 1_000));
    // The first goes on from where a killed one was, whose rows it does not read again.
    for (let i = 0; i < 2; i++) {
      const last = await startSync(['--full-refresh']).ended;
      expect(last, last.stderr).toMatchObject({ exitCode: 0 });
    }
    const { workspace } = simulator;
    tables = await readTables(database, registry);
    expect(
      tableDifferences({ view, workspace, tables, registry, wholly: new Set(registry.map(({ name }) => name)) }),
    ).toEqual([]);
  },
  Math.max(60_000, kills * 40_000),
);
