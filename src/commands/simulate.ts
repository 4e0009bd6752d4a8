/** The simulator as a server. */
import { ConnectorError, explain } from '../core/errors.ts';
import { createSimulator } from '../simulator/index.ts';
import { listenForStop } from './stopping.ts';

export async function simulate(options: { port: number; seed: number; scale: number }): Promise<void> {
  const simulator = createSimulator({ seed: options.seed, scale: options.scale });
  const stopping = listenForStop();
  // Started by another process, it ends with it, however that ends.
  process.once('disconnect', stopping.stop);
  try {
    const { url, close } = await simulator.listen(options.port);
    process.stdout.write(`Simulated Intercom at ${url}, access token simulator-token. Ctrl-C stops it.\n`);
    await new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
    await close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const taken = new ConnectorError('config_invalid', `Port ${options.port} is in use.`, {
      hint: 'Choose another with --port, or 0 for a free one.',
    });
    process.stderr.write(`${explain(taken)}\n`);
    process.exitCode = 1;
  }
  stopping.finish();
}
