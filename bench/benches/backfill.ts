/** A first read of conversations with their parts, one request each, at the limit of the API. */
import { config, configuredCatalog } from '../catalog.ts';
import { runProduct } from '../product.ts';
import type { Bench } from '../report.ts';
import { sequentialRate } from '../sequential.ts';
import { startServer } from '../server/start.ts';

const limit = 1667;
const windowSeconds = 10;
const latencyMs = 150;

export const backfill: Bench = {
  name: 'backfill',
  description: 'conversations with parts, 150 ms latency, 1,667 requests per 10 s',
  async run({ quick }) {
    const conversations = quick ? 6_000 : 20_000;
    const idle = await startServer({ sizes: { conversations } });
    const ceiling = await idle.ceiling('details');
    await idle.close();

    const server = await startServer({ sizes: { conversations }, limit, latencyMs });
    const sequential = await sequentialRate(server.url, quick ? 60 : 200);
    await server.reset();
    const catalog = configuredCatalog(['conversations', 'conversation_parts']);
    const cost = await runProduct({ args: ['read'], url: server.url, files: { config, catalog } });
    const { spent, refused } = await server.report();
    const { conversations: all } = await server.changed(0);
    await server.close();

    // Who the token is, the pages, the parts of those that have some, and the end of the feed of deleted ones.
    const fewest = 1 + Math.ceil(all.records / 150) + all.details + 1;
    const least = (fewest / limit) * windowSeconds;
    const inner = spent.slice(1, -1);
    const requests = spent.reduce((sum, count) => sum + count, 0);
    const seconds = cost.wallMs / 1000;
    return [
      { what: 'conversations', value: all.records, unit: '' },
      { what: 'records', value: cost.records, unit: '' },
      { what: 'server alone', value: ceiling, unit: 'requests/s' },
      { what: 'wall time', value: seconds, unit: 's', atMost: 1.05 * least + windowSeconds },
      { what: 'least wall time', value: least, unit: 's' },
      { what: 'wall time over the least', value: seconds / least, unit: '' },
      { what: 'least used inner window', value: Math.min(...inner) / limit, unit: 'of the limit' },
      {
        what: 'inner windows used',
        value: inner.reduce((sum, count) => sum + count, 0) / (inner.length * limit),
        unit: 'of the limit',
        atLeast: 0.97,
      },
      { what: 'requests', value: requests, unit: '' },
      { what: 'requests over the fewest', value: requests / fewest, unit: '', atMost: 1.01 },
      { what: '429s', value: refused, unit: '', atMost: 0 },
      { what: 'CPU time', value: cost.cpuMs / 1000, unit: 's' },
      { what: 'peak memory', value: cost.peakRssMb, unit: 'MB', atMost: 200 },
      { what: 'one request at a time', value: all.records / sequential, unit: 's, by its rate' },
      { what: 'times as fast as that', value: all.records / sequential / seconds, unit: '' },
    ];
  },
};
