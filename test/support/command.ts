/** Starts the built command as people and platforms do: a process of its own. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command's path. */
export const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Exit {
  /** Null where a signal ended it. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/** Throws where nothing is built. `stdio`: default pipes, and no input. */
export function spawnCommand(
  args: readonly string[],
  { env = {}, stdio = ['ignore', 'pipe', 'pipe'] }: { env?: Record<string, string>; stdio?: StdioOptions } = {},
): { child: ChildProcess; ended: Promise<Exit> } {
  if (!existsSync(cli)) throw new Error('There is no dist/cli.js to run. Build it: npm run build');
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env }, stdio });
  const ended = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  return { child, ended };
}

export interface CommandResult extends Exit {
  stdout: string;
  stderr: string;
}

/** Starts it, and takes down what it says. */
export function startCommand(args: readonly string[], env: Record<string, string> = {}) {
  const { child, ended } = spawnCommand(args, { env });
  const said = { stdout: '', stderr: '' };
  const hearers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const)
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      for (const hear of hearers) hear();
    });
  return {
    ended: ended.then((exit): CommandResult => ({ ...exit, ...said })),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Resolves once stderr has said it; rejects where the command ends without. */
    said: (text: string) =>
      new Promise<void>((resolve, reject) => {
        const hear = () => {
          if (!said.stderr.includes(text)) return;
          hearers.delete(hear);
          resolve();
        };
        hearers.add(hear);
        hear();
        ended.then(() => reject(new Error(`It ended and did not say "${text}": ${said.stderr}`)), reject);
      }),
  };
}

/** Gives `use` the flags for JSON contents as files, which last as long: `{config: {…}}` becomes `--config /tmp/…/config.json`. */
export async function withFiles<T>(
  contents: { readonly [flag: string]: unknown },
  use: (flags: string[], folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-'));
  try {
    const flags: string[] = [];
    for (const [flag, content] of Object.entries(contents)) {
      const path = join(folder, `${flag}.json`);
      await writeFile(path, JSON.stringify(content));
      flags.push(`--${flag}`, path);
    }
    return await use(flags, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
