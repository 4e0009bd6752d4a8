/** Runs other people's connectors with their requests to Intercom going to a simulator. Their code stays as it is. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withFiles } from '../../test/support/command.ts';

interface Run {
  /** Where the program is. */
  bin: string;
  /** The simulator's address. */
  url: string;
  args?: readonly string[];
  /** JSON given as files, by the name of their flag. */
  files: { readonly [flag: string]: unknown };
}

/** What a program prints. Rejects, with the end of what it said, where it fails. */
export const outputOf = (program: string, { bin, url, args = [], files }: Run): Promise<string> =>
  withFiles(files, async (flags) => {
    const PYTHONPATH = fileURLToPath(new URL('.', import.meta.url));
    const env = { ...process.env, PYTHONPATH, INTERCOM_API_URL: url };
    const child = spawn(`${bin}/${program}`, [...args, ...flags], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    const said = Promise.all([child.stdout, child.stderr].map((from) => from.setEncoding('utf8').toArray()));
    const code = await ended;
    const [stdout = '', stderr = ''] = (await said).map((chunks) => chunks.join(''));
    if (code !== 0) throw new Error(`${program} ended with ${code}.\n${(stdout + stderr).slice(-4000)}`);
    return stdout;
  });

/** The lines of JSON that a program prints. */
export const linesOf = async <Line>(program: string, run: Run): Promise<Line[]> =>
  (await outputOf(program, run))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
