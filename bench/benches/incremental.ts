/** The hourly syncs of a workspace of which 0.5 % changed since the last, and then nothing. */
import { config, configuredCatalog } from '../catalog.ts';
import { type Cost, runProduct } from '../product.ts';
import type { Bench, Figure } from '../report.ts';
import { type BenchServer, type Changed, startServer } from '../server/start.ts';

const pageSize = 150;
const companiesPage = 100;
/** Activities of contacts, deleted conversations, activities of teammates. */
const logs = 3;

/** The fewest requests that read what changed; ../README.md explains each. */
const fewest = ({ lists, contacts, conversations, tickets, companies }: Changed): number =>
  lists +
  pages(contacts.records) +
  contacts.details +
  pages(conversations.records) +
  conversations.details +
  pages(tickets.records) +
  Math.ceil(companies / companiesPage) +
  1 +
  logs;

const pages = (records: number) => Math.max(1, Math.ceil(records / pageSize));

export const incremental: Bench = {
  name: 'incremental',
  description: 'all usual streams an hour after the last sync, no limit, no latency',
  async run({ quick }) {
    const many = quick ? 1 : 5;
    const sizes = {
      contacts: 20_000 * many,
      conversations: 4_000 * many,
      tickets: 1_000 * many,
      companies: 1_000 * many,
    };
    const server = await startServer({ sizes, behind: 2 * 3600 });
    const first = await sync(server, []);
    await server.hour({ changes: true });
    const changed = await sync(server, first.cost.states);
    await server.hour({ changes: false });
    const unchanged = await sync(server, changed.cost.states);
    await server.close();
    return [
      { what: 'first sync, requests', value: first.requests, unit: '' },
      ...figuresOf('0.5 % changed', changed),
      ...figuresOf('nothing changed', unchanged),
    ];
  },
};

interface Synced {
  cost: Cost;
  requests: number;
  fewest: number;
}

async function sync(server: BenchServer, states: object[]): Promise<Synced> {
  // What changed in the settling time before the last sync is read again by design, so it counts.
  const since = lowWater(states);
  const files = { config, catalog: configuredCatalog(), ...(states.length > 0 ? { state: states } : {}) };
  await server.reset();
  const cost = await runProduct({ args: ['read'], url: server.url, files });
  const { spent } = await server.report();
  const requests = spent.reduce((sum, count) => sum + count, 0);
  return { cost, requests, fewest: fewest(await server.changed(since)) };
}

/** The `updated_at` of the state of contacts; the beginning where there is none. */
function lowWater(states: object[]): number {
  const found = (
    states as { state: { stream: { stream_descriptor: { name: string }; stream_state: { updated_at?: number } } } }[]
  ).find(({ state }) => state.stream.stream_descriptor.name === 'contacts');
  return found?.state.stream.stream_state.updated_at ?? 0;
}

const figuresOf = (what: string, { cost, requests, fewest: few }: Synced): Figure[] => [
  { what: `${what}: wall time`, value: cost.wallMs / 1000, unit: 's' },
  { what: `${what}: CPU time`, value: cost.cpuMs / 1000, unit: 's' },
  { what: `${what}: records`, value: cost.records, unit: '' },
  { what: `${what}: fewest requests`, value: few, unit: '' },
  { what: `${what}: requests`, value: requests, unit: '', atMost: Math.max(Math.floor(few * 1.05), few + 5) },
];
