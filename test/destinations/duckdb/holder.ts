/** A process of its own that has a DuckDB file open, as a shell or another sync has. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const script = `
  import { DuckDBInstance } from '@duckdb/node-api';
  const instance = await DuckDBInstance.create(process.argv[1]);
  console.log('open');
  setInterval(() => instance, 1_000);`;

/** Resolves once it has it open. `release` ends it, and resolves when it is gone. */
export async function holdOpen(file: string): Promise<{ pid: number; release(): Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return {
    pid: child.pid!,
    async release() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
