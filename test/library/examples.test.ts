/** The examples of docs/library.md are what a user writes: they compile against the package's types, and do what they say. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulator, type Listening } from '../../src/simulator/index.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

let folder: string;
let server: Listening;
let examples: string[];

/** A project that has the package as its dependency, by the name and the doors that package.json gives it. */
beforeAll(async () => {
  server = await createSimulator({ seed: 5, scale: 0.1 }).listen();
  folder = await mkdtemp(join(tmpdir(), 'library-'));
  await mkdir(join(folder, 'node_modules/@types'), { recursive: true });
  await symlink(root, join(folder, 'node_modules/source-intercom'), 'junction');
  await symlink(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'), 'junction');
  const page = await readFile(join(root, 'docs/library.md'), 'utf8');
  examples = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);
  // What is valid TypeScript without a type in it is JavaScript too.
  for (const [i, code] of examples.entries())
    for (const name of [`example-${i}.mts`, `example-${i}.mjs`]) await writeFile(join(folder, name), code);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test('they compile', async () => {
  const files = examples.map((_, i) => join(folder, `example-${i}.mts`));
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const compiled = run(process.execPath, [compiler, ...options, ...files], { cwd: folder });
  await expect(compiled.catch(({ stdout }) => ({ stdout }))).resolves.toMatchObject({ stdout: '' });
});

test.each([
  [0, /^[1-9]\d* rows of contacts and tags\n$/],
  [1, /^0 failed; loaded admins and conversations\n$/],
  [2, /^Connected to .+\n$/],
])('example %i does what it says', async (number, said) => {
  expect(examples).toHaveLength(3);
  const env = { ...process.env, INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' };
  const { stdout, stderr } = await run(process.execPath, [`example-${number}.mjs`], { cwd: folder, env });
  expect(stderr).toBe('');
  expect(stdout).toMatch(said);
});
