/** Where a scenario is played: a workspace in virtual time, who changes it, and who keeps what is read of it. */
import type { StreamState } from '../../src/core/events.ts';
import type { Times } from '../../src/engine/start-run.ts';
import { createRandom, type Random } from '../../src/simulator/engine/random.ts';
import { createSimulator, type Simulator, type Workspace } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { families } from '../support/registry.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { createMutator, type Mutator } from './mutator.ts';
import type { Flaw, Scenario } from './scenario.ts';
import type { View } from './truth.ts';

/** What is around the connector, whoever keeps what it reads. */
export interface Surroundings {
  scenario: Scenario;
  random: Random;
  /** The streams there are to read. */
  registry: readonly Stream[];
  clock: FakeClock;
  simulator: Simulator;
  mutator: Mutator;
  /** What the configuration says of time now. */
  times: Times;
  /** Whether deletions are asked for. */
  emitDeletions: boolean;
  /** Contacts that were merged into others before a time at which they were asked for again. */
  muted: Set<string>;
  /** The record that no page gives. */
  unreadable?: { id: string } | undefined;
  /** Whether the token lacks "Read tickets". */
  hidesTickets: boolean;
  /** Whether the API has been seen at more than one version. */
  versionChanged: boolean;
  /** Contacts that were archived or blocked at some time. */
  vanished: Set<string>;
  /** How often a detail of a record that is there was answered to be gone, by the record's id and what was asked. */
  denied: Map<string, number>;
  /** How many changes may still be made while the read under way goes on. */
  restlessFor: number;
  /** What happened, for people who look for the cause of a failure. */
  told: string[];
}

export interface Stage extends Surroundings {
  keeper: Keeper;
  /** The last state of each stream, as a platform keeps it. */
  states: Map<string, StreamState>;
  /** Full refreshes that have not ended well yet: the number of each. */
  refreshing: Map<string, number>;
  /** The next number of a sync. */
  number(): number;
}

export function surround(scenario: Scenario): Surroundings {
  const { seed, begin, wrongBy, archives } = scenario;
  const vanished = new Set<string>();
  const clock = createFakeClock({ start: begin, wrongBy });
  const hidesTickets = scenario.flaw?.kind === 'hidden-tickets';
  const simulator = createSimulator({
    ...scenario.simulator,
    ...(hidesTickets && { denied: ['read_tickets'] }),
    now: () => begin + clock.elapsed(),
  });
  return {
    scenario,
    clock,
    simulator,
    random: createRandom(seed, 'play'),
    registry: families
      .filter(({ name }) => scenario.families.includes(name))
      .flatMap(({ streams }) => streams)
      .filter(({ cost }) => scenario.costly || cost === undefined),
    mutator: createMutator(watched(simulator.workspace, vanished), createRandom(seed, 'mutator'), { archives }),
    times: scenario.times,
    emitDeletions: true,
    muted: new Set(),
    unreadable: spoil(simulator, scenario.flaw),
    hidesTickets,
    versionChanged: false,
    vanished,
    denied: new Map(),
    restlessFor: 0,
    told: [],
  };
}

/** Brings the flaw about, where it is one of answers; gives the record that no page gives. */
function spoil({ workspace, faults }: Simulator, flaw: Flaw | undefined): { id: string } | undefined {
  if (flaw?.kind === 'deep')
    faults.add({
      kind: 'deep-json',
      depth: 400,
      rate: 0.1,
      match: ({ path }) => /^\/(contacts|conversations)\/search$/.test(path),
    });
  if (flaw?.kind !== 'unreadable') return undefined;
  const ids = [...workspace[flaw.of].keys()];
  const id = ids[Math.floor(flaw.place * ids.length)];
  if (id === undefined) return undefined;
  faults.add({ kind: 'unreadable', id, match: `/${flaw.of}/search` });
  return { id };
}

/** The token is given the permission that it lacked. */
export function grant(stage: Surroundings): void {
  if (!stage.hidesTickets) return;
  stage.simulator.change({ denied: [] });
  stage.hidesTickets = false;
  stage.told.push('    from now on: the token has "Read tickets"');
}

/** The workspace, which takes down who vanishes from it. */
const watched = (workspace: Workspace, vanished: Set<string>): Workspace => ({
  ...workspace,
  archiveContact(id) {
    vanished.add(id);
    return workspace.archiveContact(id);
  },
  blockContact(id) {
    vanished.add(id);
    return workspace.blockContact(id);
  },
});

export function setStage(scenario: Scenario): Stage {
  let numbers = 0;
  const surroundings = surround(scenario);
  return {
    ...surroundings,
    keeper: createKeeper(surroundings.registry, { removesFrom: !scenario.preview }),
    states: new Map(),
    refreshing: new Map(),
    number: () => ++numbers,
  };
}

/** What the API and the configuration now let a reader see. */
export function viewNow({ scenario, times, versionChanged, muted, vanished, denied }: Surroundings): View {
  const version = scenario.simulator.versions?.includes('2.17') ? '2.17' : '2.16';
  const untimed = scenario.simulator.deletedListManner === 'no-times';
  const falseTimes = scenario.faults.some(({ kind }) => kind === 'time-ahead');
  return {
    start: times.start,
    version,
    preview: scenario.preview,
    listsInactive: scenario.simulator.inactiveContacts,
    versionChanged,
    muted,
    vanished,
    falseTimes,
    untimed,
    denied: deniedTwice(denied),
  };
}

export const deniedTwice = (denied: ReadonlyMap<string, number>): ReadonlySet<string> =>
  new Set([...denied].flatMap(([question, times]) => (times > 1 ? [question.split(' ')[0]!] : [])));

/** Time passes between two reads, and things happen in it, the last of them just before the next read. */
export async function pass({ random, clock, mutator, scenario }: Surroundings): Promise<void> {
  const hours = random.pick([0.001, 0.01, 0.05, 0.2, 1, 10, 30, 80]);
  for (let i = 0; i < 4; i++) {
    await clock.sleep(random.next() * 0.5 * hours * 3_600_000);
    if (scenario.unrest === 0) continue;
    mutator.change(random.int(0, 6));
    if (random.chance(0.08)) mutator.stampede();
  }
}
