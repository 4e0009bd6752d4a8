/** Runs a command of the Airbyte protocol as the platform does, and takes down its messages. */
import type { AirbyteMessage } from '../../src/protocols/airbyte/messages.ts';
import { type Exit, spawnCommand, withFiles } from './command.ts';

export interface AirbyteOptions {
  /** JSON given as files, by the name of their flag. */
  files?: { [flag: string]: unknown };
  args?: string[];
  env?: { [name: string]: string };
  /** Called with each message as it comes. `end` ends the process by a signal; `leave` stops reading its stdout. */
  onMessage?: (message: AirbyteMessage, process: { end(signal: NodeJS.Signals): void; leave(): void }) => void;
}

export interface AirbyteResult extends Exit {
  /** What stdout held, line by line, and the same parsed. */
  lines: string[];
  messages: AirbyteMessage[];
  /** What followed the last line feed: nothing, unless the process was cut off. */
  unfinished: string;
  stderr: string;
}

/** Runs `source-intercom NAME` to its end. Rejects if a line of stdout is not JSON. */
export const runAirbyte = (name: string, options: AirbyteOptions = {}): Promise<AirbyteResult> =>
  withFiles(options.files ?? {}, (flags) => run([name, ...flags, ...(options.args ?? [])], options));

async function run(args: string[], { env, onMessage }: AirbyteOptions): Promise<AirbyteResult> {
  const { child, ended } = spawnCommand(args, { env });
  const stdout = child.stdout!;
  const stderr = child.stderr!.setEncoding('utf8').toArray();
  const result: Pick<AirbyteResult, 'lines' | 'messages' | 'unfinished'> = { lines: [], messages: [], unfinished: '' };
  const handle = { end: (signal: NodeJS.Signals) => child.kill(signal), leave: () => stdout.destroy() };
  let failure: unknown;
  stdout.setEncoding('utf8').on('data', (chunk: string) => {
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
  const exit = await ended;
  if (failure) throw failure;
  return { ...result, stderr: (await stderr).join(''), ...exit };
}
