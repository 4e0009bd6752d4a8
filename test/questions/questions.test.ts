/** Every question that is ready, on what a real sync loaded, against the simulated workspace. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QueryResult } from '../../src/core/query-result.ts';
import { readingAt } from '../../src/destinations/index.ts';
import { questions } from '../../src/questions/index.ts';
import { isZoned, sqlOf } from '../../src/questions/question.ts';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { streams } from '../../src/streams/index.ts';
import { startCommand } from '../support/command.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';
import { expected, type Value } from './expected.ts';

const zone = 'America/Los_Angeles';
/** 2026-05-20 18:00:00 UTC. */
const now = 1_779_300_000;

const day = 86_400;

/** With conversations of every age in which contacts wait, one that missed its time, and a teammate and a team that went. */
function simulated(): Simulator {
  const counts = { contacts: 150, conversations: 400, tickets: 90, companies: 30 };
  // The clock goes on from there: a sync waits for it.
  const begun = Date.now();
  const simulator = createSimulator({
    seed: 7,
    counts,
    now: () => now * 1000 + Date.now() - begun,
    timezone: zone,
    rateLimit: null,
  });
  const { workspace } = simulator;
  for (const [i, age] of [0.1, 1.5, 2, 5, 6, 20, 45].entries()) {
    const at = now - Math.round(age * day);
    workspace.createConversation({ created_at: at, waiting_since: at + i, state: i % 3 === 2 ? 'snoozed' : 'open' });
  }
  const [first, second] = [...workspace.conversations.keys()];
  workspace.updateConversation(first!, { sla_applied: { sla_name: 'Reply within 4 h', sla_status: 'missed' } });
  workspace.updateConversation(second!, { sla_applied: { sla_name: 'Same day', sla_status: 'active' } });
  workspace.deleteAdmin([...workspace.admins.keys()].at(-1)!);
  return simulator;
}

const needed = [...new Set(questions.flatMap((question) => question.streams)), 'workspace'];

describe.each(testDatabases)('on $name', ({ create }) => {
  let simulator: Simulator;
  let database: TestDatabase;

  beforeAll(async () => {
    simulator = simulated();
    database = await create();
    const server = await simulator.listen();
    const { exitCode, stderr } = await startCommand(['sync', '--to', database.address, '--streams', needed.join()], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: 'simulator-token',
    }).ended;
    expect(exitCode, stderr).toBe(0);
    await server.close();
  });
  afterAll(() => database.remove());

  const ask = (name: string, zoneAsked = zone) =>
    readingAt(database.address)(async (reading) => {
      const question = questions.find((one) => one.name === name)!;
      const sql = sqlOf(question, { dialect: reading.dialect, zone: zoneAsked, now: new Date(now * 1000) });
      return valuesOf(await reading.query(sql));
    });

  test.each(questions.map(({ name }) => name))('%s tells what the workspace holds', async (name) => {
    const rows = await ask(name);
    const truth = expected[name]!(simulator.workspace, { zone, now });
    expect(rows.length).toBeGreaterThan(2);
    // Not one figure a column.
    expect(new Set(rows.map((row) => JSON.stringify(row.slice(1)))).size).toBeGreaterThan(2);
    expect(rows.map((row, i) => row.map((value, j) => unrounded(value, truth[i]?.[j])))).toEqual(truth);
  });

  test('goes by the time zone that is asked for', async () => {
    const elsewhere = expected['busiest-hours']!(simulator.workspace, { zone: 'Asia/Kolkata', now });
    expect(await ask('busiest-hours', 'Asia/Kolkata')).toEqual(elsewhere);
    expect(elsewhere).not.toEqual(await ask('busiest-hours'));
  });
});

/** One decimal is told: the true value, where it is that one rounded. */
const unrounded = (told: Value, truth: Value | undefined): Value =>
  typeof told === 'number' && typeof truth === 'number' && Math.abs(told - truth) <= 0.05 + 1e-9 ? truth : told;

async function valuesOf({ columns, batches }: QueryResult): Promise<Value[][]> {
  const values: Value[][] = [];
  for await (const rows of batches)
    for (const row of rows)
      values.push(
        row.map((text, i) => {
          if (text === null) return null;
          const { kind } = columns[i]!;
          return kind === 'number' ? Number(text) : kind === 'boolean' ? text === 'true' : text;
        }),
      );
  return values;
}

describe('the questions', () => {
  test('are many, each with a name of its own, a sentence and streams that there are', () => {
    expect(questions.length).toBeGreaterThanOrEqual(15);
    expect(new Set(questions.map(({ name }) => name)).size).toBe(questions.length);
    const known = streams.map(({ name }) => name);
    for (const { name, sentence, streams: of } of questions) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(sentence, name).toMatch(/^[A-Z].*\.$/);
      expect(known).toEqual(expect.arrayContaining([...of]));
    }
    expect(Object.keys(expected).sort()).toEqual(questions.map(({ name }) => name).sort());
  });

  test('go by a time zone where they tell days, weeks, months or hours of the day', () => {
    const zoned = questions.filter(isZoned).map(({ name }) => name);
    expect(zoned).toEqual(
      expect.arrayContaining(['first-response', 'busiest-hours', 'backlog', 'fin', 'new-contacts', 'sla']),
    );
    expect(zoned).not.toContain('by-tag');
  });
});
