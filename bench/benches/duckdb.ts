/** A first sync of contacts into DuckDB without a limit. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareRate } from '../bare.ts';
import { type Cost, runProduct } from '../product.ts';
import { type Bench, median } from '../report.ts';
import { startServer } from '../server/start.ts';

export const duckdb: Bench = {
  name: 'duckdb',
  description: 'users and leads into a DuckDB file, no limit, no latency',
  async run({ quick }) {
    const size = quick ? 60_000 : 300_000;
    const server = await startServer({ sizes: { contacts: size } });
    const bare = await bareRate(server.url, size);
    const costs: Cost[] = [];
    for (let i = 0; i < 3; i++) costs.push(await syncOnce(server.url));
    await server.close();
    return [
      { what: 'contacts', value: size, unit: '' },
      { what: 'bare parse and stringify', value: bare, unit: 'contacts/CPU s' },
      {
        what: 'the product',
        value: median(costs.map(({ cpuMs }) => size / cpuMs)) * 1000,
        unit: 'contacts/CPU s',
        atLeast: 15_000,
      },
      { what: 'wall time', value: median(costs.map(({ wallMs }) => wallMs)) / 1000, unit: 's' },
      { what: 'peak memory', value: Math.max(...costs.map(({ peakRssMb }) => peakRssMb)), unit: 'MB', atMost: 400 },
    ];
  },
};

/** A first sync of contacts into a file of its own. `command`: another build. */
export async function syncOnce(url: string, command?: string): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const args = ['sync', '--streams', 'users,leads', '--to', `duckdb:${join(folder, 'bench.duckdb')}`];
    return await runProduct({ args, url, command, files: { config: { rate_limit_share: 1 } } });
  } finally {
    await rm(folder, { recursive: true });
  }
}
