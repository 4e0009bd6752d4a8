/** How long the short commands take from their start to their end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config } from '../catalog.ts';
import { cli } from '../product.ts';
import { type Bench, type Figure, median } from '../report.ts';
import { startServer } from '../server/start.ts';

const times = 11;

export const coldStart: Bench = {
  name: 'cold-start',
  description: 'spec, check and discover, from start to end',
  async run() {
    const server = await startServer({});
    const folder = await mkdtemp(join(tmpdir(), 'bench-'));
    const file = join(folder, 'config.json');
    await writeFile(file, JSON.stringify(config));
    const figures: Figure[] = [
      { what: 'node alone', value: await timeOf(['--eval', '']), unit: 'ms' },
      { what: 'spec', value: await timeOf([cli, 'spec']), unit: 'ms', atMost: 300 },
      { what: 'check', value: await timeOf([cli, 'check', '--config', file], server.url), unit: 'ms' },
      { what: 'discover', value: await timeOf([cli, 'discover', '--config', file], server.url), unit: 'ms' },
    ];
    await rm(folder, { recursive: true });
    await server.close();
    return figures;
  },
};

async function timeOf(args: string[], url = ''): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, INTERCOM_API_URL: url } });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}.`);
    took.push(performance.now() - begun);
  }
  return median(took);
}
