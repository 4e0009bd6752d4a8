/** Python programs in environments of their own, kept in a cache outside of the tree. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PythonEnvironment {
  /** The folder of its programs, such as `python` and what the packages install. */
  bin: string;
}

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'source-intercom', 'interop');

const python = process.env.PYTHON ?? 'python3';

/**
 * The environment that the `requirements.txt` beside `caller` asks for, made where it is not there yet.
 * @param caller `import.meta.url` of a test
 * @returns undefined where it can't be made, which is printed; under CI that is an error
 */
export async function pythonEnvironment(caller: string): Promise<PythonEnvironment | undefined> {
  const file = new URL('requirements.txt', caller);
  const requirements = await readFile(file);
  const name = new URL('.', caller).pathname.split('/').at(-2)!;
  const { stdout: version } = await run(python, ['--version']).catch(() => ({ stdout: '' }));
  const digest = createHash('sha256').update(version).update(requirements).digest('hex').slice(0, 12);
  const folder = join(cache, `${name}-${digest}`);
  try {
    await makeOnce(folder, file.pathname);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const reason = `not run: ${name} needs Python's packages of ${file.pathname}, and they could not be installed.\n${stderr || message}`;
    if (process.env.CI) throw new Error(reason);
    process.stderr.write(`${reason}\n`);
    return undefined;
  }
  return { bin: join(folder, 'bin') };
}

async function makeOnce(folder: string, requirements: string): Promise<void> {
  // Written last: what an interrupted run left has none, and is made anew.
  const complete = join(folder, '.complete');
  if (await exists(complete)) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run(python, ['-m', 'venv', folder]);
  await run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  await writeFile(complete, '');
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
