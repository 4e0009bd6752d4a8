/** Runs the built command as the platform does: a process of its own, all that it says taken down. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AirbyteMessage } from '../../src/protocols/airbyte/messages.ts';

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface CommandOptions {
  /** JSON given as files, by the name of their flag: `{config: {…}}` becomes `--config /tmp/…/config.json`. */
  files?: { [flag: string]: unknown };
  args?: string[];
  env?: { [name: string]: string };
  /** Called with each message as it comes. `end` ends the process by a signal; `leave` stops reading its stdout. */
  onMessage?: (message: AirbyteMessage, process: { end(signal: NodeJS.Signals): void; leave(): void }) => void;
}

export interface CommandResult {
  /** What stdout held, line by line, and the same parsed. */
  lines: string[];
  messages: AirbyteMessage[];
  /** What followed the last line feed: nothing, unless the process was cut off. */
  unfinished: string;
  stderr: string;
  /** Null where a signal ended it. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/** Runs `source-intercom NAME` to its end. Rejects if a line of stdout is not JSON. */
export async function runCommand(name: string, options: CommandOptions = {}): Promise<CommandResult> {
  if (!existsSync(command)) throw new Error('There is no dist/cli.js to run. Build it: npm run build');
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-'));
  try {
    const flags: string[] = [];
    for (const [flag, content] of Object.entries(options.files ?? {})) {
      const path = join(folder, `${flag}.json`);
      await writeFile(path, JSON.stringify(content));
      flags.push(`--${flag}`, path);
    }
    return await run([name, ...flags, ...(options.args ?? [])], options);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(args: string[], { env, onMessage }: CommandOptions): Promise<CommandResult> {
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve([code, signal]));
  });
  const stderr = child.stderr.setEncoding('utf8').toArray();
  const result: Omit<CommandResult, 'stderr' | 'exitCode' | 'signal'> = { lines: [], messages: [], unfinished: '' };
  const handle = { end: (signal: NodeJS.Signals) => child.kill(signal), leave: () => child.stdout.destroy() };
  let failure: unknown;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (result.unfinished + chunk).split('\n');
    result.unfinished = parts.pop()!;
    try {
      for (const line of parts) {
        const message = JSON.parse(line) as AirbyteMessage;
        result.lines.push(line);
        result.messages.push(message);
        onMessage?.(message, handle);
      }
    } catch (thrown) {
      failure ??= thrown;
      child.kill();
    }
  });
  const [exitCode, signal] = await ended;
  if (failure) throw failure;
  return { ...result, stderr: (await stderr).join(''), exitCode, signal };
}
