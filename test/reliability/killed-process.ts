/** The built command as a platform runs it, cut off at an exact byte of what it says. */
import type { AirbyteMessage } from '../../src/protocols/airbyte/messages.ts';
import { type Exit, spawnCommand, withFiles } from '../support/command.ts';

export interface Ending {
  signal: NodeJS.Signals;
  /** Sent when so many bytes are out. */
  atByte: number;
}

export interface Said extends Exit {
  /** Of the lines that are complete. */
  messages: AirbyteMessage[];
  /** Bytes in all, and those after the last line feed. */
  bytes: number;
  unfinished: number;
  /** Milliseconds from the signal to the end. */
  lingered: number;
}

/**
 * Runs `source-intercom read` to its end or to the given one. What a killed process said after that byte counts as not said: who
 * listened may have died with it.
 */
export const runRead = (options: {
  url: string;
  files: { config: unknown; catalog: unknown; state?: unknown };
  ending?: Ending;
}): Promise<Said> => withFiles(options.files, (flags) => run(flags, options.url, options.ending));

async function run(flags: string[], url: string, ending: Ending | undefined): Promise<Said> {
  const { child, ended } = spawnCommand(['read', ...flags], {
    env: { INTERCOM_API_URL: url },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let signalledAt = 0;
  child.stdout!.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (!ending || bytes < ending.atByte || signalledAt > 0) return;
    signalledAt = performance.now();
    child.kill(ending.signal);
  });
  const exit = await ended;
  const lingered = signalledAt > 0 ? performance.now() - signalledAt : 0;
  const all = Buffer.concat(chunks);
  const heard = exit.signal === 'SIGKILL' ? all.subarray(0, ending?.atByte) : all;
  const end = heard.lastIndexOf('\n') + 1;
  const lines = heard.subarray(0, end).toString().split('\n').slice(0, -1);
  return {
    messages: lines.map((line) => JSON.parse(line) as AirbyteMessage),
    bytes: heard.length,
    unfinished: heard.length - end,
    ...exit,
    lingered,
  };
}
