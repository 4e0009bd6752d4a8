/** A first read of contacts without a limit: what the process itself can do, and what it holds. */
import { bareRate } from '../bare.ts';
import { config, configuredCatalog } from '../catalog.ts';
import { type Cost, runProduct } from '../product.ts';
import { type Bench, type Figure, median } from '../report.ts';
import { startServer } from '../server/start.ts';

export const contacts: Bench = {
  name: 'contacts',
  description: 'users and leads as Airbyte reads them, no limit, no latency',
  async run({ quick }) {
    const [small, large] = quick ? [60_000, 200_000] : [300_000, 1_000_000];
    const first = await measured(small, 3);
    const second = await measured(large, 1);
    return [
      { what: 'server alone', value: first.ceiling, unit: 'pages/s' },
      ...figuresOf(small, first),
      ...figuresOf(large, second),
      { what: 'peak memory, large over small', value: peak(second) / peak(first), unit: '', atMost: 1.1 },
    ];
  },
};

interface Measured {
  ceiling: number;
  bare: number;
  costs: Cost[];
  requests: number;
}

/** Bare work and the whole of it by turns, since a machine's speed changes. */
async function measured(size: number, times: number): Promise<Measured> {
  const server = await startServer({ sizes: { contacts: size } });
  const ceiling = await server.ceiling('pages');
  const bare: number[] = [];
  const costs: Cost[] = [];
  let requests = 0;
  for (let i = 0; i < times; i++) {
    bare.push(await bareRate(server.url, size));
    await server.reset();
    costs.push(await runProduct({ args: ['read'], url: server.url, files: { config, catalog } }));
    requests = (await server.report()).spent.reduce((sum, count) => sum + count, 0);
  }
  bare.push(await bareRate(server.url, size));
  await server.close();
  return { ceiling, bare: median(bare), costs, requests };
}

const catalog = configuredCatalog(['users', 'leads']);

const peak = ({ costs }: Measured) => Math.max(...costs.map(({ peakRssMb }) => peakRssMb));

function figuresOf(size: number, { bare, costs, requests }: Measured): Figure[] {
  const of = (what: string) => `${size.toLocaleString('en')}: ${what}`;
  const rate = median(costs.map(({ records, cpuMs }) => (records / cpuMs) * 1000));
  return [
    { what: of('records'), value: costs[0]!.records, unit: '', atLeast: size },
    { what: of('bare parse and stringify'), value: bare, unit: 'contacts/CPU s' },
    { what: of('the product'), value: rate, unit: 'contacts/CPU s', atLeast: Math.max(20_000, 0.6 * bare) },
    { what: of('over bare'), value: rate / bare, unit: '' },
    { what: of('wall time'), value: median(costs.map(({ wallMs }) => wallMs)) / 1000, unit: 's' },
    { what: of('peak memory'), value: Math.max(...costs.map(({ peakRssMb }) => peakRssMb)), unit: 'MB', atMost: 200 },
    { what: of('requests over full pages'), value: requests / Math.ceil(size / 150), unit: '' },
  ];
}
