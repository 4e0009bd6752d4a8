/** Starts the simulator as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface SimulatorSize {
  scale: number;
  latencyMs: number;
}

export interface SimulatorReport {
  /** Requests by window of ten seconds, oldest first. */
  spent: number[];
  /** 429s. */
  refused: number;
  /** How many there are, by stream. */
  records: Record<string, number>;
}

export interface BenchSimulator {
  url: string;
  report(): Promise<SimulatorReport>;
  close(): Promise<void>;
}

export async function startSimulator(size: SimulatorSize): Promise<BenchSimulator> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, JSON.stringify(size)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The simulator did not start.');
    return String(value);
  };
  const url = await nextLine();
  return {
    url,
    async report() {
      child.stdin.write('report\n');
      return JSON.parse(await nextLine()) as SimulatorReport;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
