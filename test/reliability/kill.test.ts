import { afterEach, describe, expect, test } from 'vitest';
import type { Event, StreamState } from '../../src/core/events.ts';
import { airbyteCatalog } from '../../src/protocols/airbyte/catalog.ts';
import type { AirbyteMessage } from '../../src/protocols/airbyte/messages.ts';
import { createRandom } from '../../src/simulator/engine/random.ts';
import { createSimulator, type FaultSpec, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { defining } from '../support/registry.ts';
import { differences } from './differences.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { type Ending, runRead } from './killed-process.ts';
import { createMutator } from './mutator.ts';
import { usualStreams as registry } from './usual-streams.ts';

const { SEED } = process.env;

// The scroll of a killed process blocks the next one until it expires.
const manners = {
  counts: { contacts: 400, conversations: 120, tickets: 60, companies: 250 },
  scrollExpirySeconds: 0.25,
};
const config = { access_token: 'simulator-token', settling_minutes: 0, ...defining };

/** 5 % of all requests; those that pass without long waits, since time is real here. */
const faults = (['500', '502', '504', 'reset-before', 'reset-middle', 'truncated-json', 'empty', 'html'] as const).map(
  (kind): FaultSpec => ({ kind, rate: 0.05 / 8 }),
);

/** What the protocol can read only whole, and what every sync reads whole. */
const isWhole = ({ cursor, fullSnapshot: whole }: (typeof registry)[number]) => !cursor || whole;

const wholeNames = new Set(registry.filter(isWhole).map(({ name }) => name));

const configured = airbyteCatalog(registry).catalog.streams.map((stream) => ({
  stream,
  sync_mode: wholeNames.has(stream.name) ? 'full_refresh' : 'incremental',
  destination_sync_mode: wholeNames.has(stream.name) ? 'overwrite' : 'append_dedup',
  cursor_field: stream.default_cursor_field ?? [],
  primary_key: stream.source_defined_primary_key,
}));

let simulator: Simulator;
let server: Listening;
let stopMoving = () => {};
afterEach(async () => {
  stopMoving();
  await server.close();
});

/** A platform: keeps rows and states over several runs of the command. */
function createPlatform() {
  const keeper = createKeeper(registry, { removesFrom: false });
  const states = new Map<string, AirbyteMessage & { type: 'STATE' }>();
  let runs = 0;
  return {
    keeper,
    /** `drops`: rows that no state follows are lost with the process. */
    async run(ending?: Ending, drops = false) {
      runs += 1;
      for (const { name } of registry) keeper.begin(name, runs, wholeNames.has(name));
      const state = [...states.values()].map((one) => one.state);
      const said = await runRead({
        url: server.url,
        files: { config, catalog: { streams: configured }, state },
        ending,
      });
      const end = drops ? said.messages.findLastIndex(({ type }) => type === 'STATE') + 1 : said.messages.length;
      for (const message of said.messages.slice(0, end)) {
        if (message.type === 'STATE') states.set(message.state.stream.stream_descriptor.name, message);
        take(keeper, message);
      }
      return said;
    },
    state: (name: string): StreamState | undefined => states.get(name)?.state.stream.stream_state,
  };
}

function take(keeper: Keeper, message: AirbyteMessage) {
  let event: Event | undefined;
  if (message.type === 'RECORD') {
    event = { type: 'records', stream: message.record.stream, rows: [message.record.data] };
  } else if (message.type === 'TRACE' && message.trace.type === 'STREAM_STATUS') {
    const { status, stream_descriptor } = message.trace.stream_status;
    if (status === 'COMPLETE')
      event = { type: 'status', stream: stream_descriptor.name, status: 'complete', isCompleteSnapshot: false };
  }
  if (event) keeper.take(event);
}

async function begin(seed: number, options = {}) {
  simulator = createSimulator({ seed, ...manners, ...options });
  server = await simulator.listen();
}

/** Changes the workspace all the time. */
function move(seed: number) {
  const mutator = createMutator(simulator.workspace, createRandom(seed, 'moving'));
  const timer = setInterval(() => mutator.change(1), 15);
  stopMoving = () => clearInterval(timer);
}

const children = new Set(registry.flatMap((one) => (one.parent && !isWhole(one) ? [one.name] : [])));

/** All that differs from the truth, but for children: the protocol has no word for a part or a tag that went. */
const lost = (keeper: Keeper) =>
  differences({
    view: { start: 0, version: '2.17', preview: true },
    workspace: simulator.workspace,
    keeper,
    registry,
    wholly: new Set(),
  }).filter((line) => !(line.endsWith(' is kept, though it is gone') && children.has(line.split(' ')[0]!)));

describe('killed at random bytes', () => {
  test.each(SEED ? [Number(SEED)] : [1, 2])(
    'and started again, it ends with the truth: seed %i',
    async (seed) => {
      const random = createRandom(seed, 'kills');
      await begin(seed, { latencyMs: 3 });
      for (const fault of faults) simulator.faults.add(fault);
      move(seed);
      const platform = createPlatform();
      let most = 1_500_000;
      let killed = 0;
      for (let runs = 0; runs < 5; runs++) {
        const ending = { signal: 'SIGKILL', atByte: random.int(1, most) } as const;
        const said = await platform.run(ending, random.chance(0.5));
        if (said.signal === 'SIGKILL') killed += 1;
        // What is left to say becomes less with each run.
        else most = Math.max(1_000, Math.floor(said.bytes / 2));
      }
      expect(killed).toBeGreaterThanOrEqual(2);
      stopMoving();
      // With no time to settle, what changed in the second in which a read begins is for the next one.
      await new Promise((resolve) => setTimeout(resolve, 1_100 - (Date.now() % 1_000)));
      const said = await platform.run();
      expect([said.exitCode, said.signal, said.unfinished]).toEqual([0, null, 0]);
      expect(simulator.faults.active.reduce((sum, { fired }) => sum + fired, 0)).toBeGreaterThan(0);
      expect(lost(platform.keeper), `SEED=${seed} npx vitest run test/reliability/kill.test.ts`).toEqual([]);
    },
    120_000,
  );
});

describe('asked to stop', () => {
  test.each([1, 300_000, 900_000])(
    'after %i bytes, it ends by the signal within five seconds, its last states out',
    async (atByte) => {
      await begin(7, { latencyMs: 5 });
      const platform = createPlatform();
      const said = await platform.run({ signal: 'SIGTERM', atByte });
      expect([said.signal, said.unfinished]).toEqual(['SIGTERM', 0]);
      expect(said.lingered).toBeLessThan(5_000);
      // Nothing is out that the last states do not answer for: they come after the last record.
      const types = said.messages.map(({ type }) => type);
      if (types.includes('RECORD')) expect(types.lastIndexOf('STATE')).toBeGreaterThan(types.lastIndexOf('RECORD'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await platform.run()).exitCode).toBe(0);
      expect(lost(platform.keeper)).toEqual([]);
    },
  );

  test('while all its requests hang, it ends all the same', async () => {
    await begin(8);
    // The first answers let it begin, then nothing answers any more.
    let answered = 0;
    simulator.faults.add({ kind: 'hang', match: () => ++answered > 20 });
    const platform = createPlatform();
    const said = await platform.run({ signal: 'SIGTERM', atByte: 2_000 });
    expect([said.signal, said.unfinished]).toEqual(['SIGTERM', 0]);
    expect(said.lingered).toBeLessThan(5_000);
  });
});
