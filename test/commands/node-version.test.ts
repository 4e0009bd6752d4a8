/** What the command says on a Node that is too old for it. */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'old-node-'));
  // Without its neighbours and packages: whatever it loads at its top fails.
  await copyFile(at('dist/cli.js'), join(folder, 'cli.mjs'));
});
afterAll(() => rm(folder, { recursive: true }));

async function runAs(version: string, cli: string) {
  const preload = join(folder, `${version}.cjs`);
  const versions = `{ ...process.versions, node: '${version}' }`;
  await writeFile(preload, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
  return spawnSync(process.execPath, ['--require', preload, cli, 'streams'], { encoding: 'utf8' });
}

test.each(['14.21.3', '18.20.8', '20.0.0', '20.18.3'])(
  'Node %s: one line, before anything is loaded',
  async (version) => {
    const { status, stdout, stderr } = await runAs(version, join(folder, 'cli.mjs'));
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `source-intercom needs Node 20.19 or later, and this is Node ${version}: install a newer one.\n`,
    });
  },
);

test.each(['20.19.0', '22.0.0', '24.1.0'])('Node %s is new enough', async (version) => {
  const { status, stdout, stderr } = await runAs(version, at('dist/cli.js'));
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('conversation_parts');
});

test('the line says what package.json asks for', async () => {
  const { engines } = JSON.parse(await readFile(at('package.json'), 'utf8'));
  expect(engines.node).toBe('>=20.19');
});
