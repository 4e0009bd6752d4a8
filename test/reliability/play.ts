/** Plays a scenario: reads that are cut off, fail and go on while the workspace changes, then a last one in quiet. */
import type { FaultSpec } from '../../src/simulator/index.ts';
import { attempt, type Cut } from './attempt.ts';
import { reconfigure, settleConfiguration } from './configuration.ts';
import { tooCostly } from './cost.ts';
import { differences } from './differences.ts';
import { readable } from './readable.ts';
import { type Scenario, scenarioOf, showsTheFuture } from './scenario.ts';
import { choose, chooseAll, type Selection } from './selection.ts';
import { grant, pass, type Stage, type Surroundings, setStage, viewNow } from './stage.ts';
import { isAbsent } from './truth.ts';

export interface Played {
  scenario: Scenario;
  /** What happened, for people who look for the cause of a failure. */
  told: string[];
  /** All that is wrong. */
  problems: string[];
  /** How often each kind of fault fired. */
  fired: Record<string, number>;
  /** How often each change was made. */
  made: Readonly<Record<string, number>>;
}

/** What to print beside a seed that is red: how to play it again, and what happened. `suite`: the name of its file. */
export const storyOf = (suite: string, seed: number, played: Played): string =>
  [
    `Play it again: SEED=${seed} npx vitest run test/reliability/${suite}.test.ts`,
    ...played.told,
    firedIn(played),
  ].join('\n');

/** Which faults fired, for people. */
export const firedIn = ({ fired }: Played): string =>
  `Fired: ${
    Object.entries(fired)
      .flatMap(([kind, times]) => (times > 0 ? [`${kind} ${times}`] : []))
      .join(', ') || 'nothing'
  }.`;

/** What may be down for a whole read. */
export const outages: FaultSpec[] = [
  { kind: '500', match: ({ path }) => /^\/conversations\/\d+$/.test(path) },
  { kind: '503', match: ({ path }) => /^\/conversations\/\d+$/.test(path), rate: 0.9 },
  { kind: '504', match: '/contacts/search' },
  { kind: '500', match: '/contacts/activities' },
  { kind: '502', match: '/conversations/deleted' },
  { kind: 'html', match: '/companies/scroll' },
  { kind: '503', rate: 0.97 },
  { kind: 'gateway-404', match: ({ path }) => /^\/conversations\/\d+$/.test(path) },
  { kind: 'gateway-404', rate: 0.5 },
  { kind: 'short-page-end', end: 'empty', match: ({ path }) => path.endsWith('/search') },
  { kind: 'revoke-token' },
];

/** The last sync may need more than one read where faults end it early, but no more than these. */
const mostAttempts = 15;

/** Plays the scenario of a seed. Rejects when something is thrown that is no error of the connector's. */
export async function play(seed: number, scenario: Scenario = scenarioOf(seed)): Promise<Played> {
  const stage = setStage(scenario);
  // Who takes the greater time for the later version keeps what was shown in the future for good, as the keeper does.
  const specs = scenario.faults.filter((spec) => !showsTheFuture(spec));
  const faults = specs.map((spec) => stage.simulator.faults.add(spec));
  await begin(stage);

  let problems: string[] = [];
  for (let number = 1; number <= scenario.reads && problems.length === 0; number++) {
    problems = await restless(stage);
    await pass(stage);
    if (scenario.varies && stage.random.chance(0.5)) vary(stage);
  }
  if (scenario.faultsEnd) for (const fault of faults) fault.remove();
  if (problems.length === 0) problems = await quiet(stage);

  const fired: Record<string, number> = {};
  for (const fault of faults) fired[fault.spec.kind] = (fired[fault.spec.kind] ?? 0) + fault.fired;
  return { scenario, told: stage.told, problems, fired, made: stage.mutator.made };
}

/** What happens shortly before the first read, some of which search does not show yet. */
export async function begin({ scenario, random, clock, mutator }: Surroundings): Promise<void> {
  if (scenario.unrest === 0) return;
  const lag = scenario.simulator.indexingLagSeconds ?? 0;
  for (let i = 0; i < 4; i++) {
    mutator.change(random.int(0, 8));
    await clock.sleep((random.next() * lag * 1000) / 2);
  }
}

/** A read while the workspace changes, which may be cut off, and during which something may be down. */
async function restless(stage: Stage): Promise<string[]> {
  const { random, scenario, simulator, refreshing } = stage;
  stage.restlessFor = scenario.unrest === 0 ? 0 : scenario.mostChanges;
  const outage = random.chance(0.25) ? simulator.faults.add(random.pick(outages)) : undefined;
  const cut: Cut | undefined = random.chance(0.6)
    ? { how: random.pick(['killed', 'killed', 'stopped']), at: random.int(1, 120), keepsUncovered: random.chance(0.5) }
    : undefined;
  const { problems, complete } = await attempt(stage, choose(stage), cut);
  for (const name of complete) refreshing.delete(name);
  if (outage) {
    outage.remove();
    stage.told.push(
      `    down: ${outage.spec.kind} ${outage.spec.rate ?? ''} ${outage.spec.match ?? ''}, ${outage.fired} times`,
    );
  }
  return problems;
}

/** Whether nothing goes wrong any more at the end. */
export const isCounted = ({ faultsEnd, faults, unreachable }: Scenario): boolean =>
  (faultsEnd || faults.length === 0) && unreachable === 0;

/** Another configuration. With another start date a platform begins its full refreshes anew. */
function vary(stage: Stage): void {
  const { start } = stage.times;
  reconfigure(stage);
  if (stage.times.start !== start) beginAnew(stage);
}

function beginAnew({ refreshing, number }: Stage): void {
  for (const name of refreshing.keys()) refreshing.set(name, number());
}

/** The last sync, when all that changed has settled; then what is kept must be the truth. */
async function quiet(stage: Stage): Promise<string[]> {
  const { random, clock, scenario, simulator } = stage;
  stage.restlessFor = 0;
  const requests = simulator.requests.count();
  if (scenario.varies) {
    if (stage.times.start > 0) beginAnew(stage);
    settleConfiguration(stage);
  }
  grant(stage);
  await clock.sleep((scenario.times.settling + 120) * 1000);
  const selection = chooseAll(stage, random.chance(0.25) ? 'full_refresh' : 'incremental');
  const wholly = new Set(selection.filter(({ renewed }) => renewed).map(({ name }) => name));
  const problems = await untilComplete(stage, selection);
  // A full refresh leaves it to the next read to tell what has gone since it began.
  if (problems.length === 0 && !scenario.appliesDeletions) {
    problems.push(...(await untilComplete(stage, chooseAll(stage, 'incremental'))));
  }
  if (isCounted(scenario)) problems.push(...(await tooCostly(stage, simulator.requests.count() - requests)));
  if (problems.length > 0) return problems;
  return differences({
    view: viewNow(stage),
    workspace: readable(stage),
    keeper: stage.keeper,
    wholly,
    registry: stage.registry,
  });
}

async function untilComplete(stage: Stage, selection: readonly Selection[]): Promise<string[]> {
  const missing = new Set(selection.map(({ name }) => name).filter((name) => !isAbsent(name, viewNow(stage))));
  for (let attempts = 1; missing.size > 0; attempts++) {
    if (attempts > mostAttempts) return [`does not come to an end: ${[...missing].join(', ')}`];
    const { problems, complete } = await attempt(stage, selection);
    if (problems.length > 0) return problems;
    for (const name of complete) {
      missing.delete(name);
      stage.refreshing.delete(name);
    }
    await stage.clock.sleep(60_000);
  }
  return [];
}
