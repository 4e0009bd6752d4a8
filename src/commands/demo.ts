/** demo: the main job with nothing to set up. Without a token it serves a simulated workspace from a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { removeOldDemo } from './demo-file.ts';
import { sync } from './sync.ts';

/** Made anew each time: the simulator's objects are dated from its start on, so that none of an earlier demo is there any more. */
const file = 'demo.duckdb';

/** Some thousands of contacts and conversations. */
const scale = 10;

export async function demo(): Promise<void> {
  if (process.env.INTERCOM_ACCESS_TOKEN) return sync({ to: 'duckdb:intercom.duckdb' });
  process.stderr.write('No INTERCOM_ACCESS_TOKEN is set: syncing a simulated workspace.\n');
  if (await removeOldDemo(file)) process.stderr.write(`${file} of an earlier demo is replaced.\n`);
  const simulator = startSimulator();
  try {
    const url = await addressOf(simulator);
    await sync(
      { to: `duckdb:${file}` },
      { ...process.env, INTERCOM_ACCESS_TOKEN: 'simulator-token', INTERCOM_API_URL: url },
    );
  } finally {
    simulator.kill();
  }
}

function startSimulator(): ChildProcess {
  const cli = fileURLToPath(new URL('../cli.js', import.meta.url));
  return spawn(process.execPath, [cli, 'simulate', '--port', '0', '--scale', String(scale)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
}

/** The address that the simulator tells in its first line. */
async function addressOf(simulator: ChildProcess): Promise<string> {
  if (!simulator.stdout) throw new Error('The simulator has no output.');
  const [line] = (await Promise.race([
    once(createInterface(simulator.stdout), 'line'),
    once(simulator, 'exit').then(() => ['']),
  ])) as [string];
  const url = /http:\/\/\S+?(?=,)/.exec(line)?.[0];
  if (!url) throw new Error('The simulator did not start.');
  return url;
}
