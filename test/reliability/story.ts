/** A quiet scenario told step by step, for what a seed has found: syncs of a small workspace into a DuckDB file. */
import type { Times } from '../../src/engine/start-run.ts';
import { createRandom } from '../../src/simulator/engine/random.ts';
import type { SimulatorOptions, Workspace } from '../../src/simulator/index.ts';
import { duckdbDatabase } from '../support/test-database.ts';
import type { Scenario } from './scenario.ts';
import { surround, viewNow } from './stage.ts';
import { type Asked, type SyncAttempted, type SyncStage, syncOnce } from './sync-attempt.ts';
import { tableDifferences } from './table-differences.ts';
import { noTables } from './tables.ts';

export interface Story {
  workspace: Workspace;
  stage: SyncStage;
  /** Syncs, all streams of its families unless told otherwise. */
  sync(options?: Partial<Asked> & { times?: Partial<Times> }): Promise<SyncAttempted>;
  /** Lets seconds pass. */
  pass(seconds: number): Promise<void>;
  /** Runs SQL on the file. */
  query(sql: string): Promise<unknown>;
  /** What of the tables is not the truth, exceptions aside. */
  differences(): string[];
  end(): Promise<void>;
}

const times: Times = { start: 0, lookback: 0, settling: 300 };

/** Those of which most stories tell. */
export const storyFamilies = ['contacts', 'companies', 'conversations', 'tickets'];

/** Nothing happens in it by itself. */
export const storyScenario = (simulator: SimulatorOptions = {}, families = storyFamilies): Scenario => ({
  seed: 1,
  random: createRandom(1, 'story'),
  begin: Date.UTC(2026, 4, 15, 12),
  wrongBy: 0,
  simulator: {
    versions: ['2.16', '2.17', 'Preview'],
    counts: { contacts: 30, conversations: 10, tickets: 6, companies: 8 },
    ...simulator,
  },
  families,
  costly: false,
  preview: simulator.versions?.includes('Preview') ?? true,
  dayExact: false,
  pageCap: 10,
  newestFirst: false,
  latencyMs: 20,
  unreachable: 0,
  faults: [],
  faultsEnd: false,
  times,
  commitEvery: { rows: 1_000, seconds: 60 },
  tuning: { sliceSize: 9_000, checkpointRows: 50, checkpointMs: 10_000 },
  unrest: 0,
  mostChanges: 0,
  reads: 0,
  forgetful: false,
  appliesDeletions: true,
  archives: false,
  varies: false,
});

export async function beginStory(simulator: SimulatorOptions = {}, families = storyFamilies): Promise<Story> {
  const scenario = storyScenario(simulator, families);
  const database = await duckdbDatabase();
  const stage: SyncStage = {
    ...surround(scenario),
    database,
    tables: noTables,
    edited: new Set(),
  };
  const { workspace } = stage.simulator;
  await database.keepOpen?.();
  return {
    workspace,
    stage,
    async sync({ times: asked, ...options } = {}) {
      stage.times = { ...times, ...asked };
      return syncOnce(stage, { streams: stage.registry, fullRefresh: false, ...options });
    },
    pass: (seconds) => stage.clock.sleep(seconds * 1000),
    query: (sql) => database.use((query) => query(sql)),
    differences: () =>
      tableDifferences({
        view: { ...viewNow(stage), start: 0 },
        workspace,
        tables: stage.tables,
        registry: stage.registry,
        wholly: new Set(),
      }),
    end: database.remove,
  };
}
