/**
 * npm run bench:compare -- OTHER/dist/cli.js [ROUNDS] [NAME]: this build and another one by turns, within one run and against one server, since a shared
 * machine's speed changes. Prints the medians and their ratio: below 1 this build takes less.
 */
import { existsSync } from 'node:fs';
import { syncOnce } from './benches/contacts-into.ts';
import { duckdbTarget } from './benches/duckdb.ts';
import { config, configuredCatalog } from './catalog.ts';
import { type Cost, cli, runProduct } from './product.ts';
import { median } from './report.ts';
import { startServer } from './server/start.ts';

const [other = '', rounds = '5', only = ''] = process.argv.slice(2);
if (!existsSync(other)) {
  process.stderr.write('Say which build to compare with: npm run bench:compare -- ../other/dist/cli.js\n');
  process.exit(1);
}

type Load = (url: string, command: string) => Promise<Cost>;

const read =
  (...streams: string[]): Load =>
  (url, command) =>
    runProduct({ args: ['read'], url, command, files: { config, catalog: configuredCatalog(streams) } });

await compare('contacts: 200,000, read', { contacts: 200_000 }, read('users', 'leads'));
await compare(
  'conversations with parts: 10,000, read',
  { conversations: 10_000 },
  read('conversations', 'conversation_parts'),
);
await compare('contacts into DuckDB: 300,000', { contacts: 300_000 }, async (url, command) =>
  syncOnce(url, await duckdbTarget(), command),
);

async function compare(what: string, sizes: object, run: Load): Promise<void> {
  if (!what.includes(only)) return;
  const server = await startServer({ sizes });
  const costs = new Map<string, Cost[]>([cli, other].map((command) => [command, []]));
  for (let round = 0; round < Number(rounds); round++) {
    const order = round % 2 === 0 ? [other, cli] : [cli, other];
    for (const command of order) {
      await server.reset();
      costs.get(command)!.push(await run(server.url, command));
    }
  }
  await server.close();
  const of = (command: string, figure: 'cpuMs' | 'wallMs' | 'peakRssMb') =>
    median(costs.get(command)!.map((cost) => cost[figure]));
  process.stdout.write(`\n${what}\n`);
  for (const [figure, name] of [
    ['cpuMs', 'CPU, ms'],
    ['wallMs', 'wall, ms'],
    ['peakRssMb', 'peak, MB'],
  ] as const) {
    const [theirs, ours] = [of(other, figure), of(cli, figure)];
    const ratios = costs.get(cli)!.map((cost, round) => cost[figure] / costs.get(other)![round]![figure]);
    const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    process.stdout.write(
      `  ${name.padEnd(10)} other ${theirs.toFixed(0).padStart(7)}   this ${ours.toFixed(0).padStart(7)}   ${(ours / theirs).toFixed(2)} (${range})\n`,
    );
  }
}
