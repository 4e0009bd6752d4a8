/** The built command as a platform runs it, cut off at an exact byte of what it says. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AirbyteMessage } from '../../src/protocols/airbyte/messages.ts';

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Ending {
  signal: NodeJS.Signals;
  /** Sent when so many bytes are out. */
  atByte: number;
}

export interface Said {
  /** Of the lines that are complete. */
  messages: AirbyteMessage[];
  /** Bytes in all, and those after the last line feed. */
  bytes: number;
  unfinished: number;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Milliseconds from the signal to the end. */
  lingered: number;
}

/**
 * Runs `source-intercom read` to its end or to the given one. What a killed process said after that byte counts as not said: who
 * listened may have died with it.
 */
export async function runRead(options: {
  url: string;
  files: { config: unknown; catalog: unknown; state?: unknown };
  ending?: Ending;
}): Promise<Said> {
  const { url, files, ending } = options;
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-'));
  try {
    const args = ['read'];
    for (const [flag, content] of Object.entries(files)) {
      const path = join(folder, `${flag}.json`);
      await writeFile(path, JSON.stringify(content));
      args.push(`--${flag}`, path);
    }
    const child = spawn(process.execPath, [command, ...args], {
      env: { ...process.env, INTERCOM_API_URL: url },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let signalledAt = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (!ending || bytes < ending.atByte || signalledAt > 0) return;
      signalledAt = performance.now();
      child.kill(ending.signal);
    });
    const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, by) => resolve([code, by]));
    });
    const lingered = signalledAt > 0 ? performance.now() - signalledAt : 0;
    const all = Buffer.concat(chunks);
    const heard = signal === 'SIGKILL' ? all.subarray(0, ending?.atByte) : all;
    const end = heard.lastIndexOf('\n') + 1;
    const lines = heard.subarray(0, end).toString().split('\n').slice(0, -1);
    return {
      messages: lines.map((line) => JSON.parse(line) as AirbyteMessage),
      bytes: heard.length,
      unfinished: heard.length - end,
      exitCode,
      signal,
      lingered,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
