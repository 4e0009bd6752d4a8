/** The simulator as a server. */
import { ConnectorError, explain } from '../core/errors.ts';
import { createSimulator, type Happened } from '../simulator/index.ts';
import { listenForStop } from './stopping.ts';

export interface SimulateOptions {
  port: number;
  seed: number;
  scale: number;
  /** See `SimulatorOptions`. */
  moments?: number[];
  workspace?: string;
}

export async function simulate({ port, seed, scale, moments, workspace }: SimulateOptions): Promise<void> {
  const simulator = createSimulator({ seed, scale, moments, workspaceId: workspace });
  const stopping = listenForStop();
  // Started by another process, it ends with it, however that ends.
  process.once('disconnect', stopping.stop);
  try {
    const { url, close } = await simulator.listen(port);
    process.stdout.write(meanwhile(simulator.happened));
    process.stdout.write(`Simulated Intercom at ${url}, access token simulator-token. Ctrl-C stops it.\n`);
    await new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
    await close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const taken = new ConnectorError('config_invalid', `Port ${port} is in use.`, {
      hint: 'Choose another with --port, or 0 for a free one.',
    });
    process.stderr.write(`${explain(taken)}\n`);
    process.exitCode = 1;
  }
  stopping.finish();
}

/** A line of what happened between the last two moments; none where there were none. */
function meanwhile(happened: Happened): string {
  const all = Object.entries(happened).sort(([, a], [, b]) => b - a);
  if (all.length === 0) return '';
  const total = all.reduce((sum, [, times]) => sum + times, 0);
  const most = all.slice(0, 4).map(([what, times]) => `${times} × ${what}`);
  return `Meanwhile ${total} things have happened in it: ${most.join(', ')} and others.\n`;
}
