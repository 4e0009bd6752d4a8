/** One whole read of a simulated workspace through real sockets, in virtual time, with whatever the network does to it. */
import type { ConnectorError } from '../../src/core/errors.ts';
import type { Event, StreamState } from '../../src/core/events.ts';
import { read } from '../../src/engine/read.ts';
import { createClient } from '../../src/intercom/client.ts';
import { httpTransport, type Transport } from '../../src/intercom/http/transport.ts';
import { createBudget } from '../../src/intercom/limits/budget.ts';
import { createRequestScheduler } from '../../src/intercom/limits/scheduler.ts';
import { openSession } from '../../src/intercom/session.ts';
import { createRandom } from '../../src/simulator/engine/random.ts';
import { createSimulator, type FaultSpec, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { differences } from './differences.ts';
import { createKeeper } from './keeper.ts';
import { capped } from './page-cap.ts';
import { usualStreams as registry } from './usual-streams.ts';

export interface World {
  simulator: Simulator;
  clock: FakeClock;
  read(options?: ReadThrough): Promise<ReadResult>;
  /** What of the truth is not kept, over all reads so far. */
  differences(): string[];
  close(): Promise<void>;
}

export interface ReadThrough {
  faults?: readonly FaultSpec[];
  pageCap?: number;
  /** Puts something between the client and the network. */
  through?(network: Transport): Transport;
}

export interface ReadResult {
  events: Event[];
  /** How often each fault fired, in the order given. */
  fired: number[];
  logged: string[];
  /** Streams that did not end well, with why. */
  failed: Map<string, ConnectorError>;
}

const begin = Date.UTC(2026, 4, 15, 12);

/** Real milliseconds after which a request is given up. */
const timeoutMs = 250;

/** A workspace of some pages of each kind, served on a socket. */
export async function openWorld(options: SimulatorOptions = {}): Promise<World> {
  const clock = createFakeClock({ start: begin });
  const simulator = createSimulator({
    counts: { contacts: 110, conversations: 25, tickets: 12, companies: 230 },
    now: () => begin + clock.elapsed(),
    ...options,
  });
  const { url, close } = await simulator.listen();
  const network = httpTransport({ connections: 64, timeoutMs });
  const keeper = createKeeper(registry, { removesFrom: false });
  const states = new Map<string, StreamState>();
  const random = createRandom(1, 'jitter');

  return {
    simulator,
    clock,
    async read({ faults = [], pageCap = 20, through = (network: Transport) => network } = {}) {
      const { signal } = new AbortController();
      const result: ReadResult = { events: [], fired: [], logged: [], failed: new Map() };
      const added = faults.map((spec) => simulator.faults.add(spec));
      const transport = through(network);
      const client = createClient({
        baseUrl: url,
        token: 'simulator-token',
        version: '2.17',
        transport: (request) => transport(capped(request, pageCap)),
        scheduler: createRequestScheduler({ budget: createBudget({ share: 0.9 }), clock }),
        clock,
        random: random.next,
        signal,
        log: () => {},
      });
      try {
        const session = await openSession(client, { region: 'us' });
        const selected = registry.map(({ name, cursor }) => ({
          name,
          syncMode: cursor ? ('incremental' as const) : ('full_refresh' as const),
          syncId: 1,
        }));
        for await (const event of read({
          session,
          registry,
          selected,
          states,
          times: { start: 0, lookback: 0, settling: 600 },
          clock,
          signal,
          tuning: { sliceSize: 40, checkpointRows: 50, checkpointMs: 10_000 },
        })) {
          result.events.push(event);
          keeper.take(event);
          if (event.type === 'log') result.logged.push(event.message);
          if (event.type === 'checkpoint') for (const { stream, state } of event.states) states.set(stream, state);
          if (event.type === 'status' && event.status === 'incomplete') result.failed.set(event.stream, event.error);
        }
      } finally {
        result.fired = added.map(({ fired }) => fired);
        for (const fault of added) fault.remove();
      }
      return result;
    },
    differences: () =>
      differences({
        view: { start: 0, version: '2.17', preview: true },
        workspace: simulator.workspace,
        keeper,
        registry,
        wholly: new Set(registry.map(({ name }) => name)),
      }),
    async close() {
      await network.close?.();
      await close();
    },
  };
}
