/** The built command within a line of shell: real pipes, with readers that go away as they do. */
import { spawn } from 'node:child_process';
import { cli } from './command.ts';

export interface ShellResult {
  stdout: string;
  stderr: string;
  /** The last command's that failed, of a pipe too. */
  exitCode: number | null;
}

/** Runs a script of bash, in which `source-intercom` is the built command. */
export function runShell(
  script: string,
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<ShellResult> {
  const command = `source-intercom() { "${process.execPath}" "${cli}" "$@"; }; set -o pipefail; ${script}`;
  const child = spawn('bash', ['-c', command], {
    env: { ...process.env, ...options.env },
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', async (exitCode) => {
      resolve({ stdout: (await stdout!).join(''), stderr: (await stderr!).join(''), exitCode });
    });
  });
}
