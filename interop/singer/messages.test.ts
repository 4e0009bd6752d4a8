/** What the tap writes, read by singer-python: every message parses, every record fits its schema, and there are as many as there are rows. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { expectedRows } from '../../test/support/oracle/index.ts';
import { streams } from '../../test/support/registry.ts';
import { runShell } from '../../test/support/shell.ts';
import { pythonEnvironment } from '../python.ts';

const folderOfCheck = new URL('messages/', import.meta.url);
const check = fileURLToPath(new URL('check.py', folderOfCheck));
const python = await pythonEnvironment(folderOfCheck.href);

/** Without custom objects, which a configuration names, and what costs a request per record. */
const usual = streams.filter(({ cost, name }) => cost === undefined && !name.startsWith('custom_object_'));

describe.skipIf(!python)('singer-python', () => {
  let simulator: Simulator;
  let server: Listening;
  let folder: string;
  beforeAll(async () => {
    const counts = { contacts: 180, conversations: 60, tickets: 30, companies: 30 };
    simulator = createSimulator({ seed: 18, counts, rateLimit: null });
    server = await simulator.listen();
    folder = await mkdtemp(join(tmpdir(), 'messages-'));
    await writeFile(join(folder, 'config.json'), JSON.stringify({ access_token: 'simulator-token' }));
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function read(flags: string) {
    const { stdout, stderr, exitCode } = await runShell(
      `source-intercom singer --config config.json ${flags} 2> log.txt | tee messages.jsonl | '${python!.bin}/python' '${check}'`,
      { cwd: folder, env: { INTERCOM_API_URL: server.url } },
    );
    expect(exitCode, stderr).toBe(0);
    return JSON.parse(stdout) as { records: Record<string, number>; states: number; activated: string[] };
  }

  test('reads every stream of a first load, and what follows it', async () => {
    const first = await read('');
    for (const stream of usual)
      expect([stream.name, first.records[stream.name]]).toEqual([stream.name, expectedRows(simulator, stream).length]);
    expect(first.activated).toEqual(expect.arrayContaining(['contacts', 'conversations', 'tags', 'admins']));
    await runShell('mv messages.jsonl first.jsonl', { cwd: folder });

    const { workspace } = simulator;
    const [user] = workspace.contacts.keys();
    workspace.deleteContact(user!);
    const second = await read('--state first.jsonl');
    expect(second.records.contacts).toBe(1);
    expect(second.records.tags).toBe(workspace.tags.size);
    expect(second.activated).toContain('tags');
    expect(second.activated).not.toContain('contacts');
  });
});
