/** verify as a command: its exit codes, its text, and a receipt whose digest others can make. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulator, type Listening } from '../../src/simulator/index.ts';
import { onFile } from '../support/duckdb-file.ts';
import { runShell } from '../support/shell.ts';

let server: Listening;
let folder: string;
beforeAll(async () => {
  server = await createSimulator({ seed: 81, scale: 0.1, rateLimit: null }).listen();
  folder = await mkdtemp(join(tmpdir(), 'verify-command-'));
  expect((await shell('sync --streams tags,companies')).exitCode).toBe(0);
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const shell = (command: string) =>
  runShell(`source-intercom ${command}`, {
    cwd: folder,
    env: { INTERCOM_ACCESS_TOKEN: 'simulator-token', INTERCOM_API_URL: server.url },
  });

test('ends with 0, 3 and, once that is mended, 0 again', { timeout: 60_000 }, async () => {
  const sound = await shell('verify --seed of-a-test --receipt receipt.json');
  expect(sound.stdout).toMatch(
    /No difference in 2 streams \(\d+ requests, \d+ records compared by value, sample of-a-test\)/,
  );
  expect(sound.exitCode).toBe(0);
  const text = await readFile(join(folder, 'receipt.json'), 'utf8');
  expect(text).not.toContain('simulator-token');
  const { digest, ...content } = JSON.parse(text);
  expect(content).toMatchObject({ verdict: 'sound', seed: 'of-a-test', sample: 50, workspace: { id: 'sim00001' } });
  expect(digest).toBe(createHash('sha256').update(sortedJson(content)).digest('hex'));

  const id = await onFile(join(folder, 'intercom.duckdb'), async (query) => {
    const [row] = await query('SELECT min(id) AS id FROM tags');
    await query(`DELETE FROM tags WHERE id = '${row!.id}'`);
    return row!.id;
  });
  const damaged = await shell('verify --streams tags');
  expect(damaged.stdout).toContain(`1 at Intercom, not stored: ${id}`);
  expect(damaged.exitCode).toBe(3);
  const mended = await shell('verify --repair --json');
  expect(mended.exitCode).toBe(0);
  expect(JSON.parse(mended.stdout)).toMatchObject({
    verdict: 'sound',
    repaired: { records: 1, found: [{ stream: 'tags', kind: 'missing', key: [id] }], left: [] },
  });
});

test('ends with 1 where nothing can be compared', { timeout: 60_000 }, async () => {
  const nowhere = await shell('verify --to duckdb:nowhere.duckdb');
  expect(nowhere.exitCode).toBe(1);
  expect(nowhere.stderr).toContain('nowhere.duckdb does not exist.');
  const other = await createSimulator({ workspaceId: 'other001', scale: 0, rateLimit: null }).listen();
  const { exitCode, stderr } = await runShell('source-intercom verify', {
    cwd: folder,
    env: { INTERCOM_ACCESS_TOKEN: 'simulator-token', INTERCOM_API_URL: other.url },
  });
  await other.close();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^It holds the workspace .*, and the token is of /);
});

/** As jq -jcS writes it. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(
          Object.keys(one)
            .sort()
            .map((key) => [key, one[key]]),
        )
      : one,
  );
}
