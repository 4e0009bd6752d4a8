/** A first sync of contacts into a database without a limit. */
import { bareRate } from '../bare.ts';
import { type Cost, runProduct } from '../product.ts';
import { type Bench, median } from '../report.ts';
import { startServer } from '../server/start.ts';

/** What is loaded into, made anew for each load. */
export interface Target {
  /** As `sync --to` takes it. */
  address: string;
  remove(): Promise<void>;
}

export function contactsInto(
  database: { name: string; description: string; create(): Promise<Target> },
  aims: { contactsPerCpuSecond: number; contactsPerSecond?: number; peakMb: number },
): Bench {
  return {
    name: database.name,
    description: `users and leads into ${database.description}, no limit, no latency`,
    async run({ quick }) {
      const size = quick ? 60_000 : 300_000;
      const server = await startServer({ sizes: { contacts: size } });
      const bare = await bareRate(server.url, size);
      const costs: Cost[] = [];
      for (let i = 0; i < 3; i++) costs.push(await syncOnce(server.url, await database.create()));
      await server.close();
      const perSecond = (cost: (one: Cost) => number) => median(costs.map((one) => size / cost(one))) * 1000;
      const rate = perSecond(({ cpuMs }) => cpuMs);
      return [
        { what: 'contacts', value: size, unit: '' },
        { what: 'bare parse and stringify', value: bare, unit: 'contacts/CPU s' },
        { what: 'the product', value: rate, unit: 'contacts/CPU s', atLeast: aims.contactsPerCpuSecond },
        { what: 'the product over bare', value: rate / bare, unit: '', atLeast: 1 / 3 },
        {
          what: 'by the clock',
          value: perSecond(({ wallMs }) => wallMs),
          unit: 'contacts/s',
          ...(aims.contactsPerSecond && { atLeast: aims.contactsPerSecond }),
        },
        { what: 'wall time', value: median(costs.map(({ wallMs }) => wallMs)) / 1000, unit: 's' },
        {
          what: 'peak memory',
          value: Math.max(...costs.map(({ peakRssMb }) => peakRssMb)),
          unit: 'MB',
          atMost: aims.peakMb,
        },
      ];
    },
  };
}

/** A first sync of contacts into a target, which is removed. `command`: another build. */
export async function syncOnce(url: string, { address, remove }: Target, command?: string): Promise<Cost> {
  try {
    const args = ['sync', '--streams', 'users,leads', '--to', address];
    return await runProduct({ args, url, command, files: { config: { rate_limit_share: 1 } } });
  } finally {
    await remove();
  }
}
