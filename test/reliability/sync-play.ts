/**
 * Plays a scenario into a database: syncs that are cut off, fail and go on while the workspace, the configuration and the tables
 * change, then a last one in quiet, after which every table must be the truth.
 */
import type { TestDatabase } from '../support/test-database.ts';
import { reconfigure, settleConfiguration } from './configuration.ts';
import { tooCostly } from './cost.ts';
import { begin, isCounted, outages, type Played } from './play.ts';
import { readable } from './readable.ts';
import { type Scenario, scenarioOf } from './scenario.ts';
import { grant, pass, surround, viewNow } from './stage.ts';
import { type Accident, type SyncStage, syncOnce } from './sync-attempt.ts';
import { tableDifferences } from './table-differences.ts';
import { noTables } from './tables.ts';
import { isAbsent } from './truth.ts';
import { editTables } from './user-edits.ts';

/** The last sync may need more than one run where faults end it early, but no more than these. */
const mostAttempts = 15;

/** `database`: is removed at the end. */
export async function playSyncs(
  seed: number,
  { scenario = scenarioOf(seed), database }: { scenario?: Scenario; database: TestDatabase },
): Promise<Played> {
  const stage: SyncStage = {
    ...surround(scenario),
    database,
    tables: noTables,
    edited: new Set(),
  };
  const faults = scenario.faults.map((spec) => stage.simulator.faults.add(spec));
  if (stage.random.chance(0.9)) await database.keepOpen?.();
  try {
    await begin(stage);
    let problems: string[] = [];
    for (let number = 1; number <= scenario.reads && problems.length === 0; number++) {
      problems = await restless(stage);
      await pass(stage);
      await between(stage);
    }
    if (scenario.faultsEnd) for (const fault of faults) fault.remove();
    if (problems.length === 0) problems = await quiet(stage);
    const fired: Record<string, number> = {};
    for (const fault of faults) fired[fault.spec.kind] = (fired[fault.spec.kind] ?? 0) + fault.fired;
    return { scenario, told: stage.told, problems, fired, made: stage.mutator.made };
  } finally {
    await database.remove();
  }
}

/** A sync while the workspace changes, which may be cut off, and during which something may be down. */
async function restless(stage: SyncStage): Promise<string[]> {
  const { random, scenario, simulator, registry } = stage;
  stage.restlessFor = scenario.unrest === 0 ? 0 : scenario.mostChanges;
  const outage = random.chance(0.25) ? simulator.faults.add(random.pick(outages)) : undefined;
  const streams = random.chance(0.25) ? random.sample(registry, random.int(1, registry.length)) : registry;
  const { problems } = await syncOnce(stage, {
    streams,
    fullRefresh: random.chance(0.15),
    emitDeletions: stage.emitDeletions,
    fullCheckEvery: random.pick([0, 3_600, undefined]),
    accident: random.chance(0.6) ? accidentOf(stage) : undefined,
  });
  if (outage) {
    outage.remove();
    stage.told.push(
      `    down: ${outage.spec.kind} ${outage.spec.rate ?? ''} ${outage.spec.match ?? ''}, ${outage.fired} times`,
    );
  }
  return problems;
}

function accidentOf({ random }: SyncStage): Accident {
  switch (random.int(0, 3)) {
    case 0:
      return { how: 'killed', atRequest: random.int(1, 200) };
    case 1:
      return { how: 'stopped', atEvent: random.int(1, 120) };
    default:
      return { how: 'killed', atCall: random.int(1, 60), after: random.chance(0.5) };
  }
}

/** What else may happen between two syncs. */
async function between(stage: SyncStage): Promise<void> {
  const { random, registry, database, told, edited } = stage;
  if (random.chance(0.5)) reconfigure(stage);
  if (!random.chance(0.2)) return;
  // A row that was shown at a later time than its own gives way to no other version, so that what a lost column held is not filled in.
  const edit = await editTables(database, registry, random, { columns: !viewNow(stage).falseTimes });
  if (!edit) return;
  told.push(`    by the user: ${edit.sql}`);
  edited.add(edit.stream);
}

/** The last sync, when all that changed has settled; then every table must be the truth. */
async function quiet(stage: SyncStage): Promise<string[]> {
  const { random, registry, clock, scenario } = stage;
  stage.restlessFor = 0;
  settleConfiguration(stage);
  grant(stage);
  await clock.sleep((scenario.times.settling + 120) * 1000);
  const fullRefresh = random.chance(0.25);
  const fullCheckEvery = random.pick([0, 1, undefined]);
  const wholly = new Set<string>();
  let spent = 0;
  const missing = new Set(registry.map(({ name }) => name).filter((name) => !isAbsent(name, viewNow(stage))));
  for (let attempts = 1; missing.size > 0; attempts++) {
    if (attempts > mostAttempts) return [`does not come to an end: ${[...missing].join(', ')}`];
    const { problems, complete, begun, requests } = await syncOnce(stage, {
      streams: registry,
      fullRefresh: fullRefresh && attempts === 1,
      fullCheckEvery,
    });
    for (const name of begun) wholly.add(name);
    spent += requests;
    if (problems.length > 0) return problems;
    for (const name of complete) missing.delete(name);
    await clock.sleep(60_000);
  }
  const costly = isCounted(scenario) ? await tooCostly(stage, spent) : [];
  if (costly.length > 0) return costly;
  const { tables } = stage;
  return tableDifferences({
    view: viewNow(stage),
    workspace: readable(stage),
    tables,
    registry,
    wholly,
  });
}
